"""Whether a venue's name is that of a conference."""

from __future__ import annotations

import re

# Some journals are called proceedings.
_JOURNAL = re.compile(
    r"(?i)\b(?:journal|transactions|letters|reviews?|annals|magazine|bulletin|quarterly"
    r"|TMLR|JMLR|TPAMI|PNAS|TACL"
    r"|proceedings of the (?:national academy|ieee$|royal society|vldb|acm on))\b"
)
_MEETING = re.compile(
    r"(?i)\b(?:proceedings|proc|conference|conf|workshops?|symposium|meeting|congress"
    r"|advances in neural information processing|neurips|nips|icml|iclr|aistats|colt"
    r"|uai|aaai|ijcai|cvpr|iccv|eccv|wacv|bmvc|emnlp|naacl|eacl|coling|conll|kdd|sigir"
    r"|cikm|wsdm|recsys|stoc|itcs|icassp|interspeech|corl|icra|iros|miccai|uist|sigmod"
    r"|icde|sigcomm|osdi|sosp|mlsys|automl|collas|colm|isit|icse|ndss|icdt|pldi)\b"
)
# Acronyms that are also words or names: alone, or with a year.
_AMBIGUOUS = re.compile(
    r"(?i)(?:findings of )?\b(?:acl|www|focs|soda|alt|rss|chi|log|cdc|acc|fse|ase|ccs"
    r"|pods|popl|vldb)(?:['’ -]*\d{2,4})?(?:\s*\(.*\))?"
)


def is_meeting(venue: str) -> bool:
    """Tell whether a venue is a conference, and its papers in proceedings.

    >>> is_meeting("ICML 2024"), is_meeting("Proceedings of the IEEE")
    (True, False)
    """
    if _JOURNAL.search(venue):
        return False
    return bool(_MEETING.search(venue) or _AMBIGUOUS.fullmatch(venue))
