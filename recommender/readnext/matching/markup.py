"""Markup in titles as plain text: LaTeX, HTML, formulas, symbols."""

from __future__ import annotations

import html
import re
import unicodedata
from contextlib import suppress

TAG = re.compile(r"</?[A-Za-z][^<>]{0,60}>")
GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron "
    "pi rho sigma tau upsilon phi chi psi omega"
).split()
_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
_OPERATORS = (
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker "
    "lim liminf limsup ln log max min mod poly polylog sec sin sinh sup tan tanh"
).split()
_VARIANTS = {
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ϱ": "rho",
    "ϖ": "pi",
    "ϰ": "kappa",
}
# A symbol, its LaTeX command and its name are one title: "α-helix", "$\alpha$-helix".
_SPELLED = {name: name for name in GREEK} | {
    **{"ell": "l", "times": "x", "l": "l", "L": "l", "o": "o", "O": "o", "ss": "ss"},
    **{name: name for name in _OPERATORS},
    **{f"var{name}": name for name in GREEK},
    **{"lg": "lg", "infty": "infinity", "sqrt": "sqrt"},
    **{name: name for name in ("TeX", "LaTeX", "LaTeXe", "BibTeX", "XeTeX", "LuaTeX")},
    **{"ae": "ae", "AE": "ae", "oe": "oe", "OE": "oe", "aa": "a", "AA": "a", "i": "i"},
}
_SYMBOLS = str.maketrans(
    dict(zip(_LETTERS, GREEK, strict=True))
    | dict(zip(_LETTERS.upper(), GREEK, strict=True))
    | {"ς": "sigma", "µ": "mu", "×": "x", "ℓ": "l", "ø": "o", "Ø": "o", "ł": "l"}
    | {"∞": "infinity", "√": "sqrt"}
    | dict.fromkeys("ʿʾʼʻ", "'")
    | _VARIANTS
    | {"Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
)
_MACRO = re.compile(r"\\([a-zA-Z]+)\*?\s*")
_FORMULA = re.compile(r"\$[^$]{1,200}\$")
# "\\'e", "\\v{s}", which readers of BibTeX decode, but others do not.
_ACCENT = re.compile(
    r"\\(?:[\"'`^~=.]\s*|[cvuHdbkrt](?=\{|\s))\{?\s*\\?([A-Za-z])(?![A-Za-z]*\{)\}?"
)
# Charges: of particles and ions, which have one letter or a Greek one in front.
_MINUS = re.compile(
    r"\^\{?[-−]\}?|(?:(?<=[α-ωΑ-Ω])|(?<=\b[A-Za-z])|(?<=\bmu|\bpi))[-−⁻]"
    r"(?=[\s,.;)]|$)(?!\s+(?:and|or|to)\b)"
)
_MAY_END_WITH_MINUS = re.compile(r"[-−⁻](?![A-Za-z])|\^")
_PLUS = re.compile(r"(?<=\w)\++")
# As IEEE Xplore has formulas: "H/sub infinity /", "/spl alpha/".
_INSPEC = re.compile(r"/(?:sub|sup|spl) ?([^/]{1,20}?) ?/")
_SHARP = re.compile(r"\b([CFJ])#")


# A letter that an encoding did not have: "G?del".
_LOST = re.compile(r"(?<=[^\W\d_])\?(?=[a-z])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]{2,}")


def without_markup(title: str) -> str:
    r"""Return a title without markup, and with its symbols spelled out.

    >>> without_markup(r"The $\alpha$-Helix in {C++}")
    'The alpha-Helix in Cplusplus'
    >>> without_markup(r"$B^0_s \to \mu^+\mu^-$"), without_markup("B<sub>s</sub>0")
    ('Bs0 muplusmuminus', 'Bs0')
    >>> without_markup("H/sub infinity / control")
    'Hinfinity control'
    """
    if "\\" in title:
        title = _MACRO.sub(_spelled, _ACCENT.sub(r"\1", title))
    if "&" in title or "<" in title:
        title = html.unescape(html.unescape(title))
        title = TAG.sub("", title).replace("&", " and ")
    title = _without_formulas(title)
    if _MAY_END_WITH_MINUS.search(title):
        title = _MINUS.sub("minus", title)
    if "{" in title or "$" in title:
        title = re.sub(r"[{}$]", "", title)
    if "?" in title:
        title = _LOST.sub("", title)
    if not title.isascii():
        title = _NOT_ASCII.sub(_decoded_again, title).replace("\ufffd", "")
        title = unicodedata.normalize("NFC", title).translate(_SYMBOLS)
        title = unicodedata.normalize("NFKC", title).translate(_SYMBOLS)
    if "+" in title or "#" in title:
        title = title.replace("(+)", "+")
        title = _SHARP.sub(r"\1sharp", _PLUS.sub(_pluses, title))
    return title


def _without_formulas(title: str) -> str:
    """A title without the marks of formulas, of LaTeX or of IEEE Xplore."""
    if "/s" in title:
        title = _INSPEC.sub(r"\1", title)
    if "^" in title:
        return _without_scripts(title)
    if "$" in title:
        title = _FORMULA.sub(lambda found: _without_scripts(found[0]), title)
    return title


def _decoded_again(found: re.Match[str]) -> str:
    """What was UTF-8, if its bytes were read as Latin letters: "Ã¼" is "ü"."""
    for encoding in ("cp1252", "latin-1"):
        with suppress(UnicodeError):
            return found[0].encode(encoding).decode("utf-8")
    return found[0]


def _without_scripts(formula: str) -> str:
    """A formula without its marks of indices and exponents, but for a charge's sign.

    What stands above and below is one text, in whatever order.
    """
    text = re.sub(r"\^\{?([\w+−-]+)\}?_\{?(\w+)\}?", r"_{\2}^{\1}", formula)
    return re.sub(r"_|\^(?!\{?[-−])", "", text)


def _spelled(command: re.Match[str]) -> str:
    """The letters that a LaTeX command stands for, if any."""
    return _SPELLED.get(command[1]) or _SPELLED.get(command[1].lower(), "")


def _pluses(found: re.Match[str]) -> str:
    return "plus" * len(found[0])
