"""The catalog store: adding, merging, finding, and what survives an accident."""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnext.catalog.schema import DATABASE
from readnext.catalog.store import Catalog
from readnext.errors import CatalogError
from readnext.matching.identity import Identity
from readnext.matching.ids import slug_id
from readnext.paper import Entry, Paper, Popularity
from tests.examples import examples

DUCKS = Paper(
    "a/1",
    "On the Calibration of Ducks",
    authors=("Mia Sand", "Lotte van Dijk"),
    labs=("Pond Lab",),
    abstract="Ducks are calibrated.",
    date="2024-05-06",
    doi="10.5555/ducks.1",
)
GEESE = Paper("a/2", "Geese, a Survey", authors=("Noah Field",), date="2023")
SWANS = Paper(
    "a/3", "Black Swans in Small Ponds", date="2022-01-01", arxiv="2201.00001"
)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog", create=True) as opened:
        yield opened


def counts(catalog: Catalog, *papers: Paper) -> tuple[int, int, int]:
    added = catalog.add(papers)
    return added.added, added.updated, added.unchanged


def test_adding_twice_changes_nothing(catalog: Catalog) -> None:
    assert counts(catalog, DUCKS, GEESE, SWANS) == (3, 0, 0)
    before = sorted(p.name for p in (catalog.folder / "shards").iterdir())
    assert counts(catalog, DUCKS, GEESE, SWANS) == (0, 0, 3)
    assert sorted(p.name for p in (catalog.folder / "shards").iterdir()) == before
    assert list(catalog.all_papers()) == [DUCKS, GEESE, SWANS]
    assert len(catalog) == len(catalog.columns()) == 3


def test_two_sources_of_one_paper_merge(catalog: Catalog) -> None:
    other = Paper(
        "b/9",
        "On the calibration of {Ducks}",
        authors=("M. Sand",),
        labs=("The Pond Lab", "Lake Institute"),
        abstract="Ducks are calibrated, and we show how well.",
        arxiv="2405.00001",
        popularity=Popularity(upvotes=7),
    )
    counts(catalog, DUCKS)
    assert counts(catalog, other) == (0, 1, 0)
    assert counts(catalog, other, DUCKS) == (0, 0, 2)
    (merged,) = catalog.all_papers()
    assert merged.id == "a/1"
    assert merged.abstract == other.abstract
    assert merged.labs == ("Pond Lab", "Lake Institute")
    assert (merged.doi, merged.arxiv) == (DUCKS.doi, other.arxiv)
    assert merged.authors == DUCKS.authors
    assert merged.popularity.upvotes == 7
    assert len(catalog.columns()) == 1


def test_order_of_sources_does_not_change_the_facts(tmp_path: Path) -> None:
    other = replace(DUCKS, id="b", abstract="Longer than the other abstract.", doi=None)
    facts = []
    for name, order in (("x", (DUCKS, other)), ("y", (other, DUCKS))):
        with Catalog.open(tmp_path / name, create=True) as catalog:
            for paper in order:
                catalog.add([paper])
            (merged,) = catalog.all_papers()
            ids = {merged.id, *merged.aliases}
            facts.append((ids, replace(merged, id="", aliases=())))
    assert facts[0][0] == {"a/1", "b"}
    assert facts[0] == facts[1]


def test_a_guessed_year_yields_to_a_stated_one(catalog: Catalog) -> None:
    guessed = replace(DUCKS, id="page", date="2026-05-06", date_guessed=True, doi=None)
    catalog.add([guessed])
    catalog.add([DUCKS])
    (merged,) = catalog.all_papers()
    assert (merged.date, merged.date_guessed) == ("2024-05-06", False)


def test_a_changed_statement_replaces_the_old_one(catalog: Catalog) -> None:
    counts(catalog, DUCKS, GEESE)
    mended = replace(GEESE, title="Geese: A Survey of Surveys", labs=("Pond Lab",))
    assert counts(catalog, mended) == (0, 1, 0)
    assert list(catalog.all_papers()) == [DUCKS, mended]
    assert catalog.find([Identity.of(mended)]) == [[2]]
    assert len(catalog.columns()) == 2
    labs = catalog.columns().labs
    assert np.diff(labs.starts).tolist() == [1, 1]


