"""One person, however the name is written: keys, comparison and the whole command."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from readnext.catalog.store import Catalog
from readnext.matching.authors import people_of, read_person, share_person
from readnext.matching.names import split_name
from readnext.matching.person_keys import lookup_keys, person_keys, same_person
from readnext.paper import Author, Entry, Paper
from readnext.recommend.suggest import suggest
from readnext.request import Filters, Request

# A name as libraries have it, and as a catalog writes it.
ONE_PERSON = [
    # suffixes
    (Author("Brumé III", "Hal"), "Hal Brumé III"),
    (Author("Brumé III", "Hal"), "Hal Brume"),
    (Author("Brumé", "Hal, III"), "Hal Brumé III"),
    (Author("Poole, Jr.", "Martin"), "Martin Poole"),
    (Author("Poole", "Martin Ray, Jr."), "Martin Ray Poole Jr."),
    (Author("Poole", "Martin"), "Martin Poole, Jr."),
    (Author("Serra Júnior", "J."), "José Serra Junior"),
    (Author("Huang", "Wei"), "Wei Huang 0001"),
    (Author("0001", "Wei Huang"), "Wei Huang"),
    # double family names
    (Author("García Molino", "Héctor"), "Héctor García Molino"),
    (Author("García Molino", "Héctor"), "Hector Garcia-Molino"),
    (Author("García-Molino", "H."), "Hector Garcia Molino"),
    (Author("Molino", "Hector Garcia"), "Hector Garcia-Molino"),
    (Author("García Molino", "Héctor"), "Héctor García"),
    (Author("Ortiz y Gamboa", "José"), "José Ortiz y Gamboa"),
    (Author("Campos Filho", "Lino"), "Lino Campos Filho"),
    # particles
    (Author("in 't Hout", "Joost"), "Joost in 't Hout"),
    (Author("'t Zand", "Gerard"), "Gerard ’t Zand"),
    (Author("van 't Weer", "L. J."), "Laura van't Weer"),
    (Author("das Nuvens", "Ana"), "Ana das Nuvens"),
    (Author("das Nuvens", "Ana"), "Ana Nuvens"),
    (Author("op den Kamp", "Rik"), "Rik op den Kamp"),
    (Author("degli Orti", "Pia"), "Pia Degli Orti"),
    (Author("af Strand", "Nils"), "Nils af Strand"),
    (Author("de la Huerta", "Ana"), "Ana De La Huerta"),
    (Author("von der Mühle", "C."), "Christoph von der Mühle"),
    (Author("Mac Leane", "Saul"), "Saul MacLeane"),
    (Author("MacLeane", "Saul"), "Saul Mac Leane"),
    (Author("St. Clair", "Ann"), "Ann St. Clair"),
    (Author("Ben-Uri", "Moti"), "Moti Ben Uri"),
    (Author("Al-Nasser", "Jim"), "Jim Al Nasser"),
    # one word or two
    (Author("LeBlond", "Yann"), "Yann Le Blond"),
    (Author("Le Blond", "Y."), "Yann LeBlond"),
    (Author("DeMello", "N."), "Nando de Mello"),
    # umlauts, apostrophes, initials
    (Author("Kröger", "Klaus-Peter"), "K. P. Kroeger"),
    (Author("Kroeger", "Klaus"), "Klaus Kröger"),
    (Author("Sørby", "Åse"), "Åse Soerby"),
    (Author("O'Dell", "Tim"), "Tim O’Dell"),
    (Author("Smith", "John A."), "Smith JA"),
    (Author("Smith", "John A."), "JA Smith"),
    (Author("Benton", "Yosh"), "Benton, Y."),
    # the family name first, and other scripts
    (Author("Wang", "Wei"), "Wang Wei"),
    (Author("Li", "Xiao-Ming"), "Xiaoming Li"),
    (Author("Li", "Xiaoming"), "Xiao-Ming Li"),
    (Author("Li", "Xiaoming"), "Xiao Ming Li"),
    (Author("Li", "Xiaoming"), "Li Xiaoming"),
    (Author("Li", "Xiaoming"), "Li Xiao-Ming"),
    (Author("Li", "Xiaoming"), "Li Xiao Ming"),
    (Author("Li", "Xiaoming"), "X.-M. Li"),
    (Author("Li", "Xiaoming"), "Xiao M. Li"),
    (Author("Li", "Xiao Ming"), "Li Xiaoming"),
    (Author("Chen", "Jianming"), "Chen Jian Ming"),
    (Author("Kim", "Jun-Ho"), "Junho Kim"),
    (Author("Lee", "Dan"), "Daniel Lee"),
    (Author("Song", "Alex"), "Alexander Song"),
    (Author("Wong", "Kam Wah"), "Wong Kam Wah"),
    (Author("Wong", "Kam Wah"), "Wong Kam-Wah"),
    (Author("王", "伟"), "王伟"),
    (Author("王", "伟"), "王 伟"),
    (Author(literal="王伟"), "王 伟"),
    (Author("김", "철수"), "김철수"),
    (Author("Иванов", "Иван"), "Иван Иванов"),
    (Author(literal="Pond Lab"), "Pond Lab"),
]
# Given names of syllables that begin alike.
TWO_GIVEN_NAMES = [
    (Author("Li", "Xiaoming"), "Xiaomin Li"),
    (Author("Li", "Xiaoming"), "Xiao-Min Li"),
    (Author("Li", "Xiaoming"), "Li Xiao Min"),
    (Author("Li", "Xiao-Ming"), "Xiaomin Li"),
    (Author("Wang", "Jianhua"), "Jian-Hui Wang"),
    (Author("Liu", "Yan"), "Yanping Liu"),
    (Author("Kim", "Jun"), "Junho Kim"),
]
TWO_PERSONS = [
    (Author("Wu", "Yann"), "Yi Wu"),
    (Author("Fox", "J. A."), "J. B. Fox"),
    (Author("García", "Maria"), "Miguel García Molino"),
    (Author("James", "Thomas"), "James Thomas"),
    (Author("Wang", "Wei"), "Wei Wan"),
    (Author("van den Berg", "Jan"), "Jan Berger"),
    (Author("Lee", "Sun"), "Lee Jun"),
    (Author("Chen", "Jian Ming"), "Ming Jian Chen"),
    *TWO_GIVEN_NAMES,
    (Author("Dell", "Ann"), "Ann Ell"),
    (Author("Leigh", "Ann"), "Ann Igh"),
    (Author("Brumé III", "Hal"), "Hal Iii"),
    (Author(literal="Team Pond"), "Ann Pond"),
    (Author("王", "伟"), "王芳"),
]


@pytest.mark.parametrize(("mine", "catalogs"), ONE_PERSON, ids=str)
def test_one_person_is_found_and_recognised(mine: Author, catalogs: str) -> None:
    assert set(lookup_keys(mine)) & set(person_keys(catalogs))
    assert same_person(mine, catalogs)
    assert same_person(catalogs, mine)


@pytest.mark.parametrize(("mine", "catalogs"), TWO_PERSONS, ids=str)
def test_two_persons_are_two(mine: Author, catalogs: str) -> None:
    assert not same_person(mine, catalogs)
    assert not same_person(catalogs, mine)


@pytest.mark.parametrize(("mine", "catalogs"), ONE_PERSON, ids=str)
def test_identity_takes_them_for_one_person(mine: Author, catalogs: str) -> None:
    assert share_person(people_of([mine]), people_of([catalogs]))


@pytest.mark.parametrize(("mine", "catalogs"), TWO_GIVEN_NAMES, ids=str)
def test_identity_takes_them_for_two_persons(mine: Author, catalogs: str) -> None:
    assert not share_person(people_of([mine]), people_of([catalogs]))


def test_a_name_in_the_order_of_its_country_is_one_person() -> None:
    one, other = read_person("Wah, Wong Kam"), read_person("Wong, Kam Wah")
    assert one is not None
    assert other is not None
    assert one.meets(other)
    assert other.meets(one)


words = st.text("abcdeñüß王金'- .IJ", min_size=1, max_size=12)


@given(words, words)
def test_own_keys_come_first(family: str, given_name: str) -> None:
    author = Author(family, given_name)
    keys = lookup_keys(author)
    assert keys[: len(person_keys(author))] == person_keys(author)
    assert all(keys)


@example("I", ".")
@given(words, words)
def test_a_person_is_the_same_as_themselves(family: str, given_name: str) -> None:
    author = Author(family, given_name)
    if lookup_keys(author):
        assert same_person(author, author)


def test_plain_names_keep_the_keys_that_catalogs_have_stored() -> None:
    plain = ("Jan van der Berg", "Saul Mac Leane", "Joost in 't Hout", "Wei Wang 0001")
    assert [person_keys(name)[0] for name in plain] == [
        "j berg",
        "s leane",
        "j hout",
        "w wang",
    ]
    assert split_name("Jan van der Berg") == ("van der Berg", "Jan")


@pytest.mark.parametrize(
    ("mine", "catalogs"),
    [
        (Author("Brumé III", "Hal"), "Hal Brumé III"),
        (Author("García Molino", "Héctor"), "Hector Garcia-Molino"),
        (Author("'t Zand", "Gerard"), "Gerard 't Zand"),
    ],
    ids=str,
)
def test_a_person_counts_who_is_written_otherwise(
    tmp_path: Path, mine: Author, catalogs: str
) -> None:
    words = "moss newt fern frog reed toad sedge sluice heron dyke".split()
    entries = [
        Entry(f"k{n}", title=f"Notes on the {word}", authors=(mine,), date="2015")
        for n, word in enumerate(words)
    ]
    papers = [
        Paper(f"p{n}", f"A treatise on {word} {n}", (name,), date="2018-01-01")
        for n, (word, name) in enumerate(
            (word, name) for word in words for name in ("Vic Dale", catalogs)
        )
    ]
    with Catalog.open(tmp_path / "catalog", create=True) as catalog:
        catalog.add(papers)
        answer = suggest(entries, catalog, Request(n=3))
        first = answer.suggestions[0]
        assert first.paper.authors == (catalogs,)
        assert any(reason.text.startswith(f"by {catalogs}") for reason in first.reasons)
        only = Filters(authors=(mine.name,))
        answer = suggest(entries, catalog, Request(n=20, filters=only))
        assert {s.paper.authors for s in answer.suggestions} == {(catalogs,)}


@given(
    st.sampled_from(["Ada", "Jo", "Al", "Research", "Van", "De"]),
    st.sampled_from(["", " M.", " M", " J. R.", " Ann", " von"]),
    st.sampled_from(
        ["Fox", "Owle", "Mueller", "Team", "Zhukovskaya", "McHen", "Garcia-Hen", "Ö"]
    ),
)
def test_a_name_is_read_alike_in_both_orders(
    given: str, more: str, family: str
) -> None:
    assume(more != " von")  # it belongs to the family name
    inverted = read_person(f"{family}, {given}{more}")
    running = read_person(f"{given}{more} {family}")
    assert inverted is not None
    assert running is not None
    if family != "Team":  # a body is named in one order only
        assert running == inverted
    assert running.is_body == inverted.is_body == (family == "Team")
