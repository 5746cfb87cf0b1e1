"""Notices that a paper was withdrawn, where arXiv's authors put them.

arXiv keeps a withdrawn paper and asks for the reason in the comments
(https://info.arxiv.org/help/withdraw.html); many write it into the abstract.
"""

from __future__ import annotations

import re

_WORK = (
    r"(?:paper|article|manuscript|preprint|e-?print|submission|work|note|report|document"
    r"|thesis|letter|draft|contribution)"
)
# "Withdrawn from a conference" leaves the paper where it is.
_WITHDRAWN = r"withdrawn\b(?!\s+from\b(?!\s+(?:the\s+)?arxiv\b))"
_THIS = (
    rf"(?:this|the|our)\s+(?:current\s+|present\s+|arxiv\s+)?(?:{_WORK}|version)\b"
    rf"|(?:(?:arxiv|pre-?print)\s+)?{_WORK}\b"
)
_STATE = (
    r"(?:(?:has|have|had)\s+(?:now\s+)?been|is|was|(?:is\s+)?being)\s+(?:hereby\s+)?"
    r"(?:now\s+)?(?:temporarily\s+)?"
)
_DONE = (
    r"(?:the\s+(?:\w+\s+)?authors?|we|i)\s+(?:(?:has|have|had)\s+)?(?:hereby\s+)?"
    rf"(?:decided\s+to\s+)?withdr(?:a|e)wn?\s+(?:this|the|our)\s+{_WORK}\b"
)
_WHO = (
    r"by\s+(?:the\s+|its\s+|all\s+|all\s+the\s+)?(?:\w+\s+)?"
    r"(?:authors?\b|author\(s\)|arxiv|submitter)"
)
_WHY = rf"\s*(?:$|[.:;,!()\[\]–—-]|{_WHO}|due|because|as\b|since|for\b|pending|owing)"
_START = r"(?:^|[.;!?:()\[\]]\s*|\bnote that\s+)\W*"
_IN_COMMENT = re.compile(
    rf"^\W*(?:temporarily\s+)?{_WITHDRAWN}{_WHY}"
    rf"|{_START}(?:{_THIS})\s+(?:{_STATE})?(?:temporarily\s+)?{_WITHDRAWN}"
    rf"|{_START}{_DONE}"
    rf"|(?:^|[.;!?:(\[,]\s*)(?:{_THIS})?\s*(?:{_STATE})?{_WITHDRAWN}\s*{_WHO}",
    re.IGNORECASE,
)
_IN_ABSTRACT = re.compile(
    rf"^\W*(?:temporarily\s+)?{_WITHDRAWN}{_WHY}"
    rf"|^\W*(?:{_THIS})\s+(?:{_STATE})?(?:temporarily\s+)?{_WITHDRAWN}"
    rf"|{_START}this\s+{_WORK}\s+{_STATE}{_WITHDRAWN}"
    rf"|^\W*{_DONE}",
    re.IGNORECASE,
)
_ENOUGH = 2000


def is_withdrawn(comments: str, abstract: str) -> bool:
    """Tell whether comments or abstract state that this paper itself was withdrawn.

    >>> is_withdrawn("This paper has been withdrawn by the author(s)", "We study ice.")
    True
    >>> is_withdrawn("12 pages", "We count the papers withdrawn by their authors.")
    False
    >>> is_withdrawn("Supersedes arXiv:0704.0001, which has been withdrawn", "")
    False
    """
    in_comments = "withdr" in comments.lower() and _IN_COMMENT.search(comments)
    if in_comments:
        return True
    said = "ithdr" in abstract or "WITHDR" in abstract
    return said and _IN_ABSTRACT.search(abstract[:_ENOUGH]) is not None
