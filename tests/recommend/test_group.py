"""Reading groups on planted topics: what two members like and no one has."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.library.selection import LibrarySplit, split
from readnext.matching.identity import Identity
from readnext.paper import Paper
from readnext.recommend.group import Member, suggest_to_group
from readnext.request import Filters, Parts, Request
from tests.command import Run
from tests.ranker.planted import library, of, three_topics

pytestmark = pytest.mark.slow

PAPERS = three_topics()
BIRDS, STARS, SOUPS = (of(PAPERS, topic) for topic in ("birds", "stars", "soups"))


def others() -> list[Paper]:
    """800 papers of 40 other topics, each with ten words of its own."""
    rng = random.Random(3)
    return [
        Paper(
            f"other/{n}",
            " ".join(f"w{n % 40}x{k}" for k in rng.sample(range(10), 3)) + f" {n}",
            authors=(f"Oz Other{n}",),
            abstract=" ".join(f"w{n % 40}x{rng.randrange(10)}" for _ in range(20)),
            venue=f"Conf {n % 4}",
            date=f"{2015 + n % 10}-01-01",
        )
        for n in range(800)
    ]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("group") / "catalog"
    with Catalog.open(folder, create=True) as opened:
        # Most of a catalog is of no interest to a reader.
        opened.add(BIRDS[:60] + STARS[:80] + SOUPS + others())
        yield opened


def member(name: str, *papers: list[Paper]) -> Member:
    entries = library([paper for some in papers for paper in some])
    return Member(
        name,
        split(
            [dataclasses.replace(e, key=f"{name}{n}") for n, e in enumerate(entries)]
        ),
    )


# Ann and Bob share the soups, a few of them; Cid shares nothing with either.
ANN = member("ann", BIRDS[:30], SOUPS[:20])
BOB = member("bob", STARS[:30], SOUPS[20:40])
CID = member("cid", STARS[30:60])


def ids(members: list[Member], catalog: Catalog, request: Request) -> list[str]:
    answer = suggest_to_group(members, catalog, request)
    return [one.paper.id for one in answer.suggestions]


def test_what_two_share_and_neither_has(catalog: Catalog) -> None:
    answer = suggest_to_group([ANN, BOB], catalog, Request(n=10))
    found = [one.paper.id for one in answer.suggestions]
    assert len(found) == 10 and all(one.startswith("soups/") for one in found)
    owned = {paper.id for paper in SOUPS[:40]}
    assert not owned & set(found)
    for one in answer.suggestions:
        assert [r.text.split(":")[0] for r in one.reasons] == ["fits ann", "fits bob"]
        for reason, name in zip(one.reasons, ("ann", "bob"), strict=True):
            assert all(key.startswith(name) for key in reason.keys)
    assert any(r.keys for one in answer.suggestions for r in one.reasons)
    assert "ann, bob, one vote each" in answer.notes[0]
    assert suggest_to_group([ANN, BOB], catalog, Request(n=10)) == answer


def test_a_large_library_has_one_vote(catalog: Catalog) -> None:
    """Ann's interest in birds does not count, however many of them she has."""
    large = member("ann", BIRDS[:58], SOUPS[:20])
    found = ids([large, BOB], catalog, Request(n=10))
    assert all(one.startswith("soups/") for one in found)


def test_more_members_bring_what_any_two_share(catalog: Catalog) -> None:
    found = ids([ANN, BOB, CID], catalog, Request(n=30))
    assert {one.split("/")[0] for one in found} == {"soups", "stars"}
    has = {p.id for p in (*BIRDS[:30], *SOUPS[:40], *STARS[:60])}
    assert not has & set(found)


def test_what_a_third_member_has_is_left_out(catalog: Catalog) -> None:
    """Ann and Dan like what Bob has nearly all of."""
    dan = member("dan", STARS[:30], SOUPS[:20])
    bob = member("bob", BIRDS[30:50], SOUPS[30:])
    found = ids([ANN, dan, bob], catalog, Request(n=20))
    assert not {paper.id for paper in SOUPS[30:]} & set(found)
    assert {paper.id for paper in SOUPS[20:30]} <= set(found)


