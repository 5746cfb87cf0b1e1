"""Parses names of persons and organisations: "Family, Given, Suffix" etc."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from readnext.matching.names import fold, split_name
from readnext.paper import Author
from readnext_adapters.parsing.markup import strip_markup

BODY = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|corp|corporation|university|department|institute|agency"
    r"|association|society|committee|foundation|ministry|organi[sz]ation|consortium"
    r"|collaboration|group|team|center|centre|laborator(?:y|ies))\b",
    re.IGNORECASE,
)
# Words in names of organisations, not of people.
BODY_WORDS = frozenset("of for at the and in on".split())
# Those that begin a particle: "in 't Veld", "op den Berg", "in der Au".
_PARTICLE_STARTS = frozenset(("in", "on"))
_ARTICLES = frozenset(("'t", "’t", "`t", "t", "de", "den", "der", "dem", "het"))
OTHERS = re.compile(
    r"(?:and\s+)?(?:others|et\.?\s*al(?:ii|ia)?\.?|al\.?,?\s+et|\.\.\.|…)",
    re.IGNORECASE,
)
# "SR" and "JR" are initials more often than suffixes.
SUFFIX = re.compile(
    r"(?:[Jj]n?r|[Ss]n?r|I{2,3}|IV)\.?|2nd|3rd|4th|[Pp]h\.?\s?[Dd]\.?|[Ee]sq\.?"
)
# What some programs add to an editor's name, and DBLP to that of a namesake.
_ROLE = re.compile(
    r"\s*[(\[](?:co-?|guest )?(?:eds?|editors?|hrsg|hg|authors?|transl?|translators?"
    r"|composer|director|producer|performer|illustrator|narrator|compiler|chair"
    r"|inventor|artist|host|presenter)\.?[)\]]"
    r"|(?<=[^\W\d_])\s+00\d\d(?=\s*(?:,|\}?$))",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(r"(?i:(?:prof|dr|mr|mrs|ms)\.(?:-ing\.)?\s+)+(?=[^\W\d_a-z])")
_GLUED = re.compile(
    r"(?P<given>(?:[^\W\d_]\.-?){1,4})(?P<family>[^\W\d_a-z][^\W\d_].*)"
)
# Vietnamese family names: "The" before one of them is a given name, not an article.
_VIETNAMESE = frozenset(
    "bui cao chau dang dao dinh do doan dong duong ha han ho hoang huynh la lam le"
    " luong luu ly mai ngo nguyen pham phan phung quach ta thai tran trieu trinh truong"
    " vo vu vuong".split()
)
# Capitals without vowels in between, as in "Smith JA" or "Fanning E.".
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?-?){1,3}")
# "O Cuiv D": the O before an Irish family name is no initial.
_IRISH = frozenset(("O", "Ó", "Ni", "Ní"))
# "Ash A", "van der Ash BC", without points.
_WORD = r"[^\W\d_][^\W\d_'’-]+"
_INITIALS_LAST = re.compile(rf"{_WORD}(?: {_WORD}){{0,3}} [A-Z]{{1,3}}")
_ET_AL = re.compile(r"(?<=[^\s,]),?\s+et\.?\s*al(?:ii|ia)?\.?\s*$", re.IGNORECASE)
_LONGEST_NAME = 300


def parse_people(names: Iterable[str]) -> tuple[Author, ...]:
    """Return the people of a list, one or several per text, without "et al."."""
    split = (one for name in names for one in _separate(name))
    return tuple(person for one in split if (person := parse_person(one)))


def _separate(name: str) -> list[str]:
    """Split "Ash, A.; Birch, B." and "Ash A, Birch BC", which some put in one field."""
    pieces = [piece for piece in re.split(r"[;\n]", name) if piece.strip()]
    if len(pieces) > 1 and all("," in p or " " in p.strip() for p in pieces):
        return pieces
    listed = _ET_AL.sub("", name).split(", ")
    if len(listed) > 1 and all(map(_ends_with_initials, listed)):
        return listed
    return [name]


def _ends_with_initials(name: str) -> bool:
    initials = name.rpartition(" ")[2]
    return bool(_INITIALS_LAST.fullmatch(name)) and not SUFFIX.fullmatch(initials)


def tidy_name(name: str) -> str:
    """Return a name without role, honorific or DBLP's number, with single spaces.

    >>> tidy_name("Rosa Ash (Ed.)"), tidy_name("Wei  Wang 0001"), tidy_name("ESA 2020")
    ('Rosa Ash', 'Wei Wang', 'ESA 2020')
    """
    name = " ".join(name.split())
    if honorific := _HONORIFIC.match(name):
        name = name[honorific.end() :]
    return _ROLE.sub("", name) if "(" in name or "[" in name or " 00" in name else name


def parted_initials(word: str) -> list[str]:
    """Return initials and family name of "R.K.Sing", nothing of any other word."""
    found = _GLUED.fullmatch(word)
    return [found["given"], found["family"]] if found else []


def is_body_name(words: Sequence[str]) -> bool:
    """Tell whether a name has a word inside that only organisations have.

    >>> is_body_name("Bureau of Moss".split()), is_body_name("Rob in 't Veen".split())
    (True, False)
    """
    return any(
        word in BODY_WORDS
        and not (word in _PARTICLE_STARTS and behind.lower() in _ARTICLES)
        and not (word == "the" and fold(words[-1]) in _VIETNAMESE)
        for word, behind in pairwise(words[1:])
    )


def _is_article(words: Sequence[str]) -> bool:
    """Tell whether a name begins with "the"; it is a given name in "The Anh Han"."""
    if words[0].lower() != "the":
        return False
    return not (2 < len(words) < 5 and fold(words[-1]) in _VIETNAMESE)


def parse_person(name: str) -> Author | None:
    """Return the person or organisation of a name; None for "et al." and "".

    >>> parse_person("King, Martin Luther, Jr.")
    Author(family='King', given='Martin Luther, Jr.', literal='')
    >>> parse_person("O Cuiv D.")
    Author(family='O Cuiv', given='D.', literal='')
    >>> parse_person("Acme Corporation,"), parse_person("Smith JA")
    (Author(family='', given='', literal='Acme Corporation'), Author(family='Smith', \
given='JA', literal=''))
    """
    name = tidy_name(strip_markup(name)[:_LONGEST_NAME]).strip(" ;")
    if name.endswith(","):  # EndNote's mark of an organisation
        name = name.rstrip(", ")
        return Author(literal=name) if name else None
    if not name or OTHERS.fullmatch(name):
        return None
    name = _ET_AL.sub("", name)
    parts = [part for part in re.split(r"\s*,\s*", name) if part]
    if parts and OTHERS.fullmatch(parts[0]):  # "et al, Michael"
        return None
    return _turned(parts) if len(parts) > 1 else _running(name)


def _turned(parts: list[str]) -> Author:
    """Read "Family, Given", "Family, Given, Suffix" and "Family, Suffix, Given"."""
    family, *rest = parts
    if len(rest) == 1 and SUFFIX.fullmatch(family):  # "Jr, Martin King"
        family, rest = rest[0], [family]
    if len(rest) == 1 and SUFFIX.fullmatch(rest[0]) and " " in family:
        last, given = split_name(family)  # "Martin King, Jr."
        return Author(last, f"{given}, {rest[0]}")
    if len(rest) == 2 and SUFFIX.fullmatch(rest[0]):
        rest.reverse()
    return person(family, ", ".join(rest))


def _running(name: str) -> Author:
    """Read a name without a comma."""
    words = name.split()
    if len(words) == 1:
        words = parted_initials(name) or words
        name = " ".join(words)
    small = _is_article(words) or is_body_name(words)
    if small or len(words) > 5 or BODY.search(name):
        return Author(literal=name)
    if len(words) == 1:
        return Author(family=name)
    initials = [bool(_INITIALS.fullmatch(word)) for word in words]
    if words[0] in _IRISH and len(words) > 2 and not initials[1]:
        initials[0] = False
    if initials[-1] and not initials[0]:
        first = initials.index(True)
        return Author(" ".join(words[:first]), " ".join(words[first:]))
    family, given = split_name(name)
    return Author(family, given)


def person(family: str, given: str, suffix: str = "") -> Author:
    """Return a person of these parts; a single name if one is missing."""
    family, given = tidy_name(family), tidy_name(given)
    given = ", ".join(filter(None, (given, suffix)))
    if family and given:
        return Author(family, given)
    name = family or given
    return Author(literal=name) if BODY.search(name) else Author(family=name)