def test_a_paper_that_joins_two_known_ones(catalog: Catalog) -> None:
    published = replace(DUCKS, id="j", title="Ducks, Calibrated", authors=())
    preprint = Paper("p", "A Preprint on Ducks", arxiv="2405.00001")
    assert counts(catalog, published, preprint) == (2, 0, 0)
    both = Paper("z", "Ducks", doi=DUCKS.doi, arxiv="2405.00001")
    assert counts(catalog, both) == (0, 1, 0)
    (merged,) = catalog.all_papers()
    assert (merged.id, merged.doi, merged.arxiv) == ("j", DUCKS.doi, "2405.00001")
    assert len(catalog) == len(catalog.columns()) == 1
    assert counts(catalog, published, preprint, both) == (0, 0, 3)
    assert counts(catalog, SWANS) == (1, 0, 0)
    assert len(catalog.columns()) == 2


def test_one_id_for_two_papers_keeps_them_apart(catalog: Catalog) -> None:
    stranger = Paper("a/1", "Quite Another Thing", authors=("Ida Stone",))
    catalog.add([DUCKS])
    added = catalog.add([stranger])
    assert added.added == 1
    assert "already names another paper" in added.problems[0].why
    assert [p.title for p in catalog.all_papers()] == [DUCKS.title, stranger.title]
    again = catalog.add([DUCKS, stranger])
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)


def test_same_title_by_others_is_another_paper(catalog: Catalog) -> None:
    other = Paper("b", DUCKS.title, authors=("Ida Stone",), date="2024")
    assert counts(catalog, DUCKS, other) == (2, 0, 0)


def test_duplicates_within_one_batch_merge(catalog: Catalog) -> None:
    assert counts(catalog, DUCKS, replace(DUCKS, id="b"), DUCKS) == (1, 1, 1)
    assert len(catalog.columns()) == 1


def test_find_knows_entries_by_doi_arxiv_title_and_typing_error(
    catalog: Catalog,
) -> None:
    catalog.add([DUCKS, GEESE, SWANS])
    long = Paper("l", "Calibrating Large Flocks of Migrating Birds", ("Mia Sand",))
    catalog.add([long])
    sand = Paper("", "Calibrating Large Flocks of Migratng Birds", ("M. Sand",))
    asked = [
        Entry("a", title="Something", doi="10.5555/ducks.1"),
        Entry("b", title="Swans", arxiv="2201.00001"),
        Entry("c", title="geese, a survey", date="2023"),
        Entry("d", title="geese, a survey", date="2011"),
        Entry("e", title="Nobody Wrote This Long and Telling Title"),
    ]
    identities = [Identity.of(entry) for entry in asked] + [Identity.of(sand)]
    found = catalog.find(identities)
    papers = catalog.papers([n for numbers in found for n in numbers])
    titles = [papers[numbers[0]].title if numbers else None for numbers in found]
    assert titles == [DUCKS.title, SWANS.title, GEESE.title, None, None, long.title]


def test_features_follow_the_papers(catalog: Catalog) -> None:
    catalog.add([DUCKS, GEESE])
    catalog.add([replace(SWANS, code="", popularity=Popularity(score=52.5))])
    columns = catalog.columns()
    assert columns.date.tolist() == [20240506, 20230000, 20220101]
    assert columns.code.tolist() == [False, False, True]
    assert columns.score.tolist()[2] == 52.5
    assert columns.authors.tolist() == [2, 1, 0]
    # Two keys a person: with the initial, and with the whole given name.
    assert np.diff(columns.people.starts).tolist() == [4, 2, 0]


def test_names_stay_as_they_were_first_spelt(catalog: Catalog) -> None:
    catalog.add([replace(DUCKS, venue="ICRA", categories=("cs.LG",))])
    later = replace(GEESE, authors=("MIA SAND", "Noah Field"), venue="icra")
    catalog.add([later, replace(later, id="a/9", title="Geese Again")])
    people = {name for _, name in catalog.names("people")}
    assert people == {
        *("M. Sand", "Mia Sand", "L. van Dijk", "Lotte van Dijk"),
        *("N. Field", "Noah Field"),
    }
    kinds = ("labs", "venue", "categories")
    found = [[name for _, name in catalog.names(kind)] for kind in kinds]
    assert found == [["Pond Lab"], ["ICRA"], ["cs.LG"]]
    hashes = {hash_ for hash_, _ in catalog.names("people")}
    assert hashes == set(catalog.columns().people.names.tolist())


def test_names_of_a_batch_that_failed_are_not_held_to_be_known(
    catalog: Catalog,
) -> None:
    with pytest.raises(sqlite3.Error):
        catalog.add_page([DUCKS], "x", cursor=object())  # type: ignore[arg-type]
    assert len(catalog) == len(catalog.names("people")) == 0
    catalog.add([DUCKS])
    assert len(catalog.names("people")) == 4


