"""Names of people and bodies in BibTeX fields."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnext.paper import Author
from readnext_adapters.libraries.bibnames import parse_name, parse_names
from readnext_adapters.parsing.personnames import parse_people


@pytest.mark.parametrize(
    ("raw", "author"),
    [
        ("Knuth, Donald E.", Author("Knuth", "Donald E.")),
        ("Donald E. Knuth", Author("Knuth", "Donald E.")),
        ("Jan van der Berg", Author("van der Berg", "Jan")),
        ("van der Berg, Jan", Author("van der Berg", "Jan")),
        ("Jean de La Fontaine", Author("de La Fontaine", "Jean")),
        ("King, Jr., Martin Luther", Author("King", "Martin Luther, Jr.")),
        ("Martin Luther King, Jr.", Author("King", "Martin Luther, Jr.")),
        ("Martin Luther King III", Author("King", "Martin Luther, III")),
        (r"G{\"o}del, Kurt", Author("Gödel", "Kurt")),
        (r"{\'E}lie {\relax Cartan}", Author("Cartan", "Élie")),
        (r"{\'e}tienne", Author("étienne")),
        (r"\O yvind Aas", Author("Aas", "Øyvind")),
        ("Donald~E. {Von Knuth}", Author("Von Knuth", "Donald E.")),
        ("john smith", Author("smith", "john")),
        ("d' Este, Beatrice", Author("d'Este", "Beatrice")),
        ("Plato", Author("Plato")),
        ("{OpenAI}", Author(literal="OpenAI")),
        ("{Barnes and Noble, Inc.}", Author(literal="Barnes and Noble, Inc.")),
        ("Bureau of Standards Office", Author(literal="Bureau of Standards Office")),
        ("family=Berg, given=Jan, prefix=van der, useprefix=true",
         Author("van der Berg", "Jan")),
        (r"Q. \ifmmode \check{C}\else \v{C}\fi{}ap", Author("Čap", "Q.")),
        (r"Ho\ifmmode\acute{c}\else\'{c}\fi{}a, P.", Author("Hoća", "P.")),
        (r"{\ifmmode \check{Z}\else \v{Z}\fi}elj, B.", Author("Želj", "B.")),
        ("M&uuml;ller, J&ouml;rg", Author("Müller", "Jörg")),
        ("Rob in 't Hof", Author("in 't Hof", "Rob")),
        ("Jan op den Berg", Author("op den Berg", "Jan")),
        ("Eva in der Au", Author("in der Au", "Eva")),
        ("Karel on het Veld", Author("on het Veld", "Karel")),
        ("Minh the Anh Nguyen", Author("the Anh Nguyen", "Minh")),
        ("The Anh Han", Author("Han", "The Anh")),
        ("Wei Wang 0001", Author("Wang", "Wei")),
        ("Wang 0003, Wei", Author("Wang", "Wei")),
        ("Wang, Wei 0012", Author("Wang", "Wei")),
        ("Ash, Rosa (Ed.)", Author("Ash", "Rosa")),
        ("Rosa Ash (Editor)", Author("Ash", "Rosa")),
        ("Rosa Ash [eds.]", Author("Ash", "Rosa")),
        ("R.K.Sing", Author("Sing", "R.K.")),
        ("J.-P.Roe", Author("Roe", "J.-P.")),
        ("Jr, Jose B. Cruz", Author("Cruz", "Jose B., Jr")),
        ("III, Hal Roe", Author("Roe", "Hal, III")),
        ("Roe, Hal, 3rd", Author("Roe", "Hal, 3rd")),
        ("Hal Roe, Ph.D.", Author("Roe", "Hal, Ph.D.")),
        ("Ludwig Roe (Composer)", Author("Roe", "Ludwig")),
        ("Prof. Dr. Rosa Ash", Author("Ash", "Rosa")),
        (r"Ash, R.\,B.", Author("Ash", "R. B.")),
                ("Alet, Pierre", Author("Alet", "Pierre")),
        ("Vorel, SR.", Author("Vorel", "SR.")),
        ("Martin, JR", Author("Martin", "JR")),
        ("et al, Michael", None),
        ("al., et", None),
        ("others", None),
        ("et al.", None),
        ("{}", None),
        ("", None),
    ],
)  # fmt: skip
def test_one_name(raw: str, author: Author | None) -> None:
    assert parse_name(raw) == author


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("A. Ash\n and\tB. Birch AND C. Cedar", ["A. Ash", "B. Birch", "C. Cedar"]),
        ("Ash, A. and others", ["A. Ash"]),
        ("Ash, A. et al.", ["A. Ash"]),
        ("{Ash and Sons} and Birch, B.", ["Ash and Sons", "B. Birch"]),
        ("Anderson, Randy and Sandy Land", ["Randy Anderson", "Sandy Land"]),
        ("Ash, A.; Birch, B.; Cedar, C.", ["A. Ash", "B. Birch", "C. Cedar"]),
        ("A. Ash, B. Birch, C. Cedar", ["A. Ash", "B. Birch", "C. Cedar"]),
        ("A. Ash, B. Birch and C. Cedar", ["A. Ash", "B. Birch", "C. Cedar"]),
        ("Ash, A., Birch, B. C.", ["A. Ash", "B. C. Birch"]),
        ("{Ash, Ann and Birch, Bob}", ["Ann Ash", "Bob Birch"]),
        (
            "{Ann Ash} and {Bob Birch} and {Moss Inc.}",
            ["Ann Ash", "Bob Birch", "Moss Inc."],
        ),
        ("{Ann Ash} and {others}", ["Ann Ash"]),
        (r"Ash, R., Birch, T., \& Cedar, U.", ["R. Ash", "T. Birch", "U. Cedar"]),
        (r"Ash, R. \& Birch, T.", ["R. Ash", "T. Birch"]),
        ("Ash, R., & Birch, T.", ["R. Ash", "T. Birch"]),
        (r"R. Ash, T. Birch \& U. Cedar", ["R. Ash", "T. Birch", "U. Cedar"]),
        ("Rosa Ash &amp; Tom Birch", ["Rosa Ash", "Tom Birch"]),
        (r"Barnes \& Noble", [r"Barnes & Noble"]),
        (r"Ash, R. and {Barnes \& Noble}", ["R. Ash", "Barnes & Noble"]),
        (r"Bill \& Ann Moss Foundation", [r"Bill & Ann Moss Foundation"]),
        ("Rosa Ash, Tom Birch, and Uma Cedar", ["Rosa Ash", "Tom Birch", "Uma Cedar"]),
        (
            "Rosa Ash, Tom Birch, Vic Dale and Uma Cedar",
            ["Rosa Ash", "Tom Birch", "Vic Dale", "Uma Cedar"],
        ),
        (r"{Ash, Rosa and Birch, {\'E}mile}", ["Rosa Ash", "Émile Birch"]),
        (r"Rosa Ash, Tom Birch \& Uma Cedar", ["Rosa Ash", "Tom Birch", "Uma Cedar"]),
        ("{Ash, R.} and {Birch, T.}", ["R. Ash", "T. Birch"]),
        ("{{Ash, R.} and {Birch, T.}}", ["R. Ash", "T. Birch"]),
        ("Ash R., Birch T.-C., Cedar U.", ["R. Ash", "T.-C. Birch", "U. Cedar"]),
        ("Ash, Rosa, Birch, Thomas and Cedar, Uma",
         ["Rosa Ash", "Thomas Birch", "Uma Cedar"]),
        (r"Ash, R. \textit{et al.}", ["R. Ash"]),
        (r"Ash, R. \emph{and others}", ["R. Ash"]),
        (r"Ash$^{1}$, R. and Tom Birch\footnotemark[2]", ["R. Ash", "Tom Birch"]),
        (r"Rosa Ash* and Tom Birch\textsuperscript{a,b}", ["Rosa Ash", "Tom Birch"]),
        ("{R. Ash and T. B. Birch}", ["R. Ash", "T. B. Birch"]),
        ("{National Moss and Fen Office}", ["National Moss and Fen Office"]),
        ("{Barnes and Noble}", ["Barnes and Noble"]),
        ("{Institute of Moss and Bureau of Fens}",
         ["Institute of Moss and Bureau of Fens"]),
        ("Cruz, Jose and Jr. and Ash, R.", ["Jose, Jr. Cruz", "R. Ash"]),
        ("Jose Cruz and Jr. and Rosa Ash", ["Jose, Jr. Cruz", "Rosa Ash"]),
        ("Ash R, Birch TC, de la Cruz U", ["R Ash", "TC Birch", "U de la Cruz"]),
        ("Ash R and Birch TC and others", ["R Ash", "TC Birch"]),
        ("Ash R, de la Birch TC", ["R Ash", "TC de la Birch"]),
        ("Ash R, Birch TC and Cedar U", ["R Ash", "TC Birch", "U Cedar"]),
        ("Ash III, Rosa P", ["Rosa P Ash III"]),
        ("Ash RD and Birch, T and {Moss Office}", ["RD Ash", "T Birch", "Moss Office"]),
        ("Cedar, Uma and de la Ash RD", ["Uma Cedar", "RD de la Ash"]),
        ("Ash RD and Tom Birch", ["Ash RD", "Tom Birch"]),
        ("Ash, A. and and Birch, B. and", ["A. Ash", "B. Birch"]),
        ("", []),
    ],
)  # fmt: skip
def test_lists_of_names(field: str, names: list[str]) -> None:
    assert [author.name for author in parse_names(field)] == names


def test_long_fields_are_no_trouble() -> None:
    assert len(parse_names(" and ".join(["A B"] * 50_000))) == 50_000
    parse_names("{" * 50_000 + "a" + ", " * 50_000 + "b")


part = st.text(alphabet="ABCDEFÅÖabcdefåöø", min_size=2, max_size=9).map(str.title)
people = st.builds(Author, part, st.lists(part, min_size=1, max_size=3).map(" ".join))


@settings(deadline=None)
@given(st.lists(people, min_size=1, max_size=5), st.booleans())
def test_plain_names_come_back(authors: list[Author], turned: bool) -> None:
    written = [
        f"{author.family}, {author.given}" if turned else author.name
        for author in authors
    ]
    assert parse_names(" and ".join(written)) == tuple(authors)


@settings(deadline=None)
@given(st.text(alphabet="{}\\,;~= andAND.'éfamily\n", max_size=60))
def test_no_field_is_too_strange(field: str) -> None:
    assert all(author.name for author in parse_names(field))


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Ash A, van der Birch BC, et al.", ["A Ash", "BC van der Birch"]),
        ("Ash III, Rosa P", ["Rosa P Ash III"]),
        ("Ash, Rosa P", ["Rosa P Ash"]),
        ("Ash J, et al.", ["J Ash"]),
        ("O Cuiv D.", ["D. O Cuiv"]),
    ],
)
def test_names_with_initials_in_one_field(name: str, names: list[str]) -> None:
    assert [person.name for person in parse_people([name])] == names


def test_a_long_word_is_read_at_once() -> None:
    """A pattern that tried all ways to divide it would take hours."""
    assert len(parse_people(["b" * 2_000 + ", Ash A"])) == 1
