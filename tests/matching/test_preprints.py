"""One rule says what is a preprint, to matching, lint, exports and catalogs."""

from __future__ import annotations

import pytest

from readnext.library.lint import offers
from readnext.matching.identity import Identity
from readnext.matching.preprints import is_preprint_venue
from readnext.paper import Author, Entry, Paper
from readnext_adapters.catalogs.repositories import is_repository
from readnext_adapters.exports.plain_record import plain_record

PREPRINTS = ("SSRN", "CoRR", "bioRxiv", "medRxiv", "arXiv", "Research Square")
VENUES = ("ICLR 2019, OpenReview.net", "Journal of Correlation", "Nature", "")


@pytest.mark.parametrize("venue", PREPRINTS)
def test_a_server_is_one_everywhere(venue: str) -> None:
    paper = Paper("1", "On Ducks", ("Ada Drake",), venue=venue, date="2024")
    assert is_preprint_venue(venue)
    assert is_repository(venue)
    assert Identity.of(paper).is_preprint()
    assert plain_record(paper).venue == ""
    mine = Entry("a", title="On Ducks", authors=(Author("Drake", "Ada"),), venue=venue)
    published = Paper("2", "On Ducks", ("Ada Drake",), venue="Pond", date="2025")
    (finding,) = offers(mine, [published])
    assert "has been published" in finding.text


@pytest.mark.parametrize(
    "venue", ["Submitted to ICML", "OpenReview", "arXiv preprint arXiv:1706.03762"]
)
def test_what_is_not_published_yet(venue: str) -> None:
    assert is_preprint_venue(venue)


@pytest.mark.parametrize("venue", VENUES)
def test_places_of_publication(venue: str) -> None:
    assert not is_preprint_venue(venue)