def test_the_garbage_collector_runs_again_after_an_addition(catalog: Catalog) -> None:
    catalog.add([DUCKS])
    assert gc.isenabled()
    with pytest.raises(sqlite3.Error):
        catalog.add_page([GEESE], "x", cursor=object())  # type: ignore[arg-type]
    assert gc.isenabled()
    gc.disable()
    try:
        catalog.add([GEESE])
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_paper_is_found_by_what_all_pages_say_of_it(catalog: Catalog) -> None:
    """Pages without ids add up: no page alone has both this year and these people."""
    title = "Calibrating Large Flocks of Migrating Birds"
    one = Paper(slug_id(title), title, ("Mia Sand", "Ida Stone"), date="2010-05-06")
    people = ("Mia Sand", "Noah Field", "Hugo Marsh")
    catalog.add([one])
    catalog.add([replace(one, authors=people, date="2020")])
    (merged,) = catalog.all_papers()
    assert (merged.authors, merged.date) == (people, "2010-05-06")
    misspelt = replace(one, title=title.replace("Migrating", "Migratng"))
    asked = replace(misspelt, id="z", authors=people, date="2010")
    assert catalog.find([Identity.of(asked)]) == [[1]]
    assert counts(catalog, asked) == (0, 1, 0)


def test_a_catalog_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="readnext catalog add"):
        Catalog.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_catalog_of_a_newer_version(tmp_path: Path) -> None:
    Catalog.open(tmp_path / "c", create=True).close()
    with sqlite3.connect(tmp_path / "c" / DATABASE) as db:
        db.execute("UPDATE meta SET value = '99' WHERE name = 'format'")
    db.close()
    with pytest.raises(CatalogError, match=r"a newer readnext .*update readnext"):
        Catalog.open(tmp_path / "c")


def test_a_damaged_catalog(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / DATABASE).write_bytes(b"not a database, but long enough" * 99)
    with pytest.raises(CatalogError, match="damaged"):
        Catalog.open(tmp_path / "c")


def test_readers_work_while_one_writes(tmp_path: Path) -> None:
    with Catalog.open(tmp_path / "c", create=True) as first:
        first.add([DUCKS, GEESE])

        def papers() -> Iterator[Paper]:
            yield SWANS
            # In the midst of a transaction's input, and after it, readers read.
            with Catalog.open(tmp_path / "c") as other:
                assert len(other.columns()) == len(list(other.all_papers())) == 2

        first.add(papers())
        with Catalog.open(tmp_path / "c") as other:
            assert len(other.columns()) == 3


def test_an_interrupted_addition_leaves_nothing_half_done(catalog: Catalog) -> None:
    def papers() -> Iterator[Paper]:
        yield SWANS
        raise KeyboardInterrupt

    catalog.add([DUCKS])
    with pytest.raises(KeyboardInterrupt):
        catalog.add(papers())
    assert list(catalog.all_papers()) == [DUCKS]
    assert counts(catalog, SWANS) == (1, 0, 0)


def test_a_shard_without_its_transaction_is_nobodys(catalog: Catalog) -> None:
    catalog.add([DUCKS])
    orphan = catalog.folder / "shards" / "000002"
    orphan.mkdir()
    (orphan / "numbers.npy.zst").write_bytes(b"half a shard")
    assert len(catalog.columns()) == 1
    catalog.add([GEESE])
    assert catalog.columns().numbers.tolist() == [1, 2]


@pytest.mark.slow
def test_many_small_additions_make_few_shards(catalog: Catalog) -> None:
    for number in range(70):
        title = f"Duck number {number} of the pond"
        catalog.add([Paper(f"n/{number}", title, ("Mia Sand",))])
    assert len(list((catalog.folder / "shards").iterdir())) <= 9
    assert catalog.columns().numbers.tolist() == list(range(1, 71))
    changed = Paper("n/3", "Duck 3 of the lake", ("Mia Sand",), labs=("Lake Lab",))
    catalog.add([changed])
    columns = catalog.columns()
    assert len(columns) == len(catalog) == 70
    assert len(columns.labs.names) == 1


def test_a_damaged_shard_is_named(catalog: Catalog) -> None:
    catalog.add([DUCKS])
    shard = next((catalog.folder / "shards").iterdir())
    (shard / "venue.npy.zst").write_bytes(b"")
    with pytest.raises(CatalogError, match="damaged"):
        catalog.columns()
    with pytest.raises(CatalogError, match="damaged"):
        catalog.add([GEESE])
    (shard / "venue.npy.zst").unlink()
    with pytest.raises(CatalogError, match="damaged"):
        catalog.columns()


def test_one_id_for_two_papers_without_authors(catalog: Catalog) -> None:
    one, other = Paper("x", "Ducks in Ponds"), Paper("x", "Quite Another Thing")
    added = catalog.add([one, other])
    assert (added.added, len(added.problems)) == (2, 1)
    assert counts(catalog, one, other) == (0, 0, 2)


