r"""Converts LaTeX in bibliographies to Unicode, without losing any text.

Accents are composed, symbols translated, wrappers such as ``\emph{..}`` opened and
braces dropped. Mathematics between dollars stays as it is, unless it is one sign or
script, a bare ``%`` is text, and an unknown macro is replaced by its argument, or its
name if it has none. Written by hand: pylatexenc (2.11) takes a bare ``%`` for a comment
and drops what follows, drops unknown macros, and dissolves formulas.
"""

from __future__ import annotations

import re
import unicodedata

from readnext_adapters.parsing.latexsymbols import (
    ACCENTS,
    BARE_ACCENTS,
    BELOW,
    CONTROL,
    LONE_SIGNS,
    QUOTES,
    SCRIPTS,
    SWITCHES,
    SYMBOLS,
    WRAPPERS,
)
from readnext_adapters.parsing.latexverbatim import decode_verbatim

_SPECIAL = re.compile(r"[\\{}$~]|--|``|''")
_TOKEN = re.compile(
    r"\\(?:url|path|nolinkurl)\s*\{(?P<verbatim>[^{}]*)\}"
    r"|(?P<math>\$(?:[^$\\]|\\.)+\$|\\\((?:[^\\]|\\[^()])*\\\))"
    r"|\\(?P<word>[A-Za-z]+)\*?"
    r"|\\(?P<sign>.)"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}$]+|.)",
    re.DOTALL,
)
# Macros whose first argument is a URL, a colour, a language, a sort key or space.
_HIDDEN_ARGUMENT = re.compile(
    r"\\(?:(?:href|raisebox|scalebox|textcolor|colorbox|foreignlanguage|textlang)"
    r"\s*\{[^{}]*\}\s*(?=\{)"
    r"|(?:noopsort|thanks|fontencoding|fontfamily|hspace\*?|vspace\*?|[vh]?phantom"
    r"|label)\s*\{[^{}]*\}"
    r"|[vh]?phantom\s*\\[{}])"
)
_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,500}\}){0,500}\}){0,500}\}"
_TWO_TEXTS = re.compile(rf"\\texorpdfstring\s*({_GROUP})\s*({_GROUP})")
_BRANCH = r"(?:(?!\\(?:ifmmode|else|fi)(?![A-Za-z])).){0,300}"
_CONDITIONAL = re.compile(
    rf"\\ifmmode(?![A-Za-z])\s*(?P<math>{_BRANCH})"
    rf"(?:\\else(?![A-Za-z])\s*(?P<text>{_BRANCH}))?"
    r"\\fi(?![A-Za-z])(?:\s*\{\}|\s*)",
    re.DOTALL,
)
_PLAIN_SIGNS = re.compile(r"\$([<>=/|+*\s]+)\$")
_ONE_SIGN = re.compile(r"\$\s*\{?\s*\\(?P<macro>[A-Za-z]+)\s*\}?\s*\$")
_SCRIPT = re.compile(
    r"\$\s*(?:\{\}\s*)?([_^])\s*(?:\{{1,2}([^{}$\\]*)\}{1,2}|([^{}$\\]))\s*\$"
)
_ARGUMENT = re.compile(r"\s*(?:\[[^\[\]{}]*\]\s*)?(?=\{)")
_SPACES = re.compile(r"\s*")
_COMMON_ACCENT = re.compile(
    r"(?<!\\)\\(['`^\"~=.])"
    r"(?:\{\\?([ij]|(?<!\\)[A-Za-z])\}|\\([ij])(?![A-Za-z])|([A-Za-z]))"
)
_COMMON_WRAPPER = re.compile(
    r"(?<!\\)\\(?:emph|text(?:bf|it|rm|sc|sf|sl|tt|up|superscript|subscript)?"
    r"|math(?:rm|it|bf|sf)|ensuremath|mbox)\s*(?=\{)"
)
_BRACED_LETTER = re.compile(
    r"\{\s*\\(?:['`^\"~=.]\s*\\?[A-Za-z]|[cvuHkrdbt]\s+[A-Za-z]"
    r"|(?:ss|[oOlL]|ae|AE|oe|OE|aa|AA|i|j|dh|th|DH|TH|textless|textgreater))\s*\}"
    r"|\{?\\['`^\"~=.cvuHkrdbt]\s*\{\\?[A-Za-z]\}\}?"
)
_BRACED_WRAPPER = re.compile(
    r"\\(?:emph|textit|textbf|textsc|textsl|texttt|textrm|textup)\s*\{([^{}\\]*)\}"
)
_MATH = re.compile(r"(\$(?<!\\\$)(?:[^$\\]++|\\.)+\$)", re.DOTALL)
_MOST_MARKS = 8


