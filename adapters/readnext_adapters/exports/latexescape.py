r"""Text from a catalog as equivalent LaTeX without side effects.

Any LaTeX in the text is first converted to Unicode; then every character that is
special in TeX is written as a symbol. Only simple formulas remain commands. Braces are
written as named symbols, since BibTeX counts them even after a backslash.
"""

from __future__ import annotations

import re
import unicodedata

from readnext_adapters.exports.inlinemath import is_simple_math
from readnext_adapters.parsing.latex import decode_latex
from readnext_adapters.parsing.safe_text import plain

_SYMBOLS = {c: f"\\{c}" for c in "&%$#_"} | {
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "\\": r"{\textbackslash}",
}
_TABLE = str.maketrans(_SYMBOLS)
_FORMULA = re.compile(r"(?<!\\)\$(?=\S)([^$]+)(?<=\S)(?<!\\)\$(?!\d)|\\\((.+?)\\\)")
_WORD = re.compile(r"[^\W_]+")
_AFTER_STOP = re.compile(r"(?:^|[.:?!–—]|-{2,3})\s*[\"“'‘(]*$")


def escape_text(text: str) -> str:
    r"""Return a text for a field that LaTeX will typeset.

    >>> print(escape_text(r"50% of $\ell_p$ & \input{/etc/passwd}"))
    50\% of $\ell_p$ \& /etc/passwd
    """
    return "".join(
        f"${piece}$" if is_math else piece.translate(_TABLE)
        for is_math, piece in _pieces(text)
    )


def escape_title(title: str) -> str:
    r"""Return a title whose names keep their capitals in every style.

    >>> print(escape_title("BERT and GANs: Learning on $L_p$"))
    {BERT} and {GAN}s: Learning on {$L_p$}
    """
    pieces = list(_pieces(title))
    prose = " ".join(piece for is_math, piece in pieces if not is_math)
    sentence_case = _is_sentence_case(prose)
    out = ""
    for is_math, piece in pieces:
        if is_math:
            out += f"{{${piece}$}}"
        else:
            out += _with_capitals(piece, sentence_case, begins=not out)
    return out


def escape_verbatim(text: str) -> str:
    r"""Return an id without characters that end a field or begin a command.

    >>> escape_verbatim(r"10.1000/a_b<c>\d}")
    '10.1000/a_b<c>d'
    """
    return re.sub(r"[\s{}\\\"%#~^$&]", "", plain(text))


def _pieces(text: str) -> list[tuple[bool, str]]:
    """Return the text cut into formulas (True) and prose (False)."""
    text = unicodedata.normalize("NFC", plain(text))
    pieces: list[tuple[bool, str]] = []
    position = 0
    for match in _FORMULA.finditer(text):
        formula = match[1] if match[1] is not None else match[2]
        if is_simple_math(formula.strip()):
            pieces.append((False, _prose(text[position : match.start()])))
            pieces.append((True, formula.strip()))
            position = match.end()
    pieces.append((False, _prose(text[position:])))
    return [(is_math, piece) for is_math, piece in pieces if piece]


def _prose(text: str) -> str:
    r"""Return the Unicode of prose that may contain LaTeX; outer spaces are kept."""
    if "\\" not in text:
        return text
    before = " " if text[:1] == " " else ""
    after = " " if text[-1:] == " " else ""
    # Decoding may produce characters that were written as commands.
    return before + plain(decode_latex(text)) + after


def _is_sentence_case(prose: str) -> bool:
    """Tell whether most words after the first begin in lower case."""
    words = [w for w in _WORD.findall(prose)[1:] if len(w) > 3]
    small = sum(w[0].islower() for w in words)
    return len(words) > 1 and small > len(words) / 2


def _with_capitals(prose: str, sentence_case: bool, *, begins: bool) -> str:
    """Escape prose and put braces round the words that must keep their capitals.

    In a title in sentence case, a capitalised word is a name: "Occam".
    """
    out, position = "", 0
    for match in _WORD.finditer(prose):
        # Only the text right before the word matters; all of it would be slow.
        word, before = match[0], prose[max(0, match.start() - 20) : match.start()]
        out += prose[position : match.start()].translate(_TABLE)
        position = match.end()
        opens = bool(_AFTER_STOP.search(before)) and (bool(before) or begins)
        out += _braced(word, is_name=sentence_case and not opens)
    return out + prose[position:].translate(_TABLE)


def _braced(word: str, *, is_name: bool) -> str:
    # A lone "A" is an article; other lone capitals are names, as in "Q-learning".
    lone = len(word) == 1 and word.isupper() and word != "A"
    if not (
        lone or any(c.isupper() for c in word[1:]) or (is_name and word[0].isupper())
    ):
        return word
    plural = len(word) > 2 and word[-1] == "s" and word[-2].isupper()
    return f"{{{word[:-1]}}}s" if plural else f"{{{word}}}"
