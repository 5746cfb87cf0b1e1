"""The names of a paper's authors in the parts that bibliographies need."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readnext.matching.authors import names_body, running_name
from readnext.matching.names import split_name
from readnext.paper import Paper
from readnext_adapters.parsing.personnames import BODY, is_body_name
from readnext_adapters.parsing.safe_text import plain

# Hyphens of names are also written as the other signs, up to the en dash.
_NAME = re.compile(r"['’]?[^\W\d_][\w\u0300-\u036f.'’ʼ\u2010-\u2013 ()-]*")
_SUFFIX = re.compile(r"(.*?),?\s+((?:Jr|Sr)\.?|I{2,3}|IV)")


@dataclass(frozen=True, slots=True)
class AuthorName:
    """A person in parts or, where only `literal` is set, a name kept whole."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""


def written(paper: Paper) -> list[str]:
    """Return the names of a paper's authors as they are written in running text."""
    return list(filter(None, map(plain, map(running_name, paper.authors))))


def people(paper: Paper) -> list[AuthorName]:
    """Return the names of a paper's authors in parts."""
    names = (plain(name) for name in paper.authors)
    return [person(name) for name in names if name]


def has_more_people(paper: Paper) -> bool:
    """Tell whether a paper has authors besides those that it names."""
    return paper.authors_cut or (paper.author_count or 0) > len(paper.authors)


def person(name: str) -> AuthorName:
    """Return the parts of a name; names that programs would split wrongly stay whole.

    So do those of bodies, which have no family name.

    >>> person("Ada B. Lovelace Jr.")
    AuthorName(family='Lovelace', given='Ada B.', suffix='Jr.', literal='')
    >>> person("Barnes and Noble").literal
    'Barnes and Noble'
    >>> person("Planck Collaboration").literal
    'Planck Collaboration'
    """
    if _is_body(name):
        return AuthorName(literal=name)
    suffixed = _SUFFIX.fullmatch(name) if "," not in name else None
    family, given = split_name(suffixed[1] if suffixed else name)
    suffix = suffixed[2] if suffixed else ""
    parts = (family, suffix, given) if suffixed else (family, given)
    if family and given and all(map(_is_plain, parts)):
        return AuthorName(family, given, suffix)
    return AuthorName(literal=name)


def _is_body(name: str) -> bool:
    if names_body(name):
        return True
    # With a comma, the word of a body may be a family name.
    words = name.split()
    return "," not in name and (is_body_name(words) or BODY.search(name) is not None)


def _is_plain(part: str) -> bool:
    words = part.casefold().split()
    return bool(_NAME.fullmatch(part)) and not {"and", "others"} & set(words)
