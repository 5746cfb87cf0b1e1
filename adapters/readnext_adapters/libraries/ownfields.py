"""The names of readnext's own BibTeX fields, the one list of them."""

from __future__ import annotations

VERDICT = "readnext"  # written by the user: yes or no
ID = "readnext-id"
SCORE = "readnext-score"
PROBABILITY = "readnext-probability"
REASON = "readnext-reason"
DATE = "readnext-date"

OWN_FIELDS = frozenset((VERDICT, ID, SCORE, PROBABILITY, REASON, DATE))
