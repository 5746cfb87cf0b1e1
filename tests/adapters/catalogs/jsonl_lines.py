"""Papers as lines of JSON that readnext reads, e.g. those of the starter catalog."""

from __future__ import annotations

import json

from readnext.paper import Paper

_ORDER = (
    "id title authors author_count authors_cut labs date date_guessed venue url doi "
    "arxiv categories keywords code popularity abstract references"
).split()
_POPULARITY = ("upvotes", "comments", "score")


def to_json(paper: Paper) -> str:
    """Return a paper as one line that `read` understands, without what is empty.

    >>> to_json(Paper("a", "Title", code=""))
    '{"id": "a", "title": "Title", "code": true}'
    """
    record = {key: value for key, value in _plain(paper).items() if value}
    if paper.code == "":
        record["code"] = True
    return json.dumps(record, ensure_ascii=False)


def _plain(paper: Paper) -> dict[str, object]:
    record = {key: getattr(paper, key) for key in _ORDER}
    given = {key: getattr(paper.popularity, key) for key in _POPULARITY}
    record["popularity"] = {k: v for k, v in given.items() if v is not None}
    return record
