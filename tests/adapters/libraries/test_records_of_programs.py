"""Fields as programs, publishers and people write them, and what they mean."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from readnext.paper import Author, Entry

Parse = Callable[[str, str], tuple[dict[str, Entry], list[str]]]


@pytest.fixture
def bib(parse: Parse) -> Callable[[str], Entry]:
    """Read the fields of one entry of BibTeX."""

    def read(fields: str) -> Entry:
        title = "" if "title=" in fields else "title={On Moss}, "
        entries, _ = parse("bibtex", f"@article{{k, {title}{fields}}}")
        return entries["k"]

    return read


Bib = Callable[[str], Entry]


def names(authors: tuple[Author, ...]) -> list[str]:
    """Names as "Family, Given", those of bodies as they are."""
    return [one.literal or f"{one.family}, {one.given}" for one in authors]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        # suffixes, double names, particles
        (r"{de Wit Jr.}, Piet and Piet {de Wit Jr.}", ["de Wit Jr., Piet"] * 2),
        (r"Ruiz del Olmo, Ana", ["Ruiz del Olmo, Ana"]),
        (r"Ana Ruiz {del Olmo}", ["del Olmo, Ana Ruiz"]),
        (r"zur Haar, Hal and vom Bach, Karl", ["zur Haar, Hal", "vom Bach, Karl"]),
        (r"Ib{\'a}{\~n}ez y Sol{\'\i}s, Luis", ["Ibáñez y Solís, Luis"]),
        (
            r"Bas in 't Zand and Henk aan de Brug",
            ["in 't Zand, Bas", "aan de Brug, Henk"],
        ),
        # lists
        (r"Ash, Rosa, \& Birch, Tom", ["Ash, Rosa", "Birch, Tom"]),
        (r"Ash, Rosa and, Birch, Tom", ["Ash, Rosa", "Birch, Tom"]),
        (
            r"Rosa Ash and Tom Birch and, Uma Elm",
            ["Ash, Rosa", "Birch, Tom", "Elm, Uma"],
        ),
        (r"Rosa Ash, Tom Birch \& Uma Elm", ["Ash, Rosa", "Birch, Tom", "Elm, Uma"]),
        (r"Ash, Rosa; Birch, Tom; Elm, Uma", ["Ash, Rosa", "Birch, Tom", "Elm, Uma"]),
        (r"R. Ash, T. Birch, U. Elm", ["Ash, R.", "Birch, T.", "Elm, U."]),
        (r"Rosa Ash and et al.", ["Ash, Rosa"]),
        (r"Sr., Roe, Hal", ["Roe, Hal, Sr."]),
        # letters of publishers, numbers of dblp
        (
            r"\ifmmode \check{S}\else \v{S}\fi{}im, P. and "
            r"Mu\ifmmode\tilde{n}\else\~{n}\fi{}a, A.",
            ["Šim, P.", "Muña, A."],
        ),
        (r"{\Dbar}or{\dj}i{\'c}, Milan", ["Đorđić, Milan"]),
        (r"Jun Lim 0004 and Lim 0012, Jun", ["Lim, Jun", "Lim, Jun"]),
    ],
)
def test_authors(bib: Bib, field: str, expected: list[str]) -> None:
    assert names(bib(f"author={{{field}}}").authors) == expected


def test_authors_of_ris(parse: Parse) -> None:
    """Two of one name stay two; small words are no sign of a body."""
    lines = "Lin, Y.|in 't Zand, Bas|The Minh Ha|Lin, Y.|The Pond Group".split("|")
    people = "".join(f"AU  - {line}\n" for line in lines)
    entries, _ = parse("ris", f"TY  - JOUR\nTI  - Moss\n{people}ER  - \n")
    (entry,) = entries.values()
    assert names(entry.authors) == [
        "Lin, Y.",
        "in 't Zand, Bas",
        "Ha, The Minh",
        "Lin, Y.",
        "The Pond Group",
    ]


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        (r"doi={10.1000/98(06)87{$[$}11:F{$]$}2.0;2}", "10.1000/98(06)87[11:f]2.0;2"),
        (r"doi={10.1000/016{\&}lt;02:U{\&}gt;2.0.CO;2}", "10.1000/016<02:u>2.0.co;2"),
        (r"doi={10.1111/j.9.x/abstract;jsessionid=AB12.f01}", "10.1111/j.9.x"),
        (r"doi={10.1111/j.9.x;jsessionid=AB12}", "10.1111/j.9.x"),
        (r"doi={https://doi.org/10.1000/3.4?ref=x#abc}", "10.1000/3.4"),
        (r"doi={https://a.org/x?doi=10.1000/3.4#abc}", "10.1000/3.4"),
        (r"doi={https://doi.org/10.1000/3&#60;4:B&#62;5}", "10.1000/3<4:b>5"),
        (r"doi={10.1000/j.2020.01.001 PMID: 320}", "10.1000/j.2020.01.001"),
        (r"doi={DOI:10.1016/S01(20)30183-5}", "10.1016/s01(20)30183-5"),
        (r"url={https://doi.org/10.1000/n7 (accessed 3 May)}", "10.1000/n7"),
        (r"doi={https://doi.org/gf7gr8}", "10/gf7gr8"),
        (r"doi={doi.org/10/gf7gr8}", "10/gf7gr8"),
        (r"doi={shortdoi:10/gf7gr8}", "10/gf7gr8"),
        (r"doi={https://shortdoi.org/gf7gr8}", "10/gf7gr8"),
        (r"url={https://doi.org/10/gf7gr8}", "10/gf7gr8"),
    ],
)  # fmt: skip
def test_dois(bib: Bib, fields: str, doi: str) -> None:
    assert bib(fields).doi == doi


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year=2001, month={July/August}", "2001-07"),
        ("year=2001, month={12/1}", "2001-12"),
        ("year=2001, month={05--06}", "2001-05"),
        ('year=2001, month=oct # "--" # nov', "2001-10"),
        (r"year=2001, month={M{\"a}rz}", "2001-03"),
        ("year=2001, month={mai}", "2001-05"),
        ("year=2001, month={Dezember/Januar}", "2001-12"),
        ("year=2001, month={agosto}", "2001-08"),
        (r"year=2001, month={10 d\'ecembre}", "2001-12-10"),
        ("year=2001, month={Winter}", "2001"),
        ("year=2001, month={13}", "2001"),
    ],
)
def test_months(bib: Bib, fields: str, date: str) -> None:
    assert bib(fields).date == date


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ([2020, 2, 11], "2020-02-11"),
        ([["2020"]], "2020"),
        ({"year": 2020, "month": 2, "day": "11"}, "2020-02-11"),
        ([{"year": "2020"}], "2020"),
        ({"date-parts": [2020, 2]}, "2020-02"),
        ({"date-parts": [["2020", "02"], ["2021"]]}, "2020-02"),
        ({"date-parts": [[2020, 0, 0]]}, "2020"),
        ({"date-parts": [[2020.0]]}, "2020"),
        ({"date-parts": [["", ""]]}, None),
        ({"season": 1, "date-parts": [[2020]]}, "2020"),
        ({"literal": "Spring 2020"}, "2020"),
        ({"raw": "2020/2021"}, "2020"),
        ({"date-time": "2020-02-11T00:00:00Z"}, "2020-02-11"),
    ],
)
def test_dates_of_csl(parse: Parse, issued: object, date: str | None) -> None:
    item = {"id": "a", "type": "book", "title": "Moss", "issued": issued}
    entries, _ = parse("csljson", json.dumps([item]))
    assert entries["a"].date == date


@pytest.mark.parametrize(
    ("field", "title"),
    [
        (
            r"{\textless}i{\textgreater}Rana{\textless}/i{\textgreater} eels",
            "Rana eels",
        ),
        (r"{\&}lt;i{\&}gt;Rana{\&}lt;/i{\&}gt; in ponds", "Rana in ponds"),
        (r"Z $\rightarrow$ \ifmmode\mu\else\textmu\fi{}e decays", "Z → µe decays"),
        (r"\texorpdfstring{H$_2$O}{H2O} in bogs", "H2O in bogs"),
        ("So\u00adft mo\u200bss", "Soft moss"),
    ],
)
def test_titles(bib: Bib, field: str, title: str) -> None:
    assert bib(f"title={{{field}}}").title == title


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "ris",
            "TY  - JOUR\nTI  - &amp;lt;i&amp;gt;Rana&amp;lt;/i&amp;gt; &amp;amp; eels\n"
            "AB  - &lt;p&gt;We dig.&lt;/p&gt;\nER  - \n",
        ),
        (
            "csljson",
            '[{"type": "book", "title": "&lt;b&gt;Rana&lt;/b&gt; &amp; eels",'
            ' "abstract": "<jats:p>We dig.</jats:p>"}]',
        ),
    ],
)
def test_markup_that_is_escaped_again(parse: Parse, kind: str, text: str) -> None:
    entries, _ = parse(kind, text)
    (entry,) = entries.values()
    assert (entry.title, entry.abstract) == ("Rana & eels", "We dig.")


@pytest.mark.parametrize(
    ("macro", "venue"),
    [
        (r"\pasa", "Publications of the Astronomical Society of Australia"),
        (r"\nphysa", "Nuclear Physics A"),
        (r"\jgr", "Journal of Geophysical Research"),
        (r"\ssr", "Space Science Reviews"),
        (r"\jcap", "Journal of Cosmology and Astroparticle Physics"),
    ],
)
def test_journals_of_ads(bib: Bib, macro: str, venue: str) -> None:
    assert bib(f"journal={{{macro}}}").venue == venue


def test_fields_after_a_percent_sign_do_not_count(parse: Parse, bib: Bib) -> None:
    entry = bib("year=2001,\n% volume = 7,\n% doi = {10.1000/x},\n pages=3--4")
    assert (entry.date, entry.volume, entry.doi, entry.pages) == (
        "2001",
        "",
        None,
        "3–4",
    )
    # The comma that is missing has the entry repaired.
    text = "@article{k, title={Moss} year=2001,\n % year = 1999,\n journal={P}}"
    entries, problems = parse("bibtex", text)
    assert (entries["k"].date, entries["k"].venue) == ("2001", "P")
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "ris",
            "T1  - Peat\nA1  - Ash, R.\nTY  - JOUR\nY1  - 2001///\nER  - \n\n"
            "T1  - Fen\nTY  - RPRT\nER  - \n",
        ),
        (
            "ris",
            "TY  - JOUR\nTI  - Peat\nAU  - Ash, R.\nPY  - 2001\nKW  - bog\nER\n\n"
            "TY  - RPRT\nTI  - Fen\nUR  - http://a.example/x\nER \n",
        ),
        (
            "enw",
            "%0 Journal Article\n%T Peat\n%A Ash, R.\n%X Para one.\n\nPara two\nwith 5%"
            " loss.\n\n\n%D 2001\n%J Ponds\n\n%0 Report\n%T Fen\n",
        ),
        (
            "nbib",
            "PMID- 11\nTI  - Peat\nAU  - Ash R.\nAB  - BACKGROUND: One.\n\n      "
            "METHODS: Two.\n\nDP  - 2001\n\n\nPMID- 12\nTI  - Fen\n",
        ),
    ],
)
def test_records_that_blank_lines_and_odd_orders_do_not_tear(
    parse: Parse, kind: str, text: str
) -> None:
    entries, _ = parse(kind, text)
    first, second = entries.values()
    assert (first.title, first.date, second.title) == ("Peat", "2001", "Fen")
    assert [one.family for one in first.authors] == ["Ash"]
    assert second.date is None and second.authors == ()


def test_parts_of_entries_that_others_take_over(parse: Parse) -> None:
    text = (
        "@xdata{x, publisher={P}, year=2001}\n@xdata{y, journal={Ponds}}\n"
        "@article{a, title={Moss}, xdata={x,y}}\n"
        "@article{b, title={Fen}, journal={xdata=y-journal}}\n"
    )
    entries, problems = parse("bibtex", text)
    assert [(e.date, e.venue) for e in entries.values()][2:] == [
        ("2001", "Ponds"),
        (None, "Ponds"),
    ]
    assert problems == []


def test_other_keys_of_an_entry(bib: Bib) -> None:
    assert bib("ids={old-a, b:c}").other_keys == ("old-a", "b:c")
