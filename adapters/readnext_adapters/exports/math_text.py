r"""Formulas of titles as a reader sees them: Unicode instead of TeX.

Only what `inlinemath` understands is converted, so that two amounts in dollars stay as
they are; formulas that it does not know keep their TeX.
"""

from __future__ import annotations

import re
import unicodedata

from readnext_adapters.exports.inlinemath import ONE_ARGUMENT, is_simple_math
from readnext_adapters.parsing.latexsymbols import SYMBOLS

_FORMULA = re.compile(r"\$([^$]{1,200})\$")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\{|\}|[_^]|.", re.DOTALL)
_SPACES = {"quad": " ", "qquad": " ", ",": " ", ";": " ", ":": " ", " ": " ", "!": ""}
_OWN = {"sqrt": "√", "to": "→", "le": "≤", "ge": "≥", "ne": "≠", "neg": "¬", "vec": ""}


def _scripts(form: str) -> dict[str, str]:
    """Characters that have a raised or lowered form, by the plain one."""
    found: dict[str, str] = {}
    for code in (*range(0xB2, 0xBA), *range(0x2070, 0x20A0), *range(0x1D62, 0x1D6B)):
        kind, _, plain = unicodedata.decomposition(chr(code)).partition(" ")
        if kind == form and plain:
            found[chr(int(plain, 16))] = chr(code)
    return found


_RAISED = {"^": _scripts("<super>"), "_": _scripts("<sub>")}


def show_math(text: str) -> str:
    r"""Return a text with its formulas in Unicode, where they are simple.

    >>> show_math(r"$\pi_{0.5}$ and $O(n^{2})$ in $\ell_p$ for $5")
    'π_0.5 and O(n²) in ℓₚ for $5'
    """
    return _FORMULA.sub(_shown, text) if "$" in text else text


def _shown(found: re.Match[str]) -> str:
    formula = found[1]
    # "for $5 and $6": a formula neither begins nor ends with a space.
    if formula != formula.strip() or not is_simple_math(formula):
        return found[0]
    return _converted(_TOKEN.findall(formula))


def _converted(tokens: list[str]) -> str:
    """Tokens as text; the list is used up to a closing brace."""
    pieces: list[str] = []
    while tokens:
        token = tokens.pop(0)
        if token == "}":
            break
        if token in _RAISED:
            pieces.append(_script(token, _argument(tokens)))
        elif token == "{":
            pieces.append(_converted(tokens))
        elif token.startswith("\\"):
            pieces.append(_command(token[1:]))
        else:
            pieces.append(token)
    return "".join(pieces)


def _argument(tokens: list[str]) -> str:
    """What a script applies to: a group or one token."""
    if not tokens:
        return ""
    token = tokens.pop(0)
    if token == "{":
        return _converted(tokens)
    return _command(token[1:]) if token.startswith("\\") else token


def _script(sign: str, text: str) -> str:
    forms = _RAISED[sign]
    if text and all(char in forms for char in text):
        return "".join(forms[char] for char in text)
    return f"{sign}{text}" if len(text) < 2 or text.isalnum() else _grouped(sign, text)


def _grouped(sign: str, text: str) -> str:
    """A script that is no word or number, e.g. a sum."""
    bare = re.fullmatch(r"[\w.]+", text)
    return f"{sign}{text}" if bare else f"{sign}({text})"


def _command(name: str) -> str:
    if name in _SPACES:
        return _SPACES[name]
    if name in _OWN:
        return _OWN[name]
    if name in ONE_ARGUMENT or name == "frac":
        return ""
    return SYMBOLS.get(name, name)
