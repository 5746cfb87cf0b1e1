"""RIS: records that begin and end badly, tags in their many uses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from readnext.paper import Author, Entry
from readnext_adapters.libraries import ris

Split = tuple[dict[str, Entry], list[str]]
Parse = Callable[[str, str], Split]


def one(parse: Parse, *lines: str) -> Entry:
    entries, problems = parse("ris", "\n".join(["TY  - JOUR", *lines, "ER  - "]))
    assert problems == []
    (entry,) = entries.values()
    return entry


def test_every_field(load: Callable[[str], Split]) -> None:
    entries, _ = load("bookends.ris")
    assert entries["fern2020"] == Entry(
        key="fern2020",
        type="article",
        title="A Long Title That Goes On: Sphagnum",
        authors=(
            Author("Fern", "Ida"),
            Author("van den Berg", "Jan, Jr."),
            Author(literal="The Peat Collective"),
            Author("Sedge", "SM"),
        ),
        date="2020-05-04",
        doi="10.5555/ris.1",
        arxiv="2005.01234",
        isbn="9780262033848",
        url="https://arxiv.org/abs/2005.01234v2",
        abstract="An abstract of two lines.",
        venue="Journal of Bog Studies",
        keywords=("moss",),
        where="bookends.ris:2",
        auto_keywords=("cs.LG",),
        language="en",
    )


def test_bad_beginnings_and_ends_lose_nothing(load: Callable[[str], Split]) -> None:
    entries, problems = load("bookends.ris")
    assert [(e.key, e.title) for e in entries.values()] == [
        ("fern2020", "A Long Title That Goes On: Sphagnum"),
        ("chapter1999without", "A Chapter Without an End"),
        ("fern2020-2", "The Same Key Again"),
        ("nobodyno", "No Type at All"),
    ]
    assert problems == [
        "bookends.ris:23 the record is never ended (no ER)",
        "bookends.ris:28 key fern2020 occurs again; this entry is called fern2020-2",
        "bookends.ris:28 fern2020: 99 is not a date; write a year of four digits",
        "bookends.ris:36 the record does not begin with TY",
    ]


def test_types_in_a_row_begin_one_record(parse: Parse) -> None:
    text = "TY  - BOOK\nTY  - JOUR\nTI  - Moss\nTY  - THES\nPB  - Press\nER  - x"
    entries, problems = parse("ris", text)
    assert [(e.type, e.venue) for e in entries.values()] == [("book", "")]
    assert problems == ["t:1 TY is repeated within the record"]


@pytest.mark.parametrize("tag", ["%s - %s", "%s  - %s", "  %s  - %s", "%s   - %s"])
def test_spaces_before_the_hyphen(parse: Parse, tag: str) -> None:
    pairs = [("TY", "JOUR"), ("TI", "Moss"), ("PY", "2020"), ("ER", "")]
    text = "\n".join(tag % pair for pair in pairs).rstrip()
    assert ris.detect(text)
    entries, problems = parse("ris", text)
    assert [(e.title, e.year) for e in entries.values()] == [("Moss", 2020)]
    assert problems == []


def test_dashes_in_texts_are_no_tags(parse: Parse) -> None:
    entry = one(parse, "TI  - Moss", "AB  - From", "UK - based bogs")
    assert entry.abstract == "From UK - based bogs"


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["PY  - 2001/09/01/"], "2001-09-01"),
        (["PY  - 1948/07//"], "1948-07"),
        (["PY  - 2012///"], "2012"),
        (["PY  - 2001/00/00/"], "2001"),
        (["Y1  - 2015/october"], "2015-10"),
        (["PY  - 2005", "DA  - 2005/07/15"], "2005-07-15"),
        (["PY  - 2016", "DA  - 2019/03/28"], "2016"),
        (["PY  - 99", "PY  - YEAR/MONTH/DAY/", "PY  - 2001/09/01/"], "2001-09-01"),
        (["PY  - ///"], None),
        (["PY  - 0000"], None),
        (["PY  - Year"], None),
        (["Y2  - 2019/03/28"], None),
    ],
)
def test_dates(parse: Parse, lines: list[str], date: str | None) -> None:
    assert one(parse, "TI  - T", *lines).date == date


@pytest.mark.parametrize(
    ("line", "doi"),
    [
        ("DO  - https://doi.org/10.5555/A", "10.5555/a"),
        ("M3  - doi: 10.5555/a", "10.5555/a"),
        ("M3  - Article", None),
        ("L1  - doi:10.5555/a", "10.5555/a"),
        ("N1  - 10.5555/a", "10.5555/a"),
        ("UR  - http://dx.doi.org/10.5555/a", "10.5555/a"),
        ("UR  - https://example.org/x?doi=10.5555/a&b=c", "10.5555/a&b=c"),
        ("DO  - DOI", None),
    ],
)
def test_dois(parse: Parse, line: str, doi: str | None) -> None:
    assert one(parse, "TI  - T", line).doi == doi


def test_people_in_the_order_of_the_file_and_once(parse: Parse) -> None:
    names = ["A1  - Ash, A", "AU  - Birch, B", "A1  - Birch, B", "AU  - et al."]
    entry = one(parse, "TI  - T", *names, "ED  - Sedge, S", "A2  - Teasel, T")
    assert entry.authors == (Author("Ash", "A"), Author("Birch", "B"))
    assert entry.editors == (Author("Sedge", "S"), Author("Teasel", "T"))


def test_all_keywords_in_one_line(parse: Parse) -> None:
    entry = one(parse, "TI  - T", "KW  - moss, light", "bogs; peat")
    assert entry.keywords == ("moss", "light", "bogs", "peat")


def test_a_book_is_not_its_own_venue(parse: Parse) -> None:
    text = "TY  - BOOK\nBT  - Moss\nPB  - Press\nER  - "
    (entry,) = parse("ris", text)[0].values()
    assert (entry.title, entry.venue) == ("Moss", "")


def listed(parse: Parse, kind: str, text: str) -> tuple[list[Entry], list[str]]:
    """The entries in the order of the file, and the problems."""
    entries, problems = parse(kind, text)
    return list(entries.values()), problems


@pytest.mark.parametrize(
    "end", ["ER", "ER ", "ER -", "ER-", "ER  -", "ER  - ", "ER\n", "  ER\n\n"]
)
def test_every_form_of_an_end(parse: Parse, end: str) -> None:
    records = [f"TY  - JOUR\nTI  - {title}\nKW  - fens\n{end}" for title in "AB"]
    entries, problems = listed(parse, "ris", "\n".join(records))
    assert [(e.title, e.keywords) for e in entries] == [
        ("A", ("fens",)),
        ("B", ("fens",)),
    ]
    assert not problems


def test_a_word_er_in_a_text_is_no_end(parse: Parse) -> None:
    text = "TY  - JOUR\nAB  - in the\nER\nof ponds\nTI  - A\nER  - "
    (entry,), _ = listed(parse, "ris", text)
    assert (entry.title, entry.abstract) == ("A", "in the ER of ponds")


LINES = ["DB  - McK", "TI  - Herons", "AU  - Ash, A.", "PY  - 2006", "JO  - Ponds"]


@pytest.mark.parametrize("place", range(1, len(LINES) + 1))
@pytest.mark.parametrize("end", ["ER  - \n", "ER\n\n"])
def test_the_type_may_stand_anywhere(parse: Parse, place: int, end: str) -> None:
    lines = [*LINES[:place], "TY  - JOUR", *LINES[place:]]
    text = "\n".join([*lines, end])
    entries, problems = listed(parse, "ris", text + text.replace("Herons", "Newts"))
    assert [e.title for e in entries] == ["Herons", "Newts"]
    assert {(e.authors[0].family, e.year, e.venue) for e in entries} == {
        ("Ash", 2006, "Ponds")
    }
    assert all("TY" in problem for problem in problems)


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["AU  - Wang, Wei", "AU  - Wang, Wei"], 2),
        (["A1  - Wang, Wei", "A1  - Wang, Wei", "A1  - Li, B."], 3),
        (["AU  - Wang, Wei", "AU  - Wang, Wei", "A1  - Wang, Wei"], 2),
        (["AU  - Wang, Wei", "A1  - Wang, Wei"], 1),
        (["AU  - Wang, Wei", "A1  - Wang, Wei", "A1  - Li, B."], 2),
        (["AU  - Wang, Wei", "A1  - Li, B."], 2),
    ],
)
def test_two_people_of_one_name(parse: Parse, lines: list[str], count: int) -> None:
    (entry,), _ = listed(parse, "ris", "\n".join(["TY  - JOUR", *lines, "ER  - "]))
    assert len(entry.authors) == count


def test_labels_that_are_no_keys(parse: Parse) -> None:
    text = "TY  - JOUR\nTI  - {}\nLB  - search\nER  - \n"
    entries, problems = listed(
        parse, "ris", "".join(map(text.format, ("Eels", "Newts")))
    )
    assert [entry.key for entry in entries] == ["eels", "newts"]
    assert not problems
