"""The values of readnext's own fields, which reference managers leave unchanged."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import quote

from readnext.suggestion import Suggestion
from readnext_adapters.exports.table import reason_text
from readnext_adapters.libraries.ownfields import DATE, ID, PROBABILITY, REASON, SCORE

_EDGES = re.compile(r"^ +| +$")


def own_fields(suggestion: Suggestion, at: dt.datetime | None) -> dict[str, str]:
    """Return the fields by name, as plain text; unknown values are omitted."""
    chance = suggestion.probability
    fields = {
        ID: own_id(suggestion),
        SCORE: _number(suggestion.score),
        PROBABILITY: "" if chance is None else _number(chance),
        REASON: "; ".join(filter(None, map(reason_text, suggestion.reasons))),
        DATE: at.date().isoformat() if at else "",
    }
    return {name: text for name, text in fields.items() if text}


def own_id(suggestion: Suggestion) -> str:
    """Return the paper's id as it is written in the field ``readnext-id``."""
    text = quote(suggestion.paper.id, safe="/:.-_ ()+,;@'!*", errors="replace")
    # Parsers strip values.
    return _EDGES.sub(lambda spaces: "%20" * len(spaces[0]), text)


def _number(value: float) -> str:
    return f"{round(value, 6) + 0.0:g}"
