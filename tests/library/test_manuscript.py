"""What a manuscript cites of a library."""

from __future__ import annotations

from readnext.library.manuscript import Citation, cited
from readnext.paper import Entry, Problem

DUCKS, GEESE, TWIN = (
    Entry("Ducks", where="1"),
    Entry("geese"),
    Entry("Ducks", where="2"),
)
LIBRARY = [DUCKS, GEESE, TWIN]


def test_the_key_as_written_then_in_any_case() -> None:
    citations = [Citation("Ducks", "t:1"), Citation("GEESE", "t:2")]
    assert cited(citations, LIBRARY) == ([DUCKS, GEESE], [])


def test_a_missing_key_is_one_problem() -> None:
    citations = [Citation("swans", "t:1"), Citation("geese", "t:2")]
    found = cited([*citations, Citation("swans", "t:9")], LIBRARY)
    problem = Problem("t:1", "cites swans, which is not in the library")
    assert found == ([GEESE], [problem])


def test_the_asterisk_means_all() -> None:
    assert cited([Citation("*", "t")], LIBRARY) == (LIBRARY, [])