WRITER = """
import sys
from pathlib import Path
from readnext.catalog import store
from readnext.paper import Paper
store._BATCH = 50
with store.Catalog.open(Path(sys.argv[1]), create=True) as catalog:
    print("open", flush=True)
    catalog.add(
        Paper(f"n/{i}", f"Paper number {i} about ducks", authors=(f"Ann Duck{i}",))
        for i in range(2000)
    )
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("delay", [0.0, 0.02, 0.1, 0.25])
def test_a_killed_writer_leaves_whole_batches(
    tmp_path: Path, environment: dict[str, str], delay: float
) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "c")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(delay)
        os.kill(writer.pid, signal.SIGKILL)
    with Catalog.open(tmp_path / "c") as catalog:
        left = len(catalog)
        assert left == len(catalog.columns())
        assert left % 50 == 0
    assert subprocess.run(command, env=environment, check=False).returncode == 0
    with Catalog.open(tmp_path / "c") as catalog:
        assert len(catalog) == len(catalog.columns()) == 2000
        assert {p.id for p in catalog.all_papers()} == {f"n/{i}" for i in range(2000)}


def test_a_catalog_that_another_process_creates_just_now(tmp_path: Path) -> None:
    """SQLite does not wait for the switch to the write-ahead log; readnext does."""
    folder = tmp_path / "c"
    folder.mkdir()

    def create() -> int:
        with Catalog.open(folder, create=True) as catalog:
            return len(catalog)

    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with ThreadPoolExecutor(1) as pool:
            created = pool.submit(create)
            time.sleep(0.3)
            assert not created.done()
            other.execute("COMMIT")
            assert created.result() == 0


texts = st.text(max_size=30)
papers = st.builds(
    Paper,
    id=st.text("abc", min_size=1, max_size=2),
    title=st.sampled_from(["Ducks and Geese", "Swans", "Many Birds of One Feather"]),
    authors=st.lists(st.sampled_from(["Mia Sand", "Noah Field"]), max_size=2).map(
        tuple
    ),
    abstract=texts,
    venue=texts,
    date=st.sampled_from([None, "2024", "2024-05-06"]),
    doi=st.sampled_from([None, "10.1/a", "10.1/b"]),
    code=st.sampled_from([None, "", "https://example.org/code"]),
)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(papers, max_size=8))
def test_any_addition_is_idempotent(
    tmp_path_factory: pytest.TempPathFactory, batch: list[Paper]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with Catalog.open(folder, create=True) as catalog:
        catalog.add(batch)
        # The last word of a source on an id counts, so one more pass settles it.
        catalog.add(batch)
        before = list(catalog.all_papers())
        assert len(catalog) == len(catalog.columns()) == len(before)
        catalog.add(batch)
        assert list(catalog.all_papers()) == before


LONG = "Reeds grow where it is wet, and frogs sing there all night long, we find."


@pytest.mark.parametrize(
    ("old", "new", "papers"),
    [
        (Paper("f:1", "Where reeds grwo"), Paper("f:1", "Where reeds grow"), 1),
        (Paper("f:1", "Reeds"), Paper("f:1", "Reeds of the North"), 1),
        (
            Paper("f:1", "A Note", abstract=LONG),
            Paper("f:1", "Reeds and Frogs", abstract=LONG),
            1,
        ),
        (
            Paper("f:1", "A Note", doi="10.5555/a"),
            Paper("f:1", "Reeds and Frogs", doi="10.5555/a"),
            1,
        ),
        (
            Paper("f:1", "A Note", date="2026-06-04"),
            Paper("f:1", "Reeds and Frogs", date="2026-06-04"),
            1,
        ),
        (Paper("f:1", "Where reeds grow"), Paper("f:1", "What frogs eat"), 2),
        (
            Paper("f:1", "Reeds in Bogs", doi="10.5555/a"),
            Paper("f:1", "Reeds in Moors", doi="10.5555/b"),
            2,
        ),
    ],
)
def test_a_title_that_one_source_changes(
    catalog: Catalog, old: Paper, new: Paper, papers: int
) -> None:
    catalog.add([old], "feed")
    catalog.add([new], "feed")
    assert len(catalog) == papers
    assert new.title in [paper.title for paper in catalog.all_papers()]


def test_one_id_for_two_items_of_one_page_keeps_them_apart(catalog: Catalog) -> None:
    one, two = Paper("f:1", "Reeds in Bogs"), Paper("f:1", "Reeds in Moors")
    for _ in range(2):
        catalog.add([one, two], "feed")
    assert len(catalog) == 2


@pytest.mark.parametrize("first", ["paper", "notice"])
def test_a_notice_withdraws_a_paper_by_its_doi(catalog: Catalog, first: str) -> None:
    paper = Paper("openalex:W1", "Moss in Tea", doi="10.5555/tea", authors=("I. Fern",))
    notice = Paper(
        "crossref:10.5555/note",
        "Retraction: Moss in Tea",
        doi="10.5555/note",
        retracts=("10.5555/tea",),
        notice=True,
    )
    batches = [[paper], [notice]] if first == "paper" else [[notice], [paper]]
    for batch in batches:
        catalog.add(batch)
    assert len(catalog.columns()) == 0
    (found,) = catalog.withdrawn([Identity.of(paper)])
    assert found is not None
    assert (found.title, found.withdrawn) == ("Moss in Tea", True)


TEA = Paper("W1", "Moss in Green Tea", ("I. Fern",), venue="Bogs", date="2020-01-05")


@pytest.mark.parametrize(
    "title",
    [
        "Retraction: Moss in Green Tea",
        "Retraction of: Moss in green tea",
        "RETRACTION NOTICE: Moss in Green Tea",
        "Notice of Retraction: Moss in Green Tea",
        "Retraction notice to “Moss in Green Tea” [Bogs 12 (2020) 1–10]",
        "Retraction Note to: Moss in Green Tea",
        "Statement of Retraction: Moss in Green Tea",
    ],
)
@pytest.mark.parametrize("order", ["together", "paper first", "notice first"])
def test_a_notice_withdraws_a_paper_by_its_title(
    catalog: Catalog, title: str, order: str
) -> None:
    notice = Paper("W2", title, ("The Editors",), venue="Bogs", date="2024-02-01")
    batches = {
        "together": [[notice, TEA]],
        "paper first": [[TEA], [notice], [notice]],
        "notice first": [[notice], [TEA], [TEA]],
    }
    for batch in batches[order]:
        catalog.add(batch)
    assert (len(catalog), len(catalog.columns())) == (2, 0)
    (found,) = catalog.withdrawn([Identity.of(TEA)])
    assert found is not None
    assert (found.id, found.withdrawn, found.date) == ("W1", True, "2020-01-05")


@pytest.mark.parametrize(
    ("title", "venue"),
    [
        ("Retraction: Moss in Green Tea", "Fens"),
        ("Retraction: Moss in Green Tea", ""),
        ("Retraction: Moss in Green Teas", "Bogs"),
        ("Retraction: Moss", "Bogs"),
        ("Partial Retraction: Moss in Green Tea", "Bogs"),
        ("Correction to: Moss in Green Tea", "Bogs"),
    ],
)
def test_a_notice_of_something_else_withdraws_nothing(
    catalog: Catalog, title: str, venue: str
) -> None:
    catalog.add([TEA, Paper("W2", title, venue=venue, date="2024-02-01")])
    assert len(catalog.columns()) == 1


def test_a_notice_of_something_else_withdraws_nothing_that_comes_later(
    catalog: Catalog,
) -> None:
    catalog.add([Paper("W2", f"Retraction: {TEA.title}", venue="Fens")])
    catalog.add([TEA, Paper("W3", "Moss in Green Teas", venue="Fens")])
    assert len(catalog.columns()) == 2


def test_a_paper_with_the_title_of_a_retracted_one_is_none(catalog: Catalog) -> None:
    notice = Paper("W2", f"Retraction: {TEA.title}", venue="Bogs", date="2024-02-01")
    other = Paper("W3", TEA.title, ("Jan Roe",), venue="Bogs", date="2001-01-05")
    for paper in (notice, TEA, other):
        catalog.add([paper])
    assert len(catalog.columns()) == 1


@pytest.mark.parametrize("notice_first", [False, True])
def test_a_title_of_two_papers_withdraws_none(
    catalog: Catalog, notice_first: bool
) -> None:
    other = Paper("W3", TEA.title, ("Jan Roe",), venue="Bogs", date="2001-01-05")
    notice = Paper("W2", f"Retraction: {TEA.title}", venue="Bogs")
    papers = [[TEA, other], [notice]]
    for batch in reversed(papers) if notice_first else papers:
        catalog.add(batch)
    assert (len(catalog), len(catalog.columns())) == (3, 2)


def test_notices_are_stored_but_not_ranked(catalog: Catalog) -> None:
    catalog.add([Paper("1", "Erratum: Moss"), Paper("2", "Moss", notice=True)])
    assert (len(catalog), len(catalog.columns())) == (2, 0)
