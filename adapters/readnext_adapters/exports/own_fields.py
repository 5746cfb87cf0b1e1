"""What readnext says of an entry, in fields that reference managers leave alone."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import quote

from readnext.suggestion import Suggestion
from readnext_adapters.exports.table import reason_text

ID = "readnext-id"

_EDGES = re.compile(r"^ +| +$")


def own_fields(suggestion: Suggestion, at: dt.datetime | None) -> dict[str, str]:
    """Return the fields by name, as plain text; what is not known is left out."""
    chance = suggestion.probability
    fields = {
        ID: own_id(suggestion),
        "readnext-score": _number(suggestion.score),
        "readnext-probability": "" if chance is None else _number(chance),
        "readnext-reason": "; ".join(
            filter(None, map(reason_text, suggestion.reasons))
        ),
        "readnext-date": at.date().isoformat() if at else "",
    }
    return {name: text for name, text in fields.items() if text}


def own_id(suggestion: Suggestion) -> str:
    """Return the paper's id as the field ``readnext-id`` holds it."""
    text = quote(suggestion.paper.id, safe="/:.-_ ()+,;@'!*", errors="replace")
    # Readers strip values.
    return _EDGES.sub(lambda spaces: "%20" * len(spaces[0]), text)


def _number(value: float) -> str:
    return f"{round(value, 6) + 0.0:g}"
