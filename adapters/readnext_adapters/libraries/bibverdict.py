"""What an entry's fields say about a suggestion: the reader's verdict, if any.

The reader writes ``readnext = {no}`` or ``readnext = {yes}`` into an entry. An entry
unchanged since readnext wrote it is merely suggested; a field that readnext does not
write, such as a file, a group or a note, shows that the reader accepted the paper.
"""

from __future__ import annotations

from collections.abc import Mapping

from readnext.paper import ACCEPTED, REFUSED, SUGGESTED
from readnext_adapters.libraries.ownfields import ID, OWN_FIELDS, SCORE, VERDICT

_VERDICTS = {"no": REFUSED, "yes": ACCEPTED}
_ALWAYS = frozenset((ID, SCORE))
_WRITTEN = OWN_FIELDS | frozenset(
    "author title journal"
    " journaltitle booktitle date year month doi eprint archiveprefix eprinttype"
    " primaryclass eprintclass url abstract keywords".split()
)


def verdict_of(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keyword of the reader's verdict, if the entry has one.

    >>> verdict_of({"readnext": " No "}), verdict_of({"readnext": "perhaps"})
    (('readnext:no',), ())
    """
    verdict = fields.get(VERDICT, "").strip("{} \t\r\n").casefold()
    return (_VERDICTS[verdict],) if verdict in _VERDICTS else ()


def suggested(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keyword of an entry that readnext wrote, not yet judged.

    >>> suggested({"title": "Ducks", "readnext-id": "1", "readnext-score": "2"})
    ('readnext:suggested',)
    >>> suggested({"readnext-id": "1", "readnext-score": "2", "file": "ducks.pdf"})
    ()
    """
    untouched = fields.keys() >= _ALWAYS and fields.keys() <= _WRITTEN
    return (SUGGESTED,) if untouched and not verdict_of(fields) else ()