def decode_latex(text: str) -> str:
    r"""Return LaTeX text as Unicode (NFC) with single spaces.

    >>> decode_latex(r"{\'E}tude of 5% \emph{na{\"\i}ve} Bayes in H$_2$O")
    'Étude of 5% naïve Bayes in H₂O'
    """
    if _SPECIAL.search(text):
        text = _decoded(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def choose_branches(text: str) -> str:
    r"""Resolve what LaTeX sets in one of two ways: the way outside of formulas.

    >>> choose_branches(r"Ho\ifmmode \check{r}\else \v{r}\fi{}ava")
    'Ho{\\v{r}}ava'
    >>> choose_branches(r"\texorpdfstring{$\mathcal{N}=4$}{N=4} ponds")
    '{N=4} ponds'
    """
    if "\\ifmmode" in text:
        text = _branches(text)
    if "\\texorpdfstring" in text:
        text = _TWO_TEXTS.sub(lambda m: m[2] if m[2] != "{}" else m[1], text)
    return text


def _branches(text: str) -> str:
    pieces: list[str] = []
    place = dollars = 0
    for found in _CONDITIONAL.finditer(text):
        before = text[place : found.start()]
        dollars += before.count("$") - before.count("\\$")
        branch = found["math"] if dollars % 2 else found["text"]
        pieces += (before, "{", (branch or "").strip(), "}")
        place = found.end()
    return "".join((*pieces, text[place:]))


def decode_braced(text: str) -> str:
    r"""Decode what can only be LaTeX in a text that is not known to be LaTeX.

    A backslash alone may escape a quote, which is no accent.

    >>> decode_braced(r"Fr{\'e}chet \emph{saw} the \'{O}re")
    'Fréchet saw the Óre'
    """
    if "\\" not in text or "{" not in text:
        return text
    text = _BRACED_WRAPPER.sub(r"\1", text)
    return _BRACED_LETTER.sub(lambda found: decode_latex(found[0]), text)


def _decoded(text: str) -> str:
    """Decode without the slow pass if only frequent constructs occur."""
    if "\\" in text:
        text = _HIDDEN_ARGUMENT.sub("", choose_branches(text))
    parts = _MATH.split(text) if "$" in text else [text]
    outside = [_simplified(part) if "\\" in part else part for part in parts[::2]]
    if any("\\" in part or "$" in part for part in outside):
        parts[::2] = outside
        return _Decoder("".join(parts)).run()
    parts[::2] = [_typeset(p.replace("{", "").replace("}", "")) for p in outside]
    parts[1::2] = map(_script, parts[1::2])
    return "".join(parts)


def _simplified(text: str) -> str:
    """Replace the most frequent constructs: accented letters, escapes, wrappers."""
    text = _COMMON_ACCENT.sub(_common_accent, text)
    text = _COMMON_WRAPPER.sub("", text)
    if "\\\\" not in text:  # else the backslash may end a line break
        for sign in "%&_#":
            text = text.replace("\\" + sign, sign)
    return text


def _common_accent(match: re.Match[str]) -> str:
    letter = (match[2] or match[3] or match[4]) + ACCENTS[match[1]]
    # In braces, so that the letter does not join a preceding macro.
    return "{" + unicodedata.normalize("NFC", letter) + "}"


def _typeset(text: str) -> str:
    """Return text without macros with the dashes, quotes and spaces of TeX."""
    if "--" in text:
        text = text.replace("---", "—").replace("--", "–")
    if "``" in text or "''" in text:
        text = text.replace("``", "“").replace("''", "”")
    return text.replace("~", " ")


class _Decoder:
    """One pass over the tokens.

    `out` holds the pieces. `frames` holds, for every open brace, where its pieces
    begin and the macros that wait for it to close; nothing is joined before the
    end, so that deep nesting costs no more than its length.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.frames: list[tuple[int, list[str], bool]] = []
        self.waiting: list[str] = []
        self.position = 0

    def run(self) -> str:
        text, match = self.text, _TOKEN.match
        while self.position < len(text):
            token = match(text, self.position)
            if token is None:  # a backslash at the very end
                self._emit(text[self.position :])
                break
            self.position = token.end()
            getattr(self, f"_{token.lastgroup}")(token[token.lastgroup or 0])
        while self.frames:
            self._close()
        return "".join(self.out)

    def _verbatim(self, address: str) -> None:
        self._emit(decode_verbatim(address))

    def _math(self, formula: str) -> None:
        if formula[0] == "\\":  # the other way to write it
            script = _script(f"${formula[2:-2]}$")
            formula = formula if script[0] == "$" else script
        self._emit(_script(formula))

    def _text(self, text: str) -> None:
        if self.waiting:
            if not (rest := text.lstrip()):
                return
            self._emit(rest[0])
            text = rest[1:]
        text = _typeset(text)
        if text and self.frames and self.frames[-1][2]:
            # An accent will change the first letter: keep it apart from the rest.
            self.out += (text[0], text[1:])
        elif text:
            self.out.append(text)

    def _brace(self, brace: str) -> None:
        if brace == "{":
            start = len(self.out)
            outer = self.frames[-1] if self.frames else None
            first = bool(self.waiting) or bool(outer and outer[2] and outer[0] == start)
            self.frames.append((start, self.waiting, first))
            self.waiting = []
        elif self.frames:
            self._close()

    def _close(self) -> None:
        # A macro before a closing brace has no argument.
        self._settle()
        start, waiting, _ = self.frames.pop()
        for macro in reversed(waiting):
            self._apply(macro, start)

    def _settle(self) -> None:
        for macro in reversed(self.waiting):
            self._apply(macro, len(self.out))
        self.waiting = []

    def _emit(self, piece: str) -> None:
        start = len(self.out)
        self.out.append(piece)
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            for macro in reversed(waiting):
                self._apply(macro, start)

    def _apply(self, macro: str, start: int) -> None:
        """Put an accent on the first letter from `start`, or a quote at the end."""
        if macro in QUOTES:
            self.out.append(QUOTES[macro][1])
            return
        for index in range(start, len(self.out)):
            if self.out[index]:
                self.out[index] = _accented(self.out[index], macro)
                return
        self.out.append(BARE_ACCENTS.get(macro, ""))

    def _sign(self, sign: str) -> None:
        if sign in ACCENTS:
            self.waiting.append(sign)
        else:
            self._emit(CONTROL.get(sign, sign))

    def _word(self, word: str) -> None:
        argument = _ARGUMENT.match(self.text, self.position)
        if word in SYMBOLS:
            self._skip_spaces(argument)
            self._emit(SYMBOLS[word])
        elif word in ACCENTS and self.position < len(self.text):
            self.waiting.append(word)
        elif word in QUOTES and argument:
            self.position = argument.end()
            self.out.append(QUOTES[word][0])
            self.waiting.append(word)
        elif word in SWITCHES or (word in WRAPPERS and not argument):
            self._skip_spaces(argument)
        elif argument:
            self.position = argument.end()
        else:
            self._emit("\\" + word)

    def _skip_spaces(self, argument: re.Match[str] | None) -> None:
        """Skip the spaces after a macro, as TeX does, and one empty ``{}``."""
        if argument and self.text.startswith("{}", argument.end()):
            self.position = argument.end() + 2
        elif spaces := _SPACES.match(self.text, self.position):
            self.position = spaces.end()


def _accented(piece: str, macro: str) -> str:
    mark = ACCENTS[macro]
    base = piece[0]
    if base.isspace():
        return BARE_ACCENTS.get(macro, "") + piece
    if macro not in BELOW:  # accents above replace the dot
        base = {"ı": "i", "ȷ": "j"}.get(base, base)
    end = 1
    while end < min(len(piece), _MOST_MARKS) and unicodedata.combining(piece[end]):
        end += 1
    return base + piece[1:end] + mark + piece[end:]


def _script(formula: str) -> str:
    r"""Return ``$_2$``, ``$^{th}$`` and ``$\upbeta$`` as Unicode, the rest as is."""
    if signs := _PLAIN_SIGNS.fullmatch(formula):
        return signs[1]
    if (sign := _ONE_SIGN.fullmatch(formula)) and sign["macro"] in LONE_SIGNS:
        return LONE_SIGNS[sign["macro"]]
    if match := _SCRIPT.fullmatch(formula):
        kind, group, single = match.groups()
        content = group if group is not None else single
        table = SCRIPTS[kind]
        if content and all(c in table for c in content):
            return "".join(table[c] for c in content)
    return formula
