"""MathML and JATS formulas in a text, replaced by what a reader would type.

Written by hand: the packages that read MathML (mathml2latex and the like) give LaTeX,
not text, and none of them accepts the undeclared prefixes that publishers leave.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from readnext_adapters.parsing.xmltree import tidy_xml

_Reader = Callable[[str], str]

_MATH = re.compile(r"<(?:\w+:)?math(?:\s[^<>]*)?(?<!/)>", re.IGNORECASE)
_MATH_END = re.compile(r"</(?:\w+:)?math\s*>", re.IGNORECASE)
_TEX = re.compile(r"<(?:\w+:)?tex-math(?:\s[^<>]*)?(?<!/)>", re.IGNORECASE)
_TEX_END = re.compile(r"</(?:\w+:)?tex-math\s*>", re.IGNORECASE)
_TEX_BODY = re.compile(r"\\begin\s*\{document\}(.*?)\\end\s*\{document\}", re.DOTALL)
_COMMENT = re.compile(r"<!--(?:(?!-->).){0,5000}-->", re.DOTALL)
# Attributes may have prefixes that are declared nowhere.
_TAG = re.compile(r"<(/?)(?:\w+:)?([A-Za-z][\w-]*)[^<>]*?(/?)>")
_ANY_TAG = re.compile(r"<[^<>]*>")
# The tags of a formula that is cut off.
_PARTS = re.compile(
    r"</?(?:\w+:)?(?:m[a-z]{1,12}|semantics|annotation)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_HIDDEN = frozenset(("annotation", "annotation-xml", "mphantom", "none", "mprescripts"))
_SPACED = frozenset(("mtable", "mtr", "mtd", "mlabeledtr"))
# Names of functions, which a space parts from their argument.
_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg"
    " lim liminf limsup ln log max min mod Pr sec sin sinh sup tan tanh".split()
)
# The signs above a letter that Unicode can put on it.
_ABOVE = dict.fromkeys("¯ˉ‾_-−\u0304\u0305\u203e", "\u0304") | dict.fromkeys(
    "~˜∼\u0303", "\u0303"
)
_ABOVE |= dict.fromkeys("^ˆ\u0302", "\u0302") | dict.fromkeys("˙.\u0307", "\u0307")
_ABOVE |= dict.fromkeys("¨\u0308", "\u0308") | dict.fromkeys("→⃗\u20d7", "\u20d7")
_APPLIED = str.maketrans({"\u2061": " ", "\u2062": "", "\u2063": "", "\u2064": ""})
# A longer formula is not part of a title or abstract.
_LONGEST = 50_000
_WORD_BEFORE = re.compile(r"[a-z]{2}[,;:.]?$|[^\W\d_]{3}[,;:]?$|[,;]$")
_WORD_AFTER = re.compile(r"[^\W\d_]{3}")


def replace_math(text: str) -> str:
    """Return a text with its formulas as plain text; the rest as it was.

    Annotations are dropped. A formula that touches a word is set apart from it.

    >>> replace_math("Waves in<mml:math><mml:mi>N</mml:mi></mml:math>-Coupled Bogs")
    'Waves in N-Coupled Bogs'
    >>> replace_math("<math><msup><mn>10</mn><mn>5</mn></msup></math> frogs")
    '10^5 frogs'
    """
    if "math" not in text.lower():
        return text
    twice = _MATH.search(text) is not None
    text = "".join(_replaced(text, _TEX, _TEX_END, (lambda _: "") if twice else _tex))
    return "".join(_replaced(text, _MATH, _MATH_END, math_text))


def _replaced(
    text: str, opening: re.Pattern[str], closing: re.Pattern[str], read: _Reader
) -> Iterator[str]:
    """Yield the pieces of a text, what stands between two tags as `read` gives it."""
    place = 0
    last = ""
    while (start := opening.search(text, place)) and (
        end := closing.search(text, start.end())
    ):
        before = text[place : start.start()]
        formula = read(text[start.start() : end.end()])
        yield before
        if formula[:1].isalnum() and _WORD_BEFORE.search((last + before)[-4:]):
            yield " "
        yield formula
        place = end.end()
        if formula[-1:].isalnum() and _WORD_AFTER.match(text, place):
            yield " "
        last = formula
    rest = text[place:]
    yield _PARTS.sub("", rest) if start else rest


def _tex(element: str) -> str:
    """Return the formula of a ``tex-math`` without the document around it."""
    inner = _ANY_TAG.sub("", element)
    if body := _TEX_BODY.search(inner):
        inner = body[1]
    return re.sub(r"\${2,}", "$", inner).strip()


def math_text(element: str) -> str:
    """Return one ``math`` element as text.

    >>> math_text("<math><msqrt><mi>s</mi></msqrt><mo>=</mo><mn>13</mn></math>")
    '√s=13'
    """
    element = _COMMENT.sub("", element[:_LONGEST])
    bare = tidy_xml(_TAG.sub(_bare_tag, element))
    try:
        found = _Formula().read(fromstring(bare))
    except (ParseError, RecursionError):
        found = _ANY_TAG.sub("", _without_annotations(element))
    return " ".join(found.translate(_APPLIED).split())


def _bare_tag(tag: re.Match[str]) -> str:
    """Return a tag without prefix and attributes, in lower case."""
    return f"<{tag[1]}{tag[2].lower()}{tag[3]}>"


def _without_annotations(element: str) -> str:
    """Drop the annotations of a formula that is not well-formed."""
    start = re.search(r"<(?:\w+:)?annotation", element)
    return element[: start.start()] if start else element


class _Formula:
    """The text of MathML's elements."""

    def read(self, element: Element) -> str:
        """Return the text of an element."""
        name = element.tag.lower() if isinstance(element.tag, str) else ""
        if name in _HIDDEN:
            return ""
        method = getattr(self, f"_{name}", None)
        if method is not None and len(element):
            return str(method(element))
        if name == "mspace":
            return " "
        inner = self._row(element)
        return f" {inner} " if name in _SPACED else inner

    def _row(self, element: Element) -> str:
        pieces = [_own(element)]
        for child in element:
            text = self.read(child)
            if _runs_together(pieces[-1], text):
                pieces.append(" ")
            pieces += [text] if text else []
            if child.tail and child.tail.strip():
                pieces.append(child.tail)
        return "".join(pieces)

    def _parts(self, element: Element) -> list[str]:
        return [self.read(child) for child in element]

    def _mfrac(self, element: Element) -> str:
        return "/".join(map(_grouped, self._parts(element)))

    def _msqrt(self, element: Element) -> str:
        return "√" + _grouped(self._row(element))

    def _mroot(self, element: Element) -> str:
        base, *root = self._parts(element)
        return "".join(root) + "√" + _grouped(base)

    def _msup(self, element: Element) -> str:
        base, *above = self._parts(element)
        return power(base, "".join(above))

    def _msubsup(self, element: Element) -> str:
        base, *rest = self._parts(element)
        return power(base + "".join(rest[:1]), "".join(rest[1:]))

    def _mfenced(self, element: Element) -> str:
        return "(" + ",".join(self._parts(element)) + ")"

    def _mover(self, element: Element) -> str:
        base, *above = self._parts(element)
        if len(above) == 1 and len(base) == 1 and above[0] in _ABOVE:
            return base + _ABOVE[above[0]]
        return base + "".join(above)


def _runs_together(before: str, after: str) -> bool:
    """Tell whether one of two texts is a function's name that the other would hide."""
    if not (before[-1:].isalnum() and after[:1].isalnum()):
        return False
    return before in _FUNCTIONS or after in _FUNCTIONS


def _own(element: Element) -> str:
    """Return the text before an element's first child."""
    text = element.text or ""
    if element.tag == "mtext":
        return re.sub(r"\s+", " ", text)
    return text if text.strip() else ""


def _grouped(text: str) -> str:
    text = text.strip()
    return f"({text})" if re.search(r"[^\w.]", text) and len(text) > 1 else text


def power(base: str, exponent: str) -> str:
    """Return a base with its exponent; two numbers would run together.

    >>> power("10", "−3"), power("Fe", "3+")
    ('10^−3', 'Fe3+')
    """
    apart = base[-1:].isdigit() and re.match(r"[-+−–]?\d", exponent)
    return f"{base}^{exponent}" if apart else base + exponent
