"""``arxiv-new:cs.LG+stat.ML``: what arXiv announced today, by its Atom feed.

The feed holds one day (https://info.arxiv.org/help/atom_specifications.html); at
weekends it is empty. New versions of known papers are left to ``arxiv:``, which has
more details.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from readnext.errors import InputError, NetworkError
from readnext_adapters.catalogs.arxiv import feed
from readnext_adapters.catalogs.arxiv.categories import parse_category
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.response import redacted
from readnext_adapters.sources.arxiv.policy import PATIENCE, POLICY, whole
from readnext_adapters.sources.protocol import Page, base_address

HELP = "arxiv-new:CATEGORY+... (arxiv-new:cs.LG+stat.ML): what arXiv announced today"

_ANNOUNCED = frozenset(("new", "cross"))


def parse(rest: str) -> Announcements:
    """Return the source of categories or archives; raise InputError for an invalid one.

    >>> parse("stat.ml + cs.LG+cs.lg").name
    'arxiv-new:stat.ML+cs.LG'
    """
    if not rest.strip():
        raise InputError("arxiv-new: no category; give one, e.g. arxiv-new:cs.LG")
    return Announcements(tuple(dict.fromkeys(map(parse_category, rest.split("+")))))


@dataclass(frozen=True, slots=True)
class Announcements:
    """The announcements of some categories."""

    categories: tuple[str, ...]
    policy: Policy = POLICY
    patience: int = PATIENCE

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"arxiv-new:{'+'.join(self.categories)}"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield the papers of the day, new or new in these categories, in one page.

        No other day is available. Raises NetworkError if the feed fails or cannot be
        read completely.
        """
        del cursor, since
        base = base_address("READNEXT_ARXIV_RSS_URL", "https://rss.arxiv.org/atom")
        url = f"{base}/{'+'.join(self.categories)}"
        body = client.get(url).body
        answer = whole(feed.parse(body, redacted(url), _ANNOUNCED))
        if answer.errors:
            raise NetworkError(f"{redacted(url)}: {answer.complaint()}")
        yield Page(tuple(answer.items), today.isoformat())
