"""Author lists in one field, in all the forms that publishers use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.matching.names import catalog_name, split_author, split_name
from readnext.paper import Author
from readnext_adapters.parsing.author_list import AuthorList, parse_author_list
from readnext_adapters.parsing.personnames import parse_people

THREE = ("Ida Fern", "Jan Roe", "Mia Sand")
SHORT = ("I. Fern", "J. P. Roe", "M. Sand")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # one name
        ("Ida Fern", ("Ida Fern",)),
        ("Fern, Ida", ("Ida Fern",)),
        ("Fern, I.", ("I. Fern",)),
        ("Fern, Ida Maria", ("Ida Maria Fern",)),
        ("van den Berg, Jan Piet", ("Jan Piet van den Berg",)),
        ("García Márquez, J. L.", ("García Márquez, J. L.",)),
        ("García Márquez, José", ("García Márquez, José",)),
        ("Suharto", ("Suharto",)),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("Santiago Ramón y Cajal", ("Santiago Ramón y Cajal",)),
        ("ATLAS Collaboration", ("ATLAS Collaboration",)),
        (
            "Food and Agriculture Organization of the United Nations",
            ("Food and Agriculture Organization of the United Nations",),
        ),
        ("王伟", ("王伟",)),
        ("山田 太郎", ("山田 太郎",)),
        # full names in natural order
        ("Ida Fern, Jan Roe, Mia Sand", THREE),
        ("Ida Fern, Jan Roe and Mia Sand", THREE),
        ("Ida Fern, Jan Roe, and Mia Sand", THREE),
        ("Ida Fern, Jan Roe & Mia Sand", THREE),
        ("Ida Fern, Jan Roe, &amp; Mia Sand".replace("&amp;", "&"), THREE),
        ("Ida Fern and Jan Roe and Mia Sand", THREE),
        ("Ida Fern; Jan Roe; Mia Sand", THREE),
        ("Ida Fern;Jan Roe;Mia Sand;", THREE),
        ("Ida Fern | Jan Roe | Mia Sand", THREE),
        ("Ida Fern\nJan Roe\nMia Sand", THREE),
        ("Ida Fern · Jan Roe · Mia Sand", THREE),
        ("Ida Fern und Jan Roe", THREE[:2]),
        ("Ida Fern y Jan Roe", THREE[:2]),
        ("Ida Fern et Jan Roe", THREE[:2]),
        ("by Ida Fern, Jan Roe, Mia Sand", THREE),
        ("By: Ida Fern, Jan Roe, Mia Sand", THREE),
        ("Author(s): Ida Fern, Jan Roe, and Mia Sand", THREE),
        ("Authors: Ida Fern; Jan Roe; Mia Sand", THREE),
        ("Suharto, Ida Fern, Jan Roe", ("Suharto", "Ida Fern", "Jan Roe")),
        ("Ida Fern, Suharto, Jan Roe", ("Ida Fern", "Suharto", "Jan Roe")),
        ("Jan de Witt, Bo Li, Mia Sand", ("Jan de Witt", "Bo Li", "Mia Sand")),
        # family name first
        ("Fern, Ida; Roe, Jan; Sand, Mia", THREE),
        ("Fern, Ida and Roe, Jan and Sand, Mia", THREE),
        ("Fern, Ida, Roe, Jan, Sand, Mia", THREE),
        ("Fern, Ida & Roe, Jan", THREE[:2]),
        ("van den Berg, Jan, Roe, Ida", ("Jan van den Berg", "Ida Roe")),
        (
            "García Márquez, José; Fern, Ida",
            ("García Márquez, José", "Ida Fern"),
        ),
        ("FERN Ida, ROE Jan, DE WITT Mia", ("Ida Fern", "Jan Roe", "Mia De Witt")),
        ("Ida WITT, Bo LI", ("Ida WITT", "Bo LI")),
        # initials
        ("Fern, I., Roe, J. P., Sand, M.", SHORT),
        ("Fern, I., Roe, J. P., & Sand, M.", SHORT),
        ("Fern, I., Roe, J.P. and Sand, M.", SHORT),
        ("Fern, I.; Roe, J.P.; Sand, M.", SHORT),
        ("Fern, I, Roe, JP, Sand, M", SHORT),
        ("Fern, I. y Roe, J. P.", SHORT[:2]),
        ("Fern I, Roe JP, Sand M", SHORT),
        ("Fern I, Roe JP, Sand M.", SHORT),
        ("Fern I., Roe J.P., Sand M.", SHORT),
        ("Fern I; Roe JP; Sand M", SHORT),
        ("Fern I, Roe JP and Sand M", SHORT),
        ("Fern I", ("I. Fern",)),
        ("Fern I, Roe JP Jr, Li J-P", ("I. Fern", "J. P. Roe Jr", "J.-P. Li")),
        (
            "Fern I, van den Berg MA, O'Neil K, García Márquez J",
            ("I. Fern", "M. A. van den Berg", "K. O'Neil", "García Márquez, J."),
        ),
        ("I. Fern, J. P. Roe, M. Sand", SHORT),
        ("I. Fern and J. P. Roe", SHORT[:2]),
        ("King, M. L., Jr., Roe, J. P.", ("M. L. King Jr.", "J. P. Roe")),
        ("Martin King, Jr., Jan Roe", ("Martin King Jr.", "Jan Roe")),
        ("Martin King Jr., Thomas More", ("Martin King Jr.", "Thomas More")),
        # two separators
        (
            "Ida Fern, Jan De Roe; Mia Sand, Bo Li; Bruno G. De Berg",
            ("Ida Fern", "Jan De Roe", "Mia Sand", "Bo Li", "Bruno G. De Berg"),
        ),
        ("Ida Fern, Jan Roe; Mia Sand, Bo Li", (*THREE, "Bo Li")),
        # other alphabets
        ("王伟, 李娜", ("王伟", "李娜")),
        ("王伟、李娜、张三", ("王伟", "李娜", "张三")),
        ("王伟，李娜", ("王伟", "李娜")),
        ("王伟；李娜", ("王伟", "李娜")),
        ("王伟 李娜 张三", ("王伟", "李娜", "张三")),
        ("山田 太郎, 鈴木 花子", ("山田 太郎", "鈴木 花子")),
        ("김철수, 이영희", ("김철수", "이영희")),
        ("Иван Петров, Анна Белова", ("Иван Петров", "Анна Белова")),
        ("Петров И. И., Белова А. А.", ("И. И. Петров", "А. А. Белова")),
        # nothing between the names
        ("Ida FernJan RoeMia Sand", THREE),
        ("Ida FernJan Roe", THREE[:2]),
        ("Jan DeWitt, Ida MacDonald", ("Jan DeWitt", "Ida MacDonald")),
        ("LaTanya Fern, Bo McCall", ("LaTanya Fern", "Bo McCall")),
        ("Ida FernJan Roe1Department of Bogs, University of Moor, UK", THREE[:2]),
        ("Ida Fern 1 Department of Bogs, Moor, UK", THREE[:1]),
        (
            "Ida FernJan Roea Department of Bogs, Moor, UK;b Institute of Reeds, UK",
            THREE[:2],
        ),
        # marks, addresses, roles
        ("Ida Fern1,2, Jan Roe2,*, Mia Sand3", THREE),
        ("Ida Fern 1, 2, Jan Roe 2, Mia Sand 3", THREE),
        ("Ida Fern¹, Jan Roe²*, Mia Sand†", THREE),
        ("Ida Fern*, Jan Roe†, Mia Sand‡", THREE),
        ("Ida Fern<sup>1,2</sup>, Jan Roe<sup>a</sup>, Mia Sand", THREE),
        ("Ida Fern a, Jan Roe b, Mia Sand a,b", THREE),
        ("Ida Fern (1), Jan Roe (1,2), Mia Sand (2)", THREE),
        ("Ida Fern [1], Jan Roe [2], and Mia Sand [1,2]", THREE),
        ("Ida Fern (ida@example.org), Jan Roe, Mia Sand", THREE),
        ("Ida Fern <ida@example.org>; Jan Roe; Mia Sand", THREE),
        ("ida@example.org (Ida Fern)", ("Ida Fern",)),
        ("Ida Fern (0000-0002-1825-0097), Jan Roe, Mia Sand", THREE),
        ("Ida Fern https://orcid.org/0000-0002-1825-009X, Jan Roe, Mia Sand", THREE),
        ("Ida Fern ORCID: 0000-0002-1825-0097; Jan Roe; Mia Sand", THREE),
        ("Ida Fern, PhD, Jan Roe, MD, Mia Sand", THREE),
        ("Dr. Ida Fern, Prof. Jan Roe, Mia Sand", THREE),
        ("Ida Fern (Author), Jan Roe (Author), Mia Sand (Editor)", THREE),
        ("Wei Wang 0001, Yi Li 0025", ("Wei Wang", "Yi Li")),
        (
            "Ida Fern, Jan Roe, on behalf of the Bog Study Group",
            ("Ida Fern", "Jan Roe", "Bog Study Group"),
        ),
        ("Ida Fern,a,b Jan Roe,*a", THREE[:2]),
        ("edited by Ida Fern, Jan Roe", THREE[:2]),
        ("Anonymous", ()),
        ("Ida Fern#1, Jan Roe#2", THREE[:2]),
        ("I. Fern,a J. Roe,b and M. Sand*a", ("I. Fern", "J. Roe", "M. Sand")),
        ("Ida Fern, PhD,1 Jan Roe, MD2", THREE[:2]),
        (
            "Ida Fern, Jan Roe for the BOG Investigators",
            (*THREE[:2], "BOG Investigators"),
        ),
        ("Ida Fern and BOG Collaboration", ("Ida Fern", "BOG Collaboration")),
        # only the first name turned
        ("Fern, Ida, and Jan Roe", THREE[:2]),
        ("Fern, Ida, Jan Roe, and Mia Sand", THREE),
        ("Fern, Ida M., and Jan Roe", ("Ida M. Fern", "Jan Roe")),
        ("Ida Fern, Jr., Jan Roe III", ("Ida Fern Jr.", "Jan Roe III")),
        # one person twice
        ("Ida Fern, Jan Roe, Ida Fern", THREE[:2]),
        ("", ()),
        (" ; , ", ()),
    ],
)
def test_names(text: str, names: tuple[str, ...]) -> None:
    assert parse_author_list([text]).names == names


@pytest.mark.parametrize(
    ("text", "labs"),
    [
        ("Ida Fern (Moor University), Jan Roe, Mia Sand", ("Moor University",)),
        (
            "Ida Fern (Moor University), Jan Roe (Institute of Reeds), Mia Sand",
            ("Moor University", "Institute of Reeds"),
        ),
        ("Ida Fern, Jan Roe, Mia Sand Author affiliations Department of Bogs, UK", ()),
        ("Ida Fern, Jan Roe, Mia Sand; Affiliations: 1 Moor University", ()),
        ("Ida Fern, Moor University, UK, Jan Roe, Reed Institute, Mia Sand", ()),
        ("Ida Fern, Jan Roe, Mia Sand, Department of Bogs, Moor University", ()),
    ],
)
def test_affiliations_are_no_names(text: str, labs: tuple[str, ...]) -> None:
    found = parse_author_list([text])
    assert found.names == THREE
    assert not labs or found.labs == labs


@pytest.mark.parametrize(
    "text",
    [
        "Ida Fern, Jan Roe, et al.",
        "Ida Fern, Jan Roe et al",
        "Ida Fern; Jan Roe; et al.",
        "Ida Fern, Jan Roe, and others",
        "Ida Fern, Jan Roe, and 12 others",
        "Ida Fern, Jan Roe, + 12 more",
        "Ida Fern, Jan Roe, ...",
        "Ida Fern, Jan Roe, …",
        "Ida Fern, Jan Roe & 3 more authors",
    ],
)
def test_lists_that_are_cut_short(text: str) -> None:
    assert parse_author_list([text]) == AuthorList(THREE[:2], (), True)


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        (["Ida Fern", "Jan Roe", "Ida Fern"], THREE[:2]),
        (["Fern, Ida", "Roe, Jan"], THREE[:2]),
        (["Fern, I.", "Roe, J. P."], SHORT[:2]),
        (["Fern I", "Roe JP"], SHORT[:2]),
        (["Ida Fern1", "Jan Roe*"], THREE[:2]),
        (["Fern, Ida; Roe, Jan", "Mia Sand"], THREE),
        (["Ida Fern", "", "Moor University"], ("Ida Fern",)),
    ],
)
def test_several_fields(fields: list[str], names: tuple[str, ...]) -> None:
    assert parse_author_list(fields).names == names


@given(st.lists(st.text("AbcÉ ,;.&-'*1()@王and", max_size=30), max_size=4))
def test_no_field_makes_it_fail(fields: list[str]) -> None:
    found = parse_author_list(fields)
    assert all(name.strip() for name in found.names)
    assert len(set(found.names)) == len(found.names)


@pytest.mark.parametrize(
    "unit", ["A. ", "a, ", "(", "and ", "1,", "Fern I, ", "; ", "<sup>"]
)
def test_a_long_list_takes_no_long_time(unit: str) -> None:
    parse_author_list([unit * 10_000])


@pytest.mark.parametrize(
    "author",
    [
        Author("García Márquez", "José"),
        Author("García Márquez", "J. L."),
        Author("de la Cruz Ortiz", "Juan"),
        Author("van den Berg", "Mia"),
        Author("Ey", "A. de"),
        Author("Nguyen Van", "A."),
        Author("King", "Martin Luther, Jr."),
        Author("García Müller", "Ana Jr."),
        Author("Mac Lane", "Saunders"),
        Author("O'Neil-Jones", "K."),
    ],
    ids=lambda author: author.name,
)
def test_a_name_is_the_same_whichever_field_it_is_in(author: Author) -> None:
    """Sources that state family and given names apart have the same name."""
    turned = f"{author.family}, {author.given}"
    name = catalog_name(author)
    assert parse_author_list([turned]).names == (name,)
    assert parse_author_list([f"{turned}; Fern, Ida"]).names == (name, "Ida Fern")
    assert tuple(map(catalog_name, parse_people([turned]))) == (name,)
    # What stands before a family name may be taken for a part of it ("de Ey").
    assert split_name(name)[0].endswith(split_author(author)[0])
