"""arXiv's subjects: categories, archives and groups of archives, and their names.

The archives are those of https://arxiv.org/category_taxonomy. In OAI-PMH a subject
is the set ``group:archive:CATEGORY`` (https://info.arxiv.org/help/oa/index.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from readnext.errors import InputError
from readnext.matching.arxiv import GROUPS, SINGLE

_LOWER = re.compile(r"[a-z]+(?:-[a-z]+)*")
_UPPER = re.compile(r"[A-Z]{2}")
# Former archives, and the archives that hold their papers today.
_SUBSUMED = (
    {"cmp-lg": "cs", "mtrl-th": "cond-mat", "supr-con": "cond-mat"}
    | dict.fromkeys("alg-geom dg-ga funct-an q-alg".split(), "math")
    | dict.fromkeys("adap-org chao-dyn comp-gas patt-sol solv-int".split(), "nlin")
    | dict.fromkeys(
        "acc-phys ao-sci atom-ph bayes-an chem-ph plasm-ph".split(), "physics"
    )
)
_SAME = (
    ("cs.IT", "math.IT"),
    ("cs.NA", "math.NA"),
    ("cs.SY", "eess.SY"),
    ("econ.GN", "q-fin.EC"),
    ("math-ph", "math.MP"),
    ("math.ST", "stat.TH"),
)
_ALIASES = {a: b for pair in _SAME for a, b in (pair, pair[::-1])}


@dataclass(frozen=True, slots=True)
class Subject:
    """A part of arXiv: its name in one spelling, and its set ("" for all)."""

    name: str
    set: str

    def has(self, categories: Iterable[str]) -> bool:
        """Tell whether a paper of these categories belongs to it, also cross-listed.

        A paper without categories belongs to any.
        """
        known = [own for one in categories for own in (one, _ALIASES.get(one, one))]
        return not self.set or not known or any(map(self._includes, known))

    def _includes(self, category: str) -> bool:
        if "." in self.name:
            return category == self.name
        archive = category.partition(".")[0]
        archive = _SUBSUMED.get(archive, archive)
        if ":" in self.set:
            return archive == self.set.partition(":")[2]
        return GROUPS.get(archive) == self.set


def parse_subject(text: str) -> Subject:
    """Return the subject of a name; raise InputError if it is not one of arXiv's.

    >>> parse_subject("CS.lg"), parse_subject("physics:hep-th").name
    (Subject(name='cs.LG', set='cs:cs:LG'), 'hep-th')
    >>> parse_subject("all"), parse_subject("cs:cs")
    (Subject(name='all', set=''), Subject(name='cs', set='cs'))
    """
    parts = re.split(r"[:.]", text.strip())
    first = parts[0].lower()
    if first == "all" and len(parts) == 1:
        return Subject("all", "")
    if len(parts) == 1 and first in GROUPS.values():
        return Subject(first, first)
    if ":" in text and first in GROUPS.values() and len(parts) > 1:
        group, *parts = parts
        if GROUPS.get(parts[0].lower()) == group.lower():
            return _below(parts, text)
    elif ":" not in text and first in GROUPS:
        return _below(parts, text)
    raise _unknown(text)


def parse_category(text: str) -> str:
    """Return the canonical archive or category; raise InputError if it is invalid.

    >>> parse_category("astro-ph.ga"), parse_category("HEP-TH")
    ('astro-ph.GA', 'hep-th')
    """
    parts = text.strip().split(".")
    if parts[0].lower() in GROUPS:
        return _named(parts, text)
    raise _unknown(text)


def _below(parts: list[str], text: str) -> Subject:
    """The subject of an archive and perhaps a category of it."""
    name = _named(parts, text)
    group = GROUPS[parts[0].lower()]
    if name == group and name != "physics":  # a group of one archive
        return Subject(name, name)
    if name == group:
        return Subject(f"{name}:{name}", f"{name}:{name}")
    return Subject(name, f"{group}:{name.replace('.', ':')}")


def _named(parts: list[str], text: str) -> str:
    archive, *rest = parts
    archive = archive.lower()
    if not rest:
        return archive
    form = _LOWER if archive in ("physics", "cond-mat") else _UPPER
    part = rest[0].lower() if form is _LOWER else rest[0].upper()
    if len(rest) > 1 or archive in SINGLE or not form.fullmatch(part):
        raise _unknown(text)
    return f"{archive}.{part}"


def _unknown(text: str) -> InputError:
    what = f"{text}: not a subject of arXiv" if text else "no subject of arXiv is named"
    return InputError(
        f"{what}; give a category (cs.LG), an "
        "archive (hep-th) or a group (cs); see https://arxiv.org/category_taxonomy"
    )
