"""What is visibly wrong with a name or a text, in words for the user."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext.paper import Author

_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|v|m\.?d|ph\.?\s?d)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+")
_PERSON = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){1,3}")
_TURNED = re.compile(r"[^\W\d_a-z][\w.'’-]*, [^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){0,2}")
_SEVERAL = 'holds "and": several people as one'
_FAULTS = (
    (re.compile(r"\bet\.? ?al\b", re.IGNORECASE), 'holds "et al."'),
    (re.compile(r"[{}\\$]"), "holds LaTeX that was not understood"),
    (re.compile(r"@|://"), "holds an address"),
    (re.compile(r";"), "is several names, separated by semicolons"),
)


def name_fault(author: Author) -> str:
    """Return what is wrong with a name, "" for nothing.

    Of a body, which is written as one name, only what no body's name holds is wrong.

    >>> name_fault(Author("Pond and Ed Sand", "Ann")), name_fault(Author("Pond", "Ann"))
    ('holds "and": several people as one', '')
    >>> name_fault(Author(literal="Barnes and Noble"))
    ''
    """
    for pattern, fault in _FAULTS:
        if pattern.search(author.name):
            return fault
    return _fault_of_literal(author) if author.literal else _fault_of_person(author)


def _fault_of_literal(author: Author) -> str:
    joined = re.split(r" and ", author.literal, flags=re.IGNORECASE)
    if len(joined) > 1 and any(map(_TURNED.fullmatch, joined)):
        return _SEVERAL
    pieces = [piece.strip() for piece in author.literal.split(",")]
    if len(pieces) > 2 and all(_PERSON.fullmatch(piece) for piece in pieces):
        return "is a list of names, separated by commas"
    return ""


def _fault_of_person(author: Author) -> str:
    family, given = author.family.strip(), author.given.strip()
    behind = [part.strip() for part in given.split(",")[1:]]
    if re.search(r"(?:^| )(?:and|&)(?: |$)", author.name, re.IGNORECASE):
        return _SEVERAL
    if not family or _INITIALS.fullmatch(family):
        return "has no family name"
    if any(part and not _SUFFIX.fullmatch(part) for part in behind):
        return "is a list of names, separated by commas"
    if re.search(r"\d", author.name):
        return "holds digits"
    # A single word may be a body, short ones initials; many scripts know no capitals.
    letters = [c for c in family if c.isalpha()]
    if given and len(letters) > 3 and family.isupper() and family != family.lower():
        return "is all in capitals"
    return ""


# What UTF-8 looks like when it is read as Windows-1252: a first character, then the
# ones that must follow it. A text has letters like the first ones too, but hardly
# with such neighbours; of an alphabet that is not Latin, one letter proves nothing.
_BYTES = {
    character: byte
    for byte in range(0x80, 0x100)
    for character in {bytes((byte,)).decode("cp1252", "ignore"), chr(byte)} - {""}
}
_NEXT = "[" + "".join(re.escape(c) for c, byte in _BYTES.items() if byte < 0xC0) + "]"
_MOJIBAKE = re.compile(
    rf"(?:[Â-Å]{_NEXT}|â{_NEXT}{{2}}|ï»¿|(?:[ã-ï]{_NEXT}{{2}}){{2,}}|ð{_NEXT}{{3}}"
    rf"|(?:[ÎÏÐÑ]{_NEXT}){{2,}})+"
)


def mojibake(text: str) -> Iterator[tuple[str, str]]:
    """Yield what was decoded wrongly in a text, and what it should be.

    >>> list(mojibake("CafÃ© and the duckâ€™s pond; CAFÉ»"))
    [('Ã©', 'é'), ('â€™', '’')]
    """
    if text.isascii():
        return
    for found in dict.fromkeys(_MOJIBAKE.findall(text)):
        try:
            meant = bytes(_BYTES[c] for c in found).decode()
        except UnicodeDecodeError:
            continue
        if meant.isprintable() or meant.isspace():
            yield found, meant


def lost_characters(text: str) -> Iterator[str]:
    r"""Yield the surroundings of characters that were lost in decoding.

    >>> list(lost_characters("On D\ufffdcks"))
    ['On D�cks']
    """
    if "\ufffd" in text:
        for found in re.finditer(r".{0,20}\ufffd+.{0,20}", text):
            yield found[0].strip()
