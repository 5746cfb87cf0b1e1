"""Names of venues as readers know them: acronyms in capitals."""

from __future__ import annotations

import re

from readnext_adapters.exports.meetings import is_meeting

# A catalog that gives only acronyms writes them in lower case: "icml", "emnlp 2022".
_ACRONYM = re.compile(r"([a-z]{3,12})((?:['’ -]*\d{2,4})?)")
_MIXED = {
    name.lower(): name
    for name in (
        *("NeurIPS", "CoRL", "CoNLL", "CoLLAs", "MLSys", "AutoML", "RecSys"),
        *("Interspeech", "VLDB"),
    )
}


def venue_name(venue: str) -> str:
    """Return a venue's name, the acronym of a conference as it is usually written.

    >>> venue_name("icml"), venue_name("neurips 2023"), venue_name("Nature")
    ('ICML', 'NeurIPS 2023', 'Nature')
    """
    found = _ACRONYM.fullmatch(venue)
    if not found or not is_meeting(venue):
        return venue
    name, year = found.groups()
    if name in ("proceedings", "conference", "workshop", "workshops", "symposium"):
        return venue
    return _MIXED.get(name, name.upper()) + year
