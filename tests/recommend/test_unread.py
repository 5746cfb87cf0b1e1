"""Ranking what the reader owns and has not read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.paper import Entry
from readnext.recommend.unread import rank_unread
from readnext.request import Filters, Request
from tests.adapters.zoterofiles import ZoteroFile
from tests.command import Run
from tests.ranker.planted import library, of, three_topics

pytestmark = pytest.mark.slow

PAPERS = three_topics()


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("unread") / "catalog"
    with Catalog.open(folder, create=True) as opened:
        opened.add(of(PAPERS, "birds")[:40] + of(PAPERS, "soups"))
        yield opened


def marked(entries: Sequence[Entry], read: bool) -> list[Entry]:
    return [dataclasses.replace(one, read=read) for one in entries]


def mine() -> list[Entry]:
    """Read: birds. Unread: birds, of which the catalog has half, and stars."""
    birds = library(of(PAPERS, "birds"))
    stars = library(of(PAPERS, "stars"))[:10]
    return marked(birds[:20], True) + marked([*stars, *birds[35:45]], False)


def test_the_topic_of_what_was_read_comes_first(catalog: Catalog) -> None:
    answer = rank_unread(mine(), catalog, Request(n=20))
    keys = [one.key for one in answer.suggestions]
    unread = {one.key for one in mine() if one.read is False}
    assert set(keys) == unread and len(keys) == 20
    assert all(key.startswith("birds") for key in keys[:10])
    assert answer.candidates == 20 and answer.ranker == "lightgbm"
    assert {one.part for one in answer.suggestions} == {"unread"}
    cited = {key for one in answer.suggestions for r in one.reasons for key in r.keys}
    assert cited and not cited & unread
    assert rank_unread(mine(), catalog, Request(n=20)) == answer


def test_a_priority_comes_before_the_score(catalog: Catalog) -> None:
    entries = mine()
    entries[20] = dataclasses.replace(entries[20], priority=1)
    answer = rank_unread(entries, catalog, Request(n=3))
    first, second, _ = answer.suggestions
    assert first.key == entries[20].key and first.score < second.score


def test_the_days_of_addition_and_reading_tell_the_habit(catalog: Catalog) -> None:
    """Who reads what was just added gets the newest; without days, the order stays."""
    first = dt.date(2026, 1, 1)
    dated = []
    for n, entry in enumerate(sorted(mine(), key=lambda one: one.key[-1])):
        day = (first + dt.timedelta(n)).isoformat()
        opened = day if entry.read else None
        dated.append(dataclasses.replace(entry, added=day, last_read=opened))
    answer = rank_unread(dated, catalog, Request(n=20))
    places = {entry.key: n for n, entry in enumerate(dated)}
    found = [places[one.key] for one in answer.suggestions]
    assert np.mean(found[:5]) > np.mean(found[-5:]) + 10
    assert answer.notes and not rank_unread(mine(), catalog, Request(n=20)).notes


def test_what_has_nothing_in_common_is_not_called_near(catalog: Catalog) -> None:
    odd = Entry("odd", title="Zymurgy for xylophonists", read=False)
    answer = rank_unread([*mine(), odd], catalog, Request(n=100))
    (found,) = (one for one in answer.suggestions if one.key == "odd")
    (reason,) = found.reasons
    assert reason.text == "nothing that you have read is close to it"
    assert not any("catalog" in r.text for s in answer.suggestions for r in s.reasons)


def test_filters_choose_among_the_unread(catalog: Catalog) -> None:
    request = Request(filters=Filters(authors=("Ann Stars3",)))
    answer = rank_unread(mine(), catalog, request)
    assert [one.key for one in answer.suggestions] == ["stars/3"]
    nobody = Request(filters=Filters(authors=("Nobody Atall",)))
    with pytest.raises(UserError, match="passes the filters"):
        rank_unread(mine(), catalog, nobody)


def test_the_unread_of_a_zotero_database(run: Run, tmp_path: Path) -> None:
    file = ZoteroFile(tmp_path / "zotero.sqlite")
    titles = [paper.title for paper in of(PAPERS, "birds")[:12]]
    for n, title in enumerate(titles):
        tags = [("toread", 0)] if n == 11 else []
        item = file.item(f"KEY{n:05}", {"title": title}, tags=tags)
        pdf = file.attachment(f"PDF{n:05}", item, 1_767_225_600 if n < 4 else None)
        if n == 4:
            file.annotation("MARK0000", pdf)
    file.close()
    shown = run("suggest", tmp_path / "zotero.sqlite", "--unread", "--format", "json")
    assert shown.returncode == 0, shown.stderr
    (only,) = json.loads(shown.stdout)["suggestions"]
    assert (only["title"], only["part"]) == (titles[11], "unread")


def test_without_tags_zotero_says_what_was_not_opened(run: Run, tmp_path: Path) -> None:
    file = ZoteroFile(tmp_path / "zotero.sqlite")
    titles = [paper.title for paper in of(PAPERS, "birds")[:12]]
    for n, title in enumerate(titles):
        item = file.item(f"KEY{n:05}", {"title": title})
        pdf = file.attachment(f"PDF{n:05}", item, 1_767_225_600 if n < 4 else None)
        if n == 4:
            file.annotation("MARK0000", pdf)
    file.close()
    shown = run("suggest", tmp_path / "zotero.sqlite", "--unread", "--format", "json")
    found = json.loads(shown.stdout)["suggestions"]
    assert {one["title"] for one in found} == set(titles[5:])


def test_jabref_marks_what_to_read(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lib.bib"
    file.write_text(
        "@article{a, title={On Ducks}, readstatus={read}}\n"
        "@article{b, title={On Geese}, priority={prio2}}\n"
        "@article{c, title={On Herons}, priority={prio1}}\n"
        "@article{d, title={On Swifts}, keywords={birds, to-read}}\n",
        "utf-8",
    )
    shown = run("suggest", file, "--unread", "--format", "json")
    found = json.loads(shown.stdout)["suggestions"]
    assert [one["key"] for one in found] == ["c", "b", "d"]
    assert "c" in run("suggest", file, "--unread").stdout
    assert run("history", "--format", "json").stdout == (
        '{"months": [], "total": {"suggested": 0, "taken": 0, "liked": 0, '
        '"dismissed": 0}}\n'
    )


@pytest.mark.parametrize("option", ["--new", "--like=x", "--own-papers"])
def test_options_on_papers_of_others_are_refused(
    run: Run, tmp_path: Path, option: str
) -> None:
    (tmp_path / "a.bib").write_text("@article{a, title={On Ducks}, keywords={toread}}")
    done = run("suggest", tmp_path / "a.bib", "--unread", option)
    assert done.returncode == 2
    assert "that you do not own; leave it out with --unread" in done.stderr
