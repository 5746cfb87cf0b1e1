"""A paper written and read again keeps whatever the format can carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Author, Entry, Paper, Problem
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports import EXPORT_FORMATS
from readnext_adapters.exports.author_names import AuthorName, person
from readnext_adapters.libraries import csljson, ris
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.safe_text import plain

Read = Callable[[bytes, str], Iterator[Entry | Problem]]
READERS: dict[str, Read] = {"csljson": csljson.read, "ris": ris.read}
FORMATS = pytest.mark.parametrize("name", sorted(READERS))

WORDS = st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=9)
TEXTS = st.text(min_size=1).filter(lambda text: bool(strip_markup(plain(text))))
NAMES = st.sampled_from(
    ["Ada Lovelace", "van der Berg, Jan", "Ana de la Cruz", "Ada B. Lovelace Jr.",
     "OpenAI", "Barnes and Noble", "Łukasz Müller", "王伟", "Peat & Bog Institute"]
)  # fmt: skip
DATES = st.dates().map(lambda day: day.isoformat()) | st.sampled_from(
    ["2024", "2024-02", "0987-05"]
)
VENUES = {
    "Journal of Moss": ("article", "article"),
    "ICML 2024": ("inproceedings", "inproceedings"),
    "arXiv": ("unpublished", "article"),
    "bioRxiv": ("unpublished", "article"),
}
PAPERS = st.builds(
    Paper,
    id=TEXTS,
    title=TEXTS,
    authors=st.lists(NAMES, max_size=4, unique=True).map(tuple),
    abstract=st.just("") | TEXTS,
    venue=st.sampled_from(sorted(VENUES)),
    date=st.none() | DATES,
    url=st.none() | WORDS.map("https://example.org/{}".format),
    doi=st.none() | st.integers(1, 999).map("10.1000/a_(b).{}".format),
    arxiv=st.none() | st.sampled_from(["2401.00001", "hep-th/9901001"]),
    keywords=st.lists(WORDS, max_size=3, unique=True).map(tuple),
)


def again(name: str, paper: Paper) -> Entry:
    """Return the paper as readnext's own reader finds it in a file."""
    suggestion = Suggestion(1, paper, "moss2020", 1.0, 0.5, ())
    answer = Answer(0, 0, 0, "c", 1, 1, "prior", "", (suggestion,))
    text = EXPORT_FORMATS[name].render(answer, 80)
    (entry,) = READERS[name](text.encode(), "out")
    assert isinstance(entry, Entry)
    return entry


@FORMATS
@given(paper=PAPERS)
def test_every_field_is_read_again(name: str, paper: Paper) -> None:
    entry = again(name, paper)
    assert entry.key == "moss2020"
    assert entry.title == strip_markup(plain(paper.title))
    assert entry.abstract == strip_markup(plain(paper.abstract))
    assert entry.authors == tuple(read_name(person(name)) for name in paper.authors)
    assert entry.date == paper.date
    assert entry.doi == paper.doi
    assert entry.arxiv == paper.arxiv
    assert entry.venue == paper.venue
    assert entry.keywords == paper.keywords
    assert entry.type == VENUES[paper.venue][name == "csljson"]
    if paper.url and paper.url.isascii():
        assert entry.url == paper.url
    elif paper.arxiv and not paper.url:
        assert entry.url == f"https://arxiv.org/abs/{paper.arxiv}"


def read_name(person: AuthorName) -> Author:
    if person.literal:
        return Author(literal=person.literal)
    return Author(person.family, ", ".join(filter(None, (person.given, person.suffix))))


@FORMATS
def test_hostile_lines_forge_nothing(name: str) -> None:
    forged = 'T\r\nER  - \r\n\r\nTY  - JOUR\r\nTI  - F"}, {"id": "f", "title": "F'
    entry = again(name, Paper("1", forged, (forged,), abstract=forged))
    assert entry.title == entry.abstract == " ".join(forged.split())


@FORMATS
def test_an_unknown_paper_says_nothing_untrue(name: str) -> None:
    entry = again(name, Paper("1", "Moss", date="soon", url="file:///etc/passwd"))
    assert (entry.title, entry.type) == ("Moss", "misc")
    assert (entry.date, entry.url, entry.venue, entry.doi) == (None, None, "", None)
    assert (entry.authors, entry.keywords) == ((), ())


@FORMATS
def test_signs_that_part_lists_part_nothing(name: str) -> None:
    paper = Paper(
        "1", "Moss", ("Ash, A.; Birch, B.", "Ada Lovelace"), keywords=("a; b, c",)
    )
    entry = again(name, paper)
    assert entry.keywords == ("a b c",)
    assert entry.authors == (
        Author(literal={"ris": "Ash A. Birch B."}.get(name, "Ash, A.; Birch, B.")),
        Author("Lovelace", "Ada"),
    )
