"""Papers that a user names by title, id or address, looked up in a real catalog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.catalog.store import Catalog
from readnext.catalog.title_search import is_near, near_titles
from readnext.errors import InputError, UserError
from readnext.library.liked import Liked, Wanted, find_liked, read_wanted
from readnext.matching.identity import Identity
from readnext.paper import Author, Entry, Paper

PAPERS = (
    Paper(
        "ducks",
        "Deep Double Dive: Where Bigger Ducks Sink",
        ("Mia Sand", "Noah Field"),
        date="2019-12-04",
        arxiv="1912.02292",
    ),
    Paper(
        "doi",
        "On Reeds",
        ("Eva Reed",),
        doi="10.5555/reeds.(1)",
        date="2020",
        labs=("P",),
    ),
    Paper("bare", "Mud", date="2021"),
    Paper("old", "On Herons in Rain", ("Ann Duck",), date="2001"),
    Paper("new", "On Herons in Rain", ("Ben Crane",), date="2022"),
    Paper("short", "Deep Double Dive", ("Zoe Lake",), date="2015"),
    Paper("not", "Ducks Are Not All You Need", ("Kit Green",)),
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add(PAPERS)
        yield catalog


def like(text: str, catalog: Catalog, library: tuple[Entry, ...] = ()) -> Liked:
    (liked,) = find_liked([read_wanted(text)], catalog, library)
    return liked


@pytest.mark.parametrize(
    ("text", "arxiv", "doi"),
    [
        ("1912.02292", "1912.02292", None),
        (" arXiv:1912.02292v3 ", "1912.02292", None),
        ("https://arxiv.org/abs/1912.02292v1?context=cs", "1912.02292", None),
        ("arxiv.org/pdf/1912.02292.pdf", "1912.02292", None),
        ("https://huggingface.co/papers/1912.02292", "1912.02292", None),
        ("huggingface.co/papers/1912.02292#community", "1912.02292", None),
        ("https://hf.co/papers/1912.02292", "1912.02292", None),
        ("10.48550/arXiv.1912.02292", "1912.02292", None),
        ("hep-th/9901001", "hep-th/9901001", None),
        ("10.5555/REEDS.(1)", None, "10.5555/reeds.(1)"),
        ("doi:10.5555/reeds.(1).", None, "10.5555/reeds.(1)"),
        ("https://doi.org/10.5555%2Freeds.(1)", None, "10.5555/reeds.(1)"),
        ("https://dl.acm.org/doi/10.5555/reeds.(1)", None, "10.5555/reeds.(1)"),
    ],
)
def test_an_id_is_found_in_all_its_forms(
    text: str, arxiv: str | None, doi: str | None, catalog: Catalog
) -> None:
    assert read_wanted(text) == Wanted(text.strip(), arxiv=arxiv, doi=doi)
    if arxiv != "hep-th/9901001":
        title = like(text, catalog).entry.title
        assert title == (PAPERS[0] if arxiv else PAPERS[1]).title


@pytest.mark.parametrize("text", ["", "  ", "?!", "—"])
def test_a_text_without_a_letter_names_nothing(text: str) -> None:
    with pytest.raises(InputError, match="title, arXiv id or DOI"):
        read_wanted(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/ducks",
        "www.example.org",
        "openreview.net/forum?id=abc",
        "https://huggingface.co/papers/trending",
        "file:///etc/passwd",
    ],
)
def test_an_address_without_an_id_is_no_paper(text: str) -> None:
    with pytest.raises(InputError, match="neither arXiv id nor DOI"):
        read_wanted(text)


@given(st.text(max_size=60))
def test_every_text_is_a_paper_or_a_message(text: str) -> None:
    try:
        wanted = read_wanted(text)
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert bool(wanted.title) == (wanted.arxiv is None and wanted.doi is None)


def test_an_unknown_id_says_nothing(catalog: Catalog) -> None:
    with pytest.raises(UserError, match=r"1706\.03762.*give its title"):
        like("1706.03762", catalog)


def test_a_known_paper_brings_what_the_catalog_knows(catalog: Catalog) -> None:
    liked = like("on REEDS.", catalog)
    assert liked.entry.title == "On Reeds"
    assert liked.entry.doi == "10.5555/reeds.(1)"
    assert liked.entry.authors == (Author("Reed", "Eva"),)
    assert liked.note == "liked `reed2020reeds`: On Reeds (Reed, 2020)"


def test_an_unknown_title_is_all_there_is(catalog: Catalog) -> None:
    liked = like("  Geese   of the North ", catalog)
    assert (liked.entry.title, liked.entry.authors) == ("Geese of the North", ())
    assert "not in the catalog, so only this title is learned from" in liked.note


def test_the_exact_title_comes_before_a_longer_one(catalog: Catalog) -> None:
    assert like("deep double dive", catalog).note == (
        "liked `lake2015deep`: Deep Double Dive (Lake, 2015)"
    )


def test_of_two_papers_with_one_title_the_newest_is_taken(catalog: Catalog) -> None:
    liked = like("On Herons in Rain", catalog)
    assert liked.entry.date == "2022"
    assert liked.note.endswith("(Crane, 2022); another paper has that title too")


@pytest.mark.parametrize(
    "typed",
    ["Deep duoble dive: where bigger ducks sink", "Deep double dive where bigger"],
)
def test_a_near_title_is_taken_and_told(typed: str, catalog: Catalog) -> None:
    liked = like(typed, catalog)
    assert liked.entry.title == PAPERS[0].title
    assert liked.note == (
        f"liked `sand2019deep`: {PAPERS[0].title} (Sand et al., 2019); "
        f'the nearest that the catalog has to "{typed}"'
    )


def test_the_nearest_of_several_is_taken(catalog: Catalog, tmp_path: Path) -> None:
    with Catalog.open(tmp_path / "c", create=True) as few:
        few.add(
            [
                Paper("long", "FrogNet: A Network of Very Many Frogs and Newts"),
                Paper("near", "FrogNet: Frogs"),
            ]
        )
        assert [p.id for p in near_titles("FrogNet", few)] == ["near", "long"]
        assert "the nearest of 2 that" in like("FrogNet", few).note
        assert near_titles("Nothing of the Kind", few) == []


def test_a_contrary_title_is_not_near(catalog: Catalog) -> None:
    assert "not in the catalog" in like("Ducks are all you need", catalog).note
    assert not is_near("SemEval-2016 Task 4", "SemEval-2017 Task 4")
    assert not is_near("On", "On Ducks and Mud")


def test_keys_are_in_the_librarys_style_and_free(catalog: Catalog) -> None:
    names = "Reed Pool Moss Leaf Crest".split()
    library = tuple(
        Entry(f"{n}{y}", title=f"{n} {y}", authors=(Author(n, "A."),), date=str(y))
        for n, y in zip(names, range(2020, 2025), strict=True)
    )
    assert like("On Reeds", catalog, library).entry.key == "Reed2020a"


def test_what_the_library_has_goes_by_its_key(catalog: Catalog) -> None:
    mine = Entry("mine", title="On {Reeds}", authors=(Author("Reed", "E."),))
    assert like("On Reeds", catalog, (mine,)).note.startswith("liked `mine`: On Reeds")


def test_every_paper_is_found_by_its_title_and_known_again(catalog: Catalog) -> None:
    """What is liked must be known as owned, or it would be suggested."""
    for paper in PAPERS:
        entry = like(paper.title, catalog).entry
        assert entry.title == paper.title
        assert catalog.find([Identity.of(entry)])[0], paper


def test_called_checks_what_the_hashes_say(catalog: Catalog) -> None:
    assert [p.id for p in catalog.called(["arxiv:1912.02292", "title:mud"])] == [
        *("ducks", "bare")
    ]
    assert catalog.called(["title:nothing"]) == catalog.called([]) == []


def test_what_two_sources_say_is_one_paper(tmp_path: Path) -> None:
    with Catalog.open(tmp_path / "c", create=True) as both:
        both.add([PAPERS[0], replace(PAPERS[0], id="x", abstract="Ducks sink.")])
        assert like("1912.02292", both).entry.abstract == "Ducks sink."
