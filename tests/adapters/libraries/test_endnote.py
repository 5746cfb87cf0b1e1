"""EndNote's XML and tagged format, and PubMed's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from readnext.paper import Author, Entry

Split = tuple[dict[str, Entry], list[str]]
Load = Callable[[str], Split]
Parse = Callable[[str, str], Split]


def test_xml(load: Load) -> None:
    entries, problems = load("endnote.xml")
    assert problems == []
    assert entries["stone2018"] == Entry(
        key="stone2018",
        type="article",
        title="Of Sphagnum & Stone",
        authors=(Author("Stone", "Ada"), Author(literal="Wall Institute")),
        editors=(Author("Editor", "Eva"),),
        date="2018-03-04",
        doi="10.5555/enx.1",
        isbn="9780262033848",
        url="https://example.org/w",
        abstract="Walls stand.",
        venue="Journal of Walls",
        keywords=("lime", "mortar"),
        added="2020-09-13",
        where="endnote.xml:item 1",
        language="en",
    )
    assert entries["rockr"].title == "R&D of Hedges"


def test_xml_of_old_versions(parse: Parse) -> None:
    text = (
        "<XML><RECORDS><RECORD><REFERENCE_TYPE>0</REFERENCE_TYPE><AUTHORS><AUTHOR>"
        "Stone, Ada</AUTHOR></AUTHORS><YEAR>1999</YEAR><TITLE>Walls</TITLE>"
        "<SECONDARY_TITLE>J. Walls</SECONDARY_TITLE></RECORD></RECORDS></XML>"
    )
    entries, problems = parse("endnotexml", text)
    assert problems == []
    (entry,) = entries.values()
    assert (entry.title, entry.year, entry.venue) == ("Walls", 1999, "J. Walls")
    assert entry.authors == (Author("Stone", "Ada"),)


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    "<xml><records><record><titles><title>&b;</title></titles></record></records></xml>"
)
FETCH = BOMB.replace('<!ENTITY a "aaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">')


@pytest.mark.parametrize("text", [BOMB, FETCH], ids=["bomb", "outside"])
@pytest.mark.parametrize("kind", ["endnotexml", "zoterordf"])
def test_entities_are_refused(parse: Parse, kind: str, text: str) -> None:
    entries, problems = parse(kind, text)
    assert entries == {}
    assert "refused" in problems[0]


def test_a_document_type_alone_is_no_trouble(parse: Parse) -> None:
    text = '<!DOCTYPE xml SYSTEM "http://example.org/none.dtd">'
    text += "<xml><records><record><titles><title>T</title></titles></record>"
    entries, problems = parse("endnotexml", text + "</records></xml>")
    assert ([e.title for e in entries.values()], problems) == (["T"], [])


def test_xml_that_breaks_off(parse: Parse) -> None:
    record = "<record><titles><title>T%d</title></titles></record>"
    text = "<xml><records>" + record % 1 + record % 2 + (record % 3)[:20]
    entries, problems = parse("endnotexml", text)
    assert [entry.title for entry in entries.values()] == ["T1", "T2"]
    assert "cut off" in problems[0]


def test_enw(load: Load) -> None:
    entries, problems = load("scholar.enw")
    assert problems == []
    assert entries["stone2022"] == Entry(
        key="stone2022",
        type="article",
        title="Walls That Learn & Lean",
        authors=(
            Author("Stone", "Ada"),
            Author("Rock", "Ben"),
            Author("Clay", "Cy"),
            Author(literal="Wall Institute"),
        ),
        date="2022-03-04",
        doi="10.5555/enw.1",
        isbn="9780262033848",
        url="https://example.org/walls",
        abstract="Walls lean when nobody looks.",
        venue="Proceedings of Dry Stone",
        keywords=("lime", "mortar"),
        where="scholar.enw:1",
        language="English",
    )
    second = entries["secondrecord"]
    assert (second.editors, second.venue) == ((Author("Stone", "Ada"),), "")


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (
            "endnotexml",
            "<xml><records><record><ref-type name='{}'/><titles><title>W</title>"
            "</titles><publisher>Hedge Press</publisher></record></records></xml>",
        ),
        ("enw", "%0 {}\n%T W\n%I Hedge Press\n"),
        ("ris", "TY  - {}\nTI  - W\nPB  - Hedge Press\nER  - \n"),
        ("csljson", '[{{"type": "{}", "title": "W", "publisher": "Hedge Press"}}]'),
    ],
)
def test_the_publisher_is_the_venue_of_what_is_not_a_book(
    parse: Parse, kind: str, form: str
) -> None:
    """A thesis has no other one; of a book, it is none in any format."""
    words = {"ris": ("BOOK", "THES"), "csljson": ("book", "thesis")}
    book, thesis = words.get(kind, ("Book", "Thesis"))
    for written, venue in ((book, ""), (thesis, "Hedge Press")):
        entries, _ = parse(kind, form.format(written))
        assert [entry.venue for entry in entries.values()] == [venue]


def test_enw_records_parted_by_blank_lines(parse: Parse) -> None:
    entries, _ = parse("enw", "%A Ash, A\n%T One\n\n%A Birch, B\n%T Two\n")
    assert [entry.title for entry in entries.values()] == ["One", "Two"]


def test_nbib(load: Load) -> None:
    entries, problems = load("pubmed.nbib")
    assert problems == []
    assert entries["pmid31000001"] == Entry(
        key="pmid31000001",
        type="article",
        title="Moss on the heart: a study of things that are not there",
        authors=(
            Author("Fern", "Ida B"),
            Author("Sedge", "Sam"),
            Author(literal="Peat Trial Group"),
        ),
        date="2019-11-05",
        doi="10.5555/nbib.1",
        url="https://pubmed.ncbi.nlm.nih.gov/31000001/",
        abstract="BACKGROUND: We looked. RESULTS: We saw nothing.",
        venue="Journal of bog medicine",
        keywords=("moss",),
        where="pubmed.nbib:1",
        auto_keywords=("Heart", "Humans"),
        language="eng",
        pages="1-9",
    )
    second = entries["pmid31000002"]
    assert (second.authors, second.date) == ((Author("van Dijk", "LM"),), "2020-07")


def test_nbib_with_lines_that_fit_nowhere(parse: Parse) -> None:
    entries, problems = parse("nbib", "junk\nPMID- x\nTI  - A\nmore\n1: odd\n")
    assert [entry.title for entry in entries.values()] == ["A more 1: odd"]
    assert problems == []


def listed(parse: Parse, kind: str, text: str) -> tuple[list[Entry], list[str]]:
    """The entries in the order of the file, and the problems."""
    entries, problems = parse(kind, text)
    return list(entries.values()), problems


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("%D 2017\n%8 March 15", "2017-03-15"),
        ("%D 2017\n%8 2017/03/15", "2017-03-15"),
        ("%D 2017\n%8 Mar 15-17, 2017", "2017-03-15"),
        ("%D 2017\n%8 15-17 March 2017", "2017-03-15"),
        ("%8 15 Mar 2017", "2017-03-15"),
        ("%D 2017\n%8 15 Mar 2016", "2017"),
    ],
)
def test_dates_of_enw(parse: Parse, lines: str, date: str) -> None:
    (entry,), _ = listed(parse, "enw", f"%0 Book\n%T Eels\n{lines}\n")
    assert entry.date == date


PARAGRAPHS = ["First.", "Second one.", "Third."]


@pytest.mark.parametrize("blank", ["\n\n", "\n \n\n", "\n\n\n"])
@pytest.mark.parametrize("rest", ["%K moss\n%R 10.1000/a", "\n%K moss\n\n%R 10.1000/a"])
def test_paragraphs_in_enw(parse: Parse, blank: str, rest: str) -> None:
    text = blank.join(PARAGRAPHS)
    record = f"%0 Journal Article\n%A Ash, R.\n%T Eels\n%X {text}\n{rest}\n"
    entries, problems = listed(
        parse, "enw", record + "\n" + record.replace("Eels", "Newts")
    )
    assert [entry.title for entry in entries] == ["Eels", "Newts"]
    assert not problems
    for entry in entries:
        assert entry.abstract == " ".join(PARAGRAPHS)
        assert (entry.doi, entry.keywords) == ("10.1000/a", ("moss",))


def test_blank_lines_between_all_lines(parse: Parse) -> None:
    record = "%0 Book\n\n%A Ash, R.\n\n%T Eels\n\n%D 2001\n\n"
    entries, _ = listed(parse, "enw", record + record.replace("Eels", "Newts"))
    assert [(e.title, e.year, len(e.authors)) for e in entries] == [
        ("Eels", 2001, 1),
        ("Newts", 2001, 1),
    ]


def test_a_type_that_stands_late_in_enw(parse: Parse) -> None:
    record = "%T Eels\n%A Ash, R.\n%0 Book\n%D 2001\n\n"
    entries, _ = listed(parse, "enw", record + record.replace("Eels", "Newts"))
    assert [(e.title, e.type, e.year) for e in entries] == [
        ("Eels", "book", 2001),
        ("Newts", "book", 2001),
    ]


def test_paragraphs_in_nbib(parse: Parse) -> None:
    text = (
        "PMID- 1\nTI  - Eels.\nAB  - First.\n\n      Second.\nFAU - Ash, Rosa\n"
        "\nLID - 10.1000/a [doi]\nJT  - Ponds\n\nPMID- 2\nTI  - Newts\n"
    )
    entries, problems = listed(parse, "nbib", text)
    assert [entry.title for entry in entries] == ["Eels", "Newts"]
    assert not problems
    first = entries[0]
    assert (first.abstract, first.doi, first.venue) == (
        "First. Second.",
        "10.1000/a",
        "Ponds",
    )


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "endnotexml",
            "<xml><records>"
            + "".join(
                f"<record><ref-type name='Book'/><titles><title>{title}</title>"
                f"</titles><label>{label}</label></record>"
                for title, label in (("Eels", "x"), ("Newts", "x"), ("Frogs", "frog1"))
            )
            + "</records></xml>",
        ),
        ("enw", "%0 Book\n%T Eels\n%F x\n\n%0 Book\n%T Newts\n%F x\n\n"
         "%0 Book\n%T Frogs\n%F frog1\n"),
    ],
)  # fmt: skip
def test_labels_that_are_no_keys(parse: Parse, kind: str, text: str) -> None:
    entries, problems = listed(parse, kind, text)
    assert [entry.key for entry in entries] == ["eels", "newts", "frog1"]
    assert not problems