def test_filters_dismissed_papers_and_parts(catalog: Catalog) -> None:
    group, request = [ANN, BOB], Request(n=10)
    first = suggest_to_group(group, catalog, request).suggestions[0].paper
    without = suggest_to_group(group, catalog, request, excluded=[Identity.of(first)])
    assert first.id not in [one.paper.id for one in without.suggestions]
    has = suggest_to_group(group, catalog, request, owned=library([first]))
    assert first.id not in [one.paper.id for one in has.suggestions]
    dated = Request(n=10, filters=Filters(since="2022"))
    papers = {one.id: one for one in PAPERS}
    assert all(papers[i].date >= "2022" for i in ids(group, catalog, dated))  # type: ignore[operator]
    parts = dataclasses.replace(request, parts=Parts(4, 3, since="2023"))
    answer = suggest_to_group(group, catalog, parts)
    assert [one.part for one in answer.suggestions] == ["new"] * 4 + ["missed"] * 3
    assert [one.rank for one in answer.suggestions] == list(range(1, 8))


def test_an_untrained_member_is_named(catalog: Catalog) -> None:
    dan = member("dan", SOUPS[40:45])
    mixed = suggest_to_group([ANN, dan], catalog, Request(n=3))
    few = "dan: works to learn from: 5; LightGBM needs 15"
    assert mixed.ranker == "lightgbm" and mixed.notes[1:] == (
        f"ranked without training for {few}",
    )
    assert (
        mixed.why.startswith("ann: trained on 50 works of yours") and few in mixed.why
    )
    both = suggest_to_group([dan, member("eve", SOUPS[45:50])], catalog, Request(n=3))
    assert both.ranker == "prior" and len(both.notes) == 1
    assert both.why == f"{few}; {few.replace('dan', 'eve')}"


def test_those_who_share_nothing_get_nothing(catalog: Catalog) -> None:
    birds = member("ann", BIRDS[:40])
    answer = suggest_to_group([birds, CID], catalog, Request(n=10))
    assert len(answer.suggestions) < 3
    alone = Member("dan", LibrarySplit())
    with pytest.raises(UserError, match="two libraries"):
        suggest_to_group([ANN], catalog, Request())
    with pytest.raises(UserError, match="dan: the library has nothing to learn from"):
        suggest_to_group([ANN, alone], catalog, Request())


def shown(run: Run, *libraries: Path) -> list[str]:
    done = run("suggest", *libraries, "--group", "-n", "3", "--format", "json")
    return [one["id"] for one in json.loads(done.stdout)["suggestions"]]


def test_the_commands(
    run: Run, fixtures: Path, tmp_path: Path, own_catalog: Path, home: Path
) -> None:
    one, two = tmp_path / "ann.bib", tmp_path / "lab.bib"
    for copy in (one, two):
        shutil.copy(fixtures / "libraries" / "generalization.bib", copy)
    done = run("suggest", one, two, "--group", "-n", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("fits ann") == done.stdout.count("fits lab") == 3
    assert run("suggest", one, "--group").returncode == 1
    again = run("suggest", one, two, tmp_path / "." / "ann.bib", "--group", "-n", "3")
    assert again.stdout == done.stdout and "ann.bib is named twice" in again.stderr
    liked = shown(run, one, two)[0]
    assert run("feedback", "like", liked).returncode == 0
    assert liked not in shown(run, one, two)
    wrong = run("suggest", one, two, "--group", "--like", "x")
    assert wrong.returncode == 2 and "about one reader" in wrong.stderr
    path = home / ".config/readnext/settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'[profiles.lab]\nlibrary = ["{one}", "{two}"]\ngroup = true\n'
        f'to = "lab@example.org"\noutput = "{tmp_path}/issue.eml"\nn = 3\n'
    )
    path.chmod(0o600)
    done = run("digest", "lab", "--no-update")
    assert (done.returncode, done.stderr) == (0, "")
    text = (tmp_path / "issue.eml").read_text("utf-8")
    assert liked not in text
    assert text.count("fits ann") >= 3 and "one vote each" in text
    assert own_catalog.is_dir()
