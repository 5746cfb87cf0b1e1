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
_SHOWN = 40  # characters of a wrong verdict
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
    verdict = _written(fields).casefold()
    return (_VERDICTS[verdict],) if verdict in _VERDICTS else ()


def unknown_verdict(fields: Mapping[str, str]) -> str:
    """Return what is wrong with the verdict of an entry, "" if nothing is.

    >>> unknown_verdict({"readnext": "{nope}"})
    'readnext = {nope} is neither yes nor no, so ignored'
    """
    verdict = _written(fields)
    if not verdict or verdict.casefold() in _VERDICTS:
        return ""
    return f"{VERDICT} = {{{verdict[:_SHOWN]}}} is neither yes nor no, so ignored"


def _written(fields: Mapping[str, str]) -> str:
    return " ".join(fields.get(VERDICT, "").strip("{} \t\r\n").split())


def suggested(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keyword of an entry that readnext wrote, not yet judged.

    >>> suggested({"title": "Ducks", "readnext-id": "1", "readnext-score": "2"})
    ('readnext:suggested',)
    >>> suggested({"readnext-id": "1", "readnext-score": "2", "file": "ducks.pdf"})
    ()
    """
    untouched = fields.keys() >= _ALWAYS and fields.keys() <= _WRITTEN
    return (SUGGESTED,) if untouched and not verdict_of(fields) else ()
