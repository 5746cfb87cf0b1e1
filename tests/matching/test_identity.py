"""One identity for one paper: measured on labelled pairs, and at work in the parts."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from readnext.catalog.store import Catalog
from readnext.library.works import works_of
from readnext.matching.group import is_among
from readnext.matching.identity import Identity
from readnext.matching.ids import parse_arxiv, parse_doi, parse_isbn
from readnext.matching.plain_titles import plain_title
from readnext.paper import Author, Entry, Paper
from readnext.recommend.suggest import suggest
from readnext.request import Request
from readnext_adapters.parsing.foundids import find_arxiv
from readnext_adapters.parsing.latex import decode_latex
from readnext_adapters.parsing.personnames import parse_people, parse_person
from tests.conftest import FIXTURES

PRECISION, RECALL = 0.998, 0.975
PAIRS = FIXTURES / "identity" / "pairs.jsonl"
# Catalogs do not say what is a book or a thesis, so that between two of them
# nothing but the year tells editions apart, or a thesis from its paper.
UNSEEN_IN_CATALOGS = frozenset(("editions", "thesis-article"))
# They have no volumes, numbers, ISBNs and types either.
UNNUMBERED = frozenset(
    "volumes report-numbers editions-stated yearly-volumes yearly-reports "
    "book-and-chapter thesis-and-paper data-typed isbn-differ isbn-same "
    "isbn-of-book".split()
)
UNSEEN = {
    "two entries": frozenset[str](),
    "entry and paper": UNNUMBERED,
    "two papers": UNNUMBERED | UNSEEN_IN_CATALOGS,
}

Record = dict[str, str | list[str]]


@dataclass(frozen=True)
class Pair:
    """Two records, and whether they are one paper."""

    same: bool
    category: str
    a: Record
    b: Record

    @property
    def held_back(self) -> bool:
        """Whether the rules were made without a look at this pair."""
        text = json.dumps([self.a, self.b], sort_keys=True)
        return sha256(text.encode()).digest()[0] % 2 == 1

    def __str__(self) -> str:
        return f"{self.category}: {self.a['title']} / {self.b['title']}"


def read_pairs() -> list[Pair]:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    records = map(json.loads, lines)
    return [Pair(r["same"], r["category"], r["a"], r["b"]) for r in records]


def text(record: Record, field: str) -> str | None:
    value = record.get(field)
    assert value is None or isinstance(value, str)
    return value


def authors(record: Record) -> tuple[str, ...]:
    return tuple(record.get("authors", ()))


def people(record: Record) -> Iterator[Author]:
    """Yield the people of a record, read as the adapters read names."""
    for name in authors(record):
        if name[0] == "{" and name[-1] == "}":
            yield author(name)
        else:
            yield from parse_people([decode_latex(name)])


def author(name: str) -> Author:
    """Read a name as the adapters do."""
    if name.startswith("{"):
        return Author(literal=name.strip("{}"))
    return parse_person(name) or Author(literal=name)


def entry(record: Record) -> Entry:
    return Entry(
        key="k",
        type=text(record, "type") or "misc",
        title=decode_latex(text(record, "title") or ""),
        authors=tuple(people(record)),
        date=text(record, "date"),
        doi=parse_doi(text(record, "doi") or ""),
        arxiv=find_arxiv([text(record, "arxiv") or ""], [text(record, "venue") or ""]),
        isbn=parse_isbn(text(record, "isbn") or ""),
        venue=text(record, "venue") or "",
        volume=text(record, "volume") or "",
        number=text(record, "number") or "",
        edition=text(record, "edition") or "",
        pages=text(record, "pages") or "",
    )


def paper(record: Record) -> Paper:
    return Paper(
        id="p",
        title=text(record, "title") or "",
        authors=tuple(person.name for person in people(record)),
        date=text(record, "date"),
        doi=parse_doi(text(record, "doi") or ""),
        arxiv=parse_arxiv(text(record, "arxiv") or "", bare=True),
        venue=text(record, "venue") or "",
    )


def names(identity: Identity) -> set[str]:
    return {*identity.aliases(), *identity.blocks()}


def found_same(one: Entry | Paper, other: Entry | Paper) -> bool:
    """Whether an index finds one by the other, and they are held to be one paper."""
    a, b = Identity.of(one), Identity.of(other)
    return found_by(a, b) and a.same(b)


def found_by(a: Identity, b: Identity) -> bool:
    """Whether an index finds one by the other."""
    ours, theirs = names(a), names(b)
    return not (
        ours.isdisjoint(theirs)
        and theirs.isdisjoint(a.further_blocks(a.blocks()))
        and ours.isdisjoint(b.further_blocks(b.blocks()))
    )


@dataclass(frozen=True)
class Form:
    """Where two records meet: in a library, a library and a catalog, two sources."""

    a_is_paper: bool
    b_is_paper: bool

    def judge(self, pair: Pair) -> bool:
        one = paper(pair.a) if self.a_is_paper else entry(pair.a)
        return found_same(one, paper(pair.b) if self.b_is_paper else entry(pair.b))


FORMS = {
    "two entries": Form(a_is_paper=False, b_is_paper=False),
    "entry and paper": Form(a_is_paper=False, b_is_paper=True),
    "two papers": Form(a_is_paper=True, b_is_paper=True),
}


def test_the_pairs_are_many_and_hard() -> None:
    pairs = read_pairs()
    assert len(pairs) >= 970
    assert len({str(pair.a) + str(pair.b) for pair in pairs}) == len(pairs)
    same = sum(pair.same for pair in pairs)
    assert len(pairs) - same >= same >= 150
    assert len({pair.category for pair in pairs}) >= 30
    assert 0.4 < sum(pair.held_back for pair in pairs) / len(pairs) < 0.6


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("held_back", [False, True], ids=["developed on", "held back"])
def test_precision_and_recall(form: str, held_back: bool) -> None:
    pairs = [pair for pair in read_pairs() if pair.held_back == held_back]
    pairs = [pair for pair in pairs if pair.category not in UNSEEN[form]]
    judged = [(pair, FORMS[form].judge(pair)) for pair in pairs]
    wrong = [pair for pair, said in judged if said != pair.same]
    hits = sum(said and pair.same for pair, said in judged)
    precision = hits / sum(said for _, said in judged)
    recall = hits / sum(pair.same for pair in pairs)
    say = sys.stdout.write
    say(f"\n{form}: precision {precision:.4f}, recall {recall:.4f}, n = {len(pairs)}\n")
    total = Counter(pair.category for pair in pairs)
    missed = Counter(pair.category for pair in wrong)
    for category, number in total.items():
        say(f"  {category}: {number - missed[category]} of {number}\n")
    told = "\n".join(map(str, wrong))
    assert precision >= PRECISION, told
    assert recall >= RECALL, told


@pytest.mark.parametrize("category", sorted({pair.category for pair in read_pairs()}))
def test_no_kind_of_pair_is_left_out(category: str) -> None:
    pairs = [pair for pair in read_pairs() if pair.category == category]
    right = sum(FORMS["two entries"].judge(pair) == pair.same for pair in pairs)
    assert right / len(pairs) >= 0.75


# ------------------------------------------------------------------- properties
TITLES = (
    "Deep Learning",
    "Editorial",
    "Rivers as Archives",
    "Rivers as Archives: Sediment and Law",
    "Rivers as Archives, Part I",
    "Rivers as Archives, Part II",
    "Erratum: Rivers as Archives",
    "TideNet: a Transformer for Water Levels",
    "TideNet: Storm Surges with Attention",
    "Learning to Fold Paper by Imitation",
    "Learning to fold paper from imitation",
    "???",
    "",
)
PEOPLE = ("Ada Fox", "Fox, A.", "Ben Owl", "Owl B", "Fox", "Pond Lab", "et al.")
titles = st.one_of(st.sampled_from(TITLES), st.text(max_size=40))
records = st.builds(
    Paper,
    id=st.just("p"),
    title=titles,
    authors=st.lists(st.sampled_from(PEOPLE), max_size=3).map(tuple),
    venue=st.sampled_from(["", "ICRA", "arXiv"]),
    date=st.sampled_from([None, "2019", "2020", "2031"]),
    doi=st.sampled_from([None, "10.5555/a", "10.48550/arxiv.2001.00001"]),
    arxiv=st.sampled_from([None, None, "2001.00001", "2001.00002"]),
)
types = st.sampled_from(["book", "article", "phdthesis", "incollection", "review"])
entries = st.builds(
    Entry,
    key=st.just("e"),
    type=types,
    title=titles,
    authors=st.lists(st.sampled_from(PEOPLE).map(author), max_size=3).map(tuple),
    date=st.sampled_from([None, "2019", "2020"]),
    doi=st.sampled_from([None, "10.5555/a"]),
)
anything = st.one_of(records, entries)


@given(anything)
def test_a_record_is_the_same_as_itself(record: Entry | Paper) -> None:
    assert Identity.of(record).same(Identity.of(record))


@given(anything, anything)
def test_same_is_symmetric(one: Entry | Paper, other: Entry | Paper) -> None:
    a, b = Identity.of(one), Identity.of(other)
    assert a.same(b) == b.same(a)
    assert a.apart(b) == b.apart(a)


@given(anything, anything)
@example(Paper("a", "Ab", ("A. Fox",)), Paper("b", "Ab: cd", ("A. Fox",)))
def test_what_is_the_same_is_found(one: Entry | Paper, other: Entry | Paper) -> None:
    a, b = Identity.of(one), Identity.of(other)
    assume(names(a) and names(b))
    assert not a.same(b) or names(a) & names(b)


WRITTEN: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "braces": lambda title: " ".join(f"{{{word}}}" for word in title.split()),
    "full stop": lambda title: title + ".",
    "spaces": lambda title: "  " + title.replace(" ", " \n"),
    "accents": lambda title: title.replace("e", "é").replace("o", "ö"),
}
# Titles without markup, articles and remarks ("extended version"), which are words.
PLAIN = sorted(
    title
    for title in {str(pair.a["title"]) for pair in read_pairs()}
    if title.isascii() and plain_title(title) == title
)


@given(st.sampled_from(PLAIN), st.sampled_from(sorted(WRITTEN)))
def test_writing_does_not_change_identity(title: str, change: str) -> None:
    one = Paper("a", title, ("Ada Fox", "Ben Owl"), date="2020")
    assert found_same(one, replace(one, id="b", title=WRITTEN[change](title)))


# ------------------------------------------------------------- in the real parts
PREPRINT = Paper(
    "arxiv/1",
    "Learning to Fold Paper by Imitation",
    ("Yui Tanaka", "Marcus Bell", "Aminata Sow"),
    abstract="Folding paper is learnt from demonstrations of people who fold.",
    date="2020-10-09",
    arxiv="2010.05555",
)
JOURNAL = Entry(
    "tanaka2022",
    "article",
    "Learning to {Fold} Paper from Imitation",
    (Author("Tanaka", "Y."), Author("Bell", "M."), Author("Sow", "A.")),
    date="2021",
    doi="10.5555/fold.2021",
    venue="Journal of Folding",
    abstract="Folding paper is learnt from demonstrations.",
)
PARTS = tuple(
    Paper(
        f"j/{n}",
        f"Stability of Layered Flames, Part {number}",
        ("Rin Okada", "Joe Fry"),
        abstract=f"The {kind} theory of flames that fold paper is set out.",
        date="1994",
    )
    for n, (number, kind) in enumerate((("I", "linear"), ("II", "nonlinear")), 1)
)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog", create=True) as opened:
        yield opened


def test_a_journal_version_owns_its_preprint(catalog: Catalog) -> None:
    catalog.add([PREPRINT, *PARTS])
    answer = suggest([JOURNAL], catalog, Request(n=10))
    assert answer.in_catalog == 1
    suggested = {suggestion.paper.id for suggestion in answer.suggestions}
    assert suggested == {"j/1", "j/2"}


def test_two_sources_of_one_paper_are_one(catalog: Catalog) -> None:
    published = replace(
        PREPRINT, id="s2/7", title="Learning to Fold Paper from Imitation", arxiv=None
    )
    catalog.add([PREPRINT, replace(published, date="2021", venue="ICRA")])
    catalog.add([replace(PREPRINT, id="oa/3", arxiv=None, doi="10.48550/arxiv.1")])
    (merged,) = catalog.all_papers()
    assert (merged.arxiv, merged.venue) == ("2010.05555", "ICRA")


def test_parts_stay_apart(catalog: Catalog) -> None:
    added = catalog.add(PARTS)
    assert (added.added, added.updated) == (2, 0)
    part = Entry("okada", "article", PARTS[1].title, JOURNAL.authors[:0], date="1994")
    assert catalog.find([Identity.of(part)]) == [[2]]


def test_a_record_under_either_title_is_found(catalog: Catalog) -> None:
    renamed = replace(PREPRINT, id="oa/3", title="Origami Robots", authors=())
    catalog.add([PREPRINT, renamed])
    later = Paper("x", "Origami Robots", date=PREPRINT.date, authors=PREPRINT.authors)
    assert catalog.add([later]).updated == 1
    assert len(catalog) == 1


def test_a_title_cut_short_does_not_join_two_works(catalog: Catalog) -> None:
    rivers = Paper("r", "Rivers as Archives: Law", ("Irina Petrova",), date="2016")
    sediment = replace(rivers, id="s", title="Rivers as Archives: Sediment")
    short = replace(rivers, id="t", title="Rivers as Archives")
    catalog.add([rivers, sediment, short])
    assert [p.title for p in catalog.all_papers()] == [rivers.title, sediment.title]


def test_a_library_holds_each_work_once() -> None:
    preprint = replace(
        JOURNAL, key="arxiv", title=PREPRINT.title, doi=None, arxiv="2010.05555"
    )
    parts = [
        Entry(p.id, "article", p.title, (Author("Okada", "R."),), date=p.date)
        for p in PARTS
    ]
    works = works_of([preprint, *parts, JOURNAL])
    assert [work.keys for work in works] == [
        ("arxiv", "tanaka2022"),
        ("j/1",),
        ("j/2",),
    ]


def test_a_group_that_knows_better_refuses() -> None:
    one = Identity.of(replace(PREPRINT, doi="10.5555/fold.2021"))
    other = Identity.of(replace(PREPRINT, arxiv="1999.00001"))
    published = Identity.of(JOURNAL)
    assert other.same(published)
    assert not is_among(other, (published, one))
