"""The rules of a session: what is learned from, owned and excluded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.features.profile import Profile
from readnext.history.feedback import experience
from readnext.library.selection import LibrarySplit, split
from readnext.paper import ACCEPTED, SUGGESTED, Entry
from readnext.recommend.session import Session, suggest
from readnext.request import Request, Selection
from readnext.topics.clusters import Topics
from tests.ranker.planted import library, of, three_topics

PAPERS = three_topics()
REQUEST = Request(n=10, topics=True, map=True, diversity=1)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("planted")
    with Catalog.open(folder / "catalog", create=True) as opened:
        opened.add(PAPERS)
        yield opened


def mine() -> list[Entry]:
    return library(of(PAPERS, "birds")[:12])


def test_a_split_has_each_entry_in_one_place() -> None:
    own = [Entry(key, title=f"On {key} ducks") for key in ("old", "new")]
    refused = Entry("no", title="On no ducks", keywords=("readnext:no",))
    unjudged = Entry("maybe", title="On some ducks", keywords=(SUGGESTED,))
    judged = Entry("yes", title="On yes ducks", keywords=(SUGGESTED, ACCEPTED))
    entries = [*own, refused, unjudged, judged]
    found = split(entries)
    assert found.chosen == (*own, judged)
    assert found.rest == (refused,)
    assert found.own == (*own, refused, judged)
    assert found.unjudged == 1 and "1 entry is a suggestion" in found.notes[0]
    cited = split(entries, cited=[own[1], unjudged])
    assert cited.chosen == (own[1], unjudged)
    assert cited.rest == (own[0], refused, judged)


def test_a_selection_without_entries_is_an_error() -> None:
    with pytest.raises(UserError, match="no entry with a title with that tag; there"):
        split(mine(), Selection(tags=("no such tag",)))


def test_nothing_to_learn_from_is_an_error() -> None:
    with pytest.raises(UserError, match="nothing to learn from"):
        Session.of(LibrarySplit(), experience(None, (), ignored=False))


def test_what_was_sent_and_what_is_owned_is_not_suggested(catalog: Catalog) -> None:
    known = experience(None, (), ignored=False)
    whole = split(mine())
    first = Session.of(whole, known).answer(catalog, REQUEST)
    sent = [one.paper for one in first.suggestions[:3]]
    second = Session.of(whole, known, sent=sent).answer(catalog, REQUEST)
    ids = {one.paper.id for one in second.suggestions}
    assert not ids & {paper.id for paper in sent}
    assert second.candidates == first.candidates - 3


def test_topics_are_computed_once_for_an_answer(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds: list[int] = []
    compute = Topics.of

    def counted(profile: Profile, seed: int) -> Topics:
        seeds.append(seed)
        return compute(profile, seed)

    monkeypatch.setattr(Topics, "of", counted)
    answer = suggest(mine(), catalog, REQUEST)
    assert answer.map is not None and answer.suggestions[0].topic is not None
    assert seeds == [REQUEST.seed]
