"""Citation keys for suggestions, in the style of the reader's own keys.

A style is a template over the parts of a key: `family`, `year`, `word`... It is
recognised by writing the reader's own keys again with each template.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, product
from string import ascii_lowercase

from readnext.matching.authors import names_body
from readnext.matching.names import family_key, fold, split_name
from readnext.paper import Author, Entry, Paper, year_of

_ENOUGH, _SHARE, _SAMPLE = 5, 0.6, 300
_LONGEST_WORD, _LONGEST_KEY = 24, 72
# Words that citation keys leave out.
_DULL = frozenset(
    "a an the some of for on in at to by with from and or as via is are be can do does"
    " how what when where why which who that this these its it into over under towards"
    " toward using der die das ein eine le la les un une el los".split()
)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_ILLEGAL = re.compile(r"[^A-Za-z0-9:_+./-]+")
_DOUBLED = re.compile(r"([:_+./-])[:_+./-]+")
_EDGES = ":_+./-"


@dataclass(frozen=True, slots=True)
class KeyStyle:
    """How keys are put together: a template over the parts of a key."""

    name: str
    template: str


DEFAULT = KeyStyle("authorYEARword", "{family}{year}{word}")
STYLES = (
    DEFAULT,
    KeyStyle("AuthorYEARWord", "{Family}{year}{Word}"),
    KeyStyle("AuthorYEARword", "{Family}{year}{word}"),
    KeyStyle("authorYEAR", "{family}{year}"),
    KeyStyle("AuthorYEAR", "{Family}{year}"),
    KeyStyle("Author:YEAR", "{Family}:{year}"),
    KeyStyle("author:YEAR", "{family}:{year}"),
    KeyStyle("Author_YEAR", "{Family}_{year}"),
    KeyStyle("author_YEAR", "{family}_{year}"),
    KeyStyle("Author+YY", "{Family}{more}{yy}"),
    KeyStyle("author_word_YEAR", "{family}_{word}_{year}"),
    KeyStyle("author-word-YEAR", "{family}-{word}-{year}"),
    KeyStyle("authorWordYEAR", "{family}{Word}{year}"),
    KeyStyle("authorTitleYEAR", "{family}{Title}{year}"),
    KeyStyle("AuthorTitleYEAR", "{Family}{Title}{year}"),
)


def learn_style(entries: Iterable[Entry]) -> KeyStyle:
    """Return the style of a library's keys, or the default where none is clear.

    Clear is what fits at least 60 % of at least five entries that have an author,
    a title and a year.
    """
    telling = [e for e in entries if e.key and e.authors and e.title and e.year]
    if len(telling) < _ENOUGH:
        return DEFAULT
    telling = telling[:: 1 + len(telling) // _SAMPLE]
    fits = {style: 0 for style in STYLES}
    for entry in telling:
        choices = _choices(entry)
        for style in STYLES:
            fits[style] += _fits(entry.key, style, choices)
    best = max(STYLES, key=lambda style: fits[style])
    return best if fits[best] >= _SHARE * len(telling) else DEFAULT


def make_keys(
    papers: Sequence[Paper], style: KeyStyle, taken: Collection[str]
) -> list[str]:
    """Return a key for each paper, all different and none of them in `taken`.

    Like BibTeX, this compares keys without regard to case.

    >>> paper = Paper("1", "Attention Is All You Need", ("A. Vaswani",), date="2017")
    >>> make_keys([paper, paper], DEFAULT, ["Vaswani2017Attention"])
    ['vaswani2017attentiona', 'vaswani2017attentionb']
    """
    used = {key.casefold() for key in taken}
    keys = []
    for paper in papers:
        keys.append(free_key(legal_key(style.template.format(**_parts(paper))), used))
        used.add(keys[-1].casefold())
    return keys


def library_keys(papers: Sequence[Paper], library: Sequence[Entry]) -> list[str]:
    """Return a key for each paper in the style of a library, which has none of them."""
    return make_keys(papers, learn_style(library), {entry.key for entry in library})


def legal_key(text: str) -> str:
    """Return a text as a key that BibTeX, biber and Zotero all accept.

    >>> legal_key("Müller, {2020}"), legal_key("..."), legal_key("0")
    ('Muller2020', 'paper', 'paper')
    """
    if not text.isascii():
        text = "".join(fold(c).upper() if c.isupper() else fold(c) for c in text)
    key = _DOUBLED.sub(r"\1", _ILLEGAL.sub("", text))[:_LONGEST_KEY].strip(_EDGES)
    # To Perl, and so to biber, a key of 0 is none.
    return "paper" if key in ("", "0") else key


def free_key(key: str, used: Collection[str]) -> str:
    """Return the key with the first letter that makes it free: "", a, b, ... aa.

    `used` holds keys in folded case.
    """
    candidates = (key + suffix for suffix in _suffixes())
    return next(c for c in candidates if c.casefold() not in used)


def _suffixes() -> Iterator[str]:
    yield ""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


def _parts(paper: Paper) -> dict[str, str]:
    """Return the fields of a template; each part but the title may be empty."""
    words = _words(paper.title) or [_short(paper.title or paper.id)]
    telling = [w for w in words if w not in _DULL] or words
    family = _family(paper)
    if not family and len(telling) > 1:
        family, *telling = telling
    year = str(paper.year) if paper.year else ""
    return {
        "family": family,
        "Family": _capital(family),
        "year": year,
        "yy": year[-2:],
        "more": "+" if len(paper.authors) > 1 else "",
        "word": telling[0],
        "Word": _capital(telling[0]),
        "Title": "".join(map(_capital, telling[:3])),
    }


def _family(paper: Paper) -> str:
    """Return the first author's family name or the first lab's as a part of a key.

    A body is named by the first two words of its name, as a lab is.
    """
    if paper.authors and names_body(paper.authors[0]):
        words = [w for w in _words(paper.authors[0]) if w not in _DULL]
        return _ascii("".join(words[:2])) or _short(paper.authors[0])
    if paper.authors:
        name = split_name(paper.authors[0])[0] or paper.authors[0]
        return _ascii(family_key(name)) or _short(name)
    return _ascii("".join(_words(paper.labs[0])[:2])) if paper.labs else ""


def _words(title: str) -> list[str]:
    """Return a title's words in lower-case ASCII; "self-attention" is two."""
    text = re.sub(r"['’]", "", fold(_COMMAND.sub(" ", title)))
    return [word[:_LONGEST_WORD] for word in re.findall(r"[a-z0-9]+", text)]


