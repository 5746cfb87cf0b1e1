"""The disease of 2019 and its virus, which preprints name otherwise than articles."""

from __future__ import annotations

import re

_NAME = (
    r"(?:2019[- ](?:novel |new )?corona ?virus|2019-? ?n-?CoV|n-?CoV[- ]?2019"
    r"|HCoV[- ]19|(?:novel|new) corona ?virus(?:[- ]2019)?(?: disease(?:[- ]2019)?)?"
    r"|corona ?virus(?: infectious)? disease(?: of)?[- ](?:20)?19|SARS[- ]?CoV[- ]?2"
    r"|severe acute respiratory syndrome corona ?virus[- ]2|COVID[- ]?19|COVID)"
    r"(?: (?:virus|disease)\b)?"
)
_HINT = re.compile(r"cov|corona", re.IGNORECASE)
_NAMES = re.compile(rf"\b{_NAME}(?:\s*[(\[/]\s*{_NAME}[)\]]?)?(?!\w)", re.IGNORECASE)


def with_one_name(one: str, other: str) -> tuple[str, str]:
    """Return two titles with one name of the disease and its virus, if both have one.

    The numbers in these names count no parts.

    >>> with_one_name("Spread of 2019-nCoV", "Spread of coronavirus disease 2019")
    ('Spread of COVID', 'Spread of COVID')
    >>> with_one_name("COVID-19 in ponds", "Spread of ponds")
    ('COVID-19 in ponds', 'Spread of ponds')
    """
    if not _HINT.search(one) or not _HINT.search(other):
        return one, other
    a, b = (_NAMES.sub("COVID", title) for title in (one, other))
    return (a, b) if "COVID" in a and "COVID" in b else (one, other)
