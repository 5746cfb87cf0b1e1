"""The order within a person's name: family name first or last, initials spelt out."""

from __future__ import annotations

import re

from readnext.matching.names import catalog_name
from readnext.paper import Author

# "Jr." and the like, and numbers of namesakes.
SUFFIX = re.compile(r"(?:jr|sr)\.?|II|III|IV|2nd|3rd", re.IGNORECASE)
_LETTER = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŘŚŞŠŤŪŮŰŲŹŻŽΑ-ΩЀ-Я]"
_DOTTED = rf"(?:(?![JS]r\b){_LETTER}[a-z]?\.[\s-]?)+{_LETTER}?\.?"
_BARE = rf"{_LETTER}(?:-?{_LETTER}){{0,2}}"
_GIVEN = re.compile(
    rf"(?:{_DOTTED}|{_BARE}(?:\s{_LETTER}\.?){{0,2}})(?:\s+(?:Jr|Sr)\.?)?"
)
_LAST = re.compile(
    rf"(?P<family>\S.*?[^\W\d_]{{1}}\S*)\s+(?P<given>(?!(?:II|III|IV)$)(?:{_DOTTED}|{_BARE}))"
    r"(?:\s+(?P<suffix>(?:Jr|Sr)\.?|II|III|IV))?"
)
_EACH = re.compile(r"-?[^\W\d_][a-z]?(?=\.)|-?[^\W\d_]")


def is_given_initials(text: str) -> bool:
    """Tell whether a text is initials of given names only.

    >>> [is_given_initials(text) for text in ("J. P.", "JP", "J.-P.", "Jan", "Li")]
    [True, True, True, False, False]
    """
    return _GIVEN.fullmatch(text.strip()) is not None


def is_initials_last(text: str) -> bool:
    """Tell whether a name ends with its initials, as "Roe JP" and "van den Berg M." do.

    A name wholly in capitals says nothing.
    """
    found = _LAST.fullmatch(text.strip())
    return found is not None and any(map(str.islower, found["family"]))


def natural_name(name: str, vancouver: bool, capitals: bool) -> str:
    """Return a name of which a list has shown the order; "" for the usual one.

    Names are as `catalog_name` has them: "Family, Given" where readers could not tell.

    In a `vancouver` list, initials come last; with `capitals`, the family name comes
    first, in capitals.

    >>> natural_name("van den Berg MA", True, False)
    'M. A. van den Berg'
    >>> natural_name("DE WITT Ida", False, True)
    'Ida De Witt'
    """
    if vancouver and (found := _LAST.fullmatch(name.strip())):
        author = Author(found["family"], spaced(found["given"]))
        return catalog_name(author, found["suffix"] or "")
    if capitals:
        words = name.split()
        count = 0
        while count < len(words) and words[count].isupper():
            count += 1
        family = " ".join(map(_capitalised, words[:count]))
        return catalog_name(Author(family, " ".join(words[count:])))
    return ""


def turned_name(family: str, given: str) -> str:
    """Return a name given as family and given names as `catalog_name` does.

    Initials are spaced.

    >>> turned_name("Roe", "JP"), turned_name("Li", "J.-P."), turned_name("Berg", "Jan")
    ('J. P. Roe', 'J.-P. Li', 'Jan Berg')
    >>> turned_name("García Müller", "AB"), turned_name("van Roe", "Jan Jr.")
    ('García Müller, A. B.', 'Jan van Roe Jr.')
    """
    words = given.strip().rsplit(" ", 1)
    suffix = ""
    if len(words) == 2 and SUFFIX.fullmatch(words[1]):
        given, suffix = words
    spoken = spaced(given) if is_given_initials(given) else given.strip()
    return catalog_name(Author(family.strip(), spoken), suffix)


def spaced(initials: str) -> str:
    """Return initials with a dot each and spaces between them.

    >>> spaced("JP"), spaced("J.P."), spaced("J-P"), spaced("Yu. A.")
    ('J. P.', 'J. P.', 'J.-P.', 'Yu. A.')
    """
    letters = [f"{letter}." for letter in _EACH.findall(initials)]
    return " ".join(letters).replace(" -", "-")


def _capitalised(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))
