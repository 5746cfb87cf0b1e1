"""The heading of a section of a journal before a title: "Commentary: Mud in rivers"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readnext.matching.authors import people_of, same_list
from readnext.matching.ids import dois_differ
from readnext.matching.numbering import pages_differ, volumes_differ
from readnext.matching.plain_titles import plain_title
from readnext.matching.titles import read_title
from readnext.matching.venues import is_one_venue

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

_KICKER = re.compile(
    r"^(?:invited )?(?:commentary|comment|perspectives?|viewpoint|opinion|review"
    r"|discussion|editorial|essay|focus|feature|tutorial|letter|correspondence|response"
    r"|special topic|news (?:&|and) views|insights?)\s*:\s+",
    re.IGNORECASE,
)
_FEWEST = 4  # words of a title


def are_one_but_for_kicker(one: Identity, other: Identity) -> bool:
    """Tell whether one of two titles has a section's heading before it.

    All else has to agree: who comments on a paper of others has its title, too.
    """
    a, b = plain_title(one.full_title), plain_title(other.full_title)
    less_a, less_b = _KICKER.sub("", a, count=1), _KICKER.sub("", b, count=1)
    if (less_a == a) == (less_b == b) or len(read_title(less_a).words) < _FEWEST:
        return False
    if read_title(less_a).key != read_title(less_b).key:
        return False
    if one.year is None or one.year != other.year or dois_differ(one.doi, other.doi):
        return False
    if volumes_differ(one.volume, other.volume) or pages_differ(one.pages, other.pages):
        return False
    if not is_one_venue(one.venue, other.venue):
        return False
    ours, theirs = people_of(one.authors), people_of(other.authors)
    return bool(ours and theirs) and same_list(ours, theirs)