def _ascii(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text)[:_LONGEST_WORD]


def _short(text: str) -> str:
    """Return a word that stands for a text in another alphabet, always the same."""
    data = text.encode(errors="replace")
    return "x" + hashlib.sha1(data, usedforsecurity=False).hexdigest()[:5]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _choices(entry: Entry) -> Mapping[str, list[str]]:
    """Return the forms of each part that a key of this entry may use.

    Programs differ in which title words they skip and how they treat particles.
    """
    families = _family_forms(entry.authors[0])
    words = [w for w in _words(entry.title)[:8]] or [""]
    telling = [w for w in words if w not in _DULL]
    joined = _words(entry.title.replace("-", ""))[:4]
    several = [telling[:n] for n in (2, 3, 4)] + [words[:n] for n in (2, 3, 4)]
    year = str(year_of(entry.date))
    return {
        "family": families,
        "Family": [_capital(f) for f in families],
        "year": [year],
        "yy": [year[-2:]],
        "more": ["+"] if len(entry.authors) > 1 else [""],
        "word": [*words[:4], *joined],
        "Word": [_capital(w) for w in (*words[:4], *joined)],
        "Title": ["".join(map(_capital, s)) for s in several if len(s) > 1],
    }


def _family_forms(author: Author) -> list[str]:
    name = author.family or author.literal
    whole = _ascii(fold(name))
    return list(dict.fromkeys((_ascii(family_key(name)), whole, *_words(name)[:1])))


@lru_cache(maxsize=64)
def _fields(template: str) -> tuple[str, ...]:
    """The parts of a key that a template names, in their order."""
    return tuple(re.findall(r"\{(\w+)\}", template))


def _fits(key: str, style: KeyStyle, choices: Mapping[str, list[str]]) -> bool:
    """Tell whether the style gives this key, with or without a letter at its end."""
    fields = _fields(style.template)
    options = (filter(None, choices[f]) if f != "more" else choices[f] for f in fields)
    for values in product(*options):
        made = style.template.format(**dict(zip(fields, values, strict=True)))
        if key == made or (key[:-1] == made and key[-1] in ascii_lowercase):
            return True
    return False
