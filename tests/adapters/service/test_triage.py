"""What can be done with a list while all papers are ranked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.library.selection import split
from readnext.request import Request
from readnext.suggestion import Answer
from readnext_adapters.cli.open_library import entries_of_all
from readnext_adapters.service.live_ranking import LiveRanking
from readnext_adapters.service.triage import Places, Triage
from tests.adapters.service.ranks import Ranks
from tests.conftest import FIXTURES

LIBRARY = FIXTURES / "libraries" / "generalization.bib"


@pytest.fixture
def ranking(tmp_path: Path, papers_of_today: Path) -> Iterator[LiveRanking]:
    library = split(list(entries_of_all([str(LIBRARY)], [])))
    history = tmp_path / "history.sqlite"
    with LiveRanking(library, papers_of_today, history, settle=60) as found:
        found.start()
        yield found


def test_what_is_listed_can_be_judged_saved_and_sent_meanwhile(
    ranking: LiveRanking, tmp_path: Path, papers_of_today: Path
) -> None:
    sent: list[Answer] = []

    def send(answer: Answer) -> int:
        sent.append(answer)
        return 1

    places = Places(
        papers_of_today, "test", tmp_path / "history.sqlite", tmp_path / "next.bib"
    )
    library = split(list(entries_of_all([str(LIBRARY)], [])))
    triage = Triage(library, ranking, places, send)
    first, second, third = triage.answer(Request(3))[0].suggestions
    with Ranks(ranking):
        triage.judge(first.paper.id, "like")
        assert triage.save(second.paper.id).added
        assert triage.send(third.paper.id).added
        assert triage.search("double descent")
    text = places.saved.read_text()
    assert second.paper.id in text
    assert "readnext-reason" in text
    ((one,),) = [answer.suggestions for answer in sent]
    assert (one.paper, one.reasons) == (third.paper, third.reasons)
