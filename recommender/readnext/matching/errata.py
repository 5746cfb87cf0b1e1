"""Texts about another text, with the title of that text: errata, comments, reviews."""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.matching.names import fold
from readnext.matching.plain_titles import plain_title

_ERRATA = (
    r"errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a)|retraction(?: notice)?"
    r"|withdrawal|republished"
    r"|expression of concern|(?:author|publisher)(?:['’]?s)? (?:correction|note)"
)
_TALK = r"comments?|commentary|repl(?:y|ies)|response|rejoinder|discussion|rebuttal"
_COMPANION = (
    r"(?:(?:student|teacher|instructor)s?['’]*s?\s+)?(?:work ?book|study guide"
    r"|(?:solutions?|instructors?['’]*s?|lab(?:oratory)?)(?:\s+manual)|answer key)"
    r"|(?:student|teacher|instructor)s?['’]*s?\s+(?:guide|manual|handbook|edition)"
)
_SUPPLEMENT = (
    r"(?:(?:online|electronic|web)[- ])?(?:supplement(?:ary|al)?|supporting|additional"
    r"|extra)(?: (?:materials?|information|documents?|data|text|notes?|appendix"
    r"|appendices|files?|methods))?|(?:online |web )?append(?:ix|ices)"
    r"|data (?:and|&) code|code (?:and|&) data|source code"
    r"|replication (?:data|files|materials?|package)"
)
_NOTICE_FIRST = re.compile(
    rf"\W*(?:an?\s+|authors?['’]*s?\s+)?(?:(?P<errata>{_ERRATA})\b"
    rf"|(?P<talk>{_TALK})\s*(?:\bto\b|\bon\b|\bof\s+[\"“'‘`]|:)"
    r"|(?P<other>correction|supplement(?:ary|al)?(?:\s+(?:materials?|information))?"
    r"|supporting information|(?:online |web )?appendix)"
    r"\s*(?:\bto\b|\bfor\b\s*:?\s+[\"“'‘`]|\bfor\b\s*:|:)"
    r"|(?P<review>(?:book\s+)?review)\s*(?:\bof\s+[\"“'‘`]|:)|(?P<re>re)\s*:)",
    re.IGNORECASE,
)
# What a notice says of its object or its author: "Reply to Comment", "Comment by Dale".
_OBJECT = r"(?:\s+(?:to|on|of|by|from|regarding|concerning)\b[^:.?!]{0,60})?"
_NOTICE_LAST = re.compile(
    # "A discussion of principles" is a subtitle.
    rf"(?:[:.?!]|\s[-–—]+|[—–(\[])\s*(?!a discussion (?:of|on|about)\b)"
    rf"(?:an?\s+|the\s+|authors?['’]*s?\s+)?"
    rf"(?:(?P<notice>{_ERRATA}|{_TALK}|book review)s?{_OBJECT}"
    rf"|(?P<supplement>{_SUPPLEMENT}|{_COMPANION}))(?:\s*[)\]])?\W*$",
    re.IGNORECASE,
)
# Data and code are named after their paper.
_DATA_FIRST = re.compile(
    r"\W*(?:the\s+)?(?:(?:replication|supplementary|supporting|raw|research|source)\s+)?"
    r"(?:data ?sets?|data|code|software|scripts|replication (?:materials?|package))"
    r"(?:\s+and\s+(?:code|scripts|materials|software))?\s*"
    r"(?:\bfrom\s*:|\bfor\s*:|\bto\s*:|[:\]]|\bfor\s+[\"“'‘`])",
    re.IGNORECASE,
)

# "BirdBase: A data set" is a paper about one, "BirdBase [Data set]" the data.
_DATA_LAST = re.compile(
    r"[(\[]\s*(?:data ?sets?|data|source code|code|software|code and data"
    r"|data and code)\s*[)\]]\W*$",
    re.IGNORECASE,
)


# "Note: reply" is not a reply to a work that is called "Note".
_SHORTEST_OBJECT = 12


@lru_cache(maxsize=2**14)
def notice_of(title: str) -> str:
    """Return what kind of text about another text a title names, "" for none.

    An erratum, a comment, a review, a supplement or a data set has the title of its
    object, but is another text.

    >>> notice_of("Erratum to: Rime on Lines"), notice_of("Does Rain Deter? Reply")
    ('erratum', 'reply')
    >>> notice_of("Rime on Lines: Reply to Comment"), notice_of("Data from: Rime Lines")
    ('reply', 'data')
    >>> notice_of("A Primer of Waves: Student Workbook")
    'supplement'
    >>> notice_of("Response of Barley to Drought")
    ''
    """
    text = " ".join(fold(plain_title(title)).split())
    if first := _NOTICE_FIRST.match(text):
        return next(kind for kind in first.groups() if kind)
    if len(text) <= _SHORTEST_OBJECT:
        return ""
    if _DATA_FIRST.match(text) or _DATA_LAST.search(text):
        return "data"
    last = _NOTICE_LAST.search(text)
    return (last["notice"] or "supplement") if last else ""
