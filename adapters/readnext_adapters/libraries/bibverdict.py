"""What an entry's fields say of a suggestion: the reader's verdict, or none yet.

The reader writes ``readnext = {no}`` or ``readnext = {yes}`` into an entry. One that
stands as readnext wrote it is merely suggested; a field that readnext does not write,
such as a file, a group or a note, shows that the reader has taken the paper in.
"""

from __future__ import annotations

from collections.abc import Mapping

from readnext.paper import ACCEPTED, REFUSED, SUGGESTED

_VERDICTS = {"no": REFUSED, "yes": ACCEPTED}
_OWN = frozenset(("readnext-id", "readnext-score"))
_WRITTEN = _OWN | frozenset(
    "readnext readnext-probability readnext-reason readnext-date author title journal"
    " journaltitle booktitle date year month doi eprint archiveprefix eprinttype"
    " primaryclass eprintclass url abstract keywords".split()
)


def verdict_of(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keyword of the reader's verdict, if the entry holds one.

    >>> verdict_of({"readnext": " No "}), verdict_of({"readnext": "perhaps"})
    (('readnext:no',), ())
    """
    said = fields.get("readnext", "").strip("{} \t\r\n").casefold()
    return (_VERDICTS[said],) if said in _VERDICTS else ()


def suggested(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keyword of an entry that readnext wrote and nobody has judged.

    >>> suggested({"title": "Ducks", "readnext-id": "1", "readnext-score": "2"})
    ('readnext:suggested',)
    >>> suggested({"readnext-id": "1", "readnext-score": "2", "file": "ducks.pdf"})
    ()
    """
    untouched = fields.keys() >= _OWN and fields.keys() <= _WRITTEN
    return (SUGGESTED,) if untouched and not verdict_of(fields) else ()
