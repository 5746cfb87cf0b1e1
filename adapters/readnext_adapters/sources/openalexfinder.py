"""Looks up papers in OpenAlex: fifty DOIs per request, titles one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from readnext.errors import StatusError
from readnext.matching.arxiv import DOI_PREFIX
from readnext.matching.identity import Identity
from readnext_adapters.catalogs.json_response import items_of
from readnext_adapters.catalogs.openalex import LAYOUT, record
from readnext_adapters.http import Client, Policy
from readnext_adapters.sources.lookup import chunks, has_id, pages_of, wanted_ones
from readnext_adapters.sources.openalex import POLICY, SERVICE, WORKS, always
from readnext_adapters.sources.protocol import Item, Page

_AT_ONCE = 50
# Characters with a meaning in filters; a DOI with one is requested separately.
_SPECIAL = re.compile(r"[,|+!&\"\s]")
_NO_WORDS = re.compile(r"[^\w\s]|_")
_LONGEST_TITLE = 300
_NEAREST = "10"


class OpenAlexFinder:
    """Looks up DOIs, arXiv ids by their arXiv DOIs, and titles if there are no ids."""

    @property
    def name(self) -> str:
        """The canonical name."""
        return "openalex"

    @property
    def policy(self) -> Policy:
        """How requests are sent."""
        return POLICY

    def find(self, client: Client, wanted: Sequence[Identity]) -> Iterator[Page]:
        """Yield the wanted works; papers without an id are searched by title.

        Raises NetworkError if a request fails or a response cannot be read.
        """
        pairs = [(doi, identity) for identity in wanted for doi in _dois(identity)]
        plain = [pair for pair in pairs if not _SPECIAL.search(pair[0])]
        for chunk in chunks(plain, _AT_ONCE):
            asked = "|".join(dict.fromkeys(doi for doi, _ in chunk))
            items = _filtered(client, f"doi:{asked}", str(2 * _AT_ONCE))
            yield from pages_of(wanted_ones(items, [identity for _, identity in chunk]))
        for doi, identity in pairs:
            if _SPECIAL.search(doi):
                yield from pages_of(wanted_ones(_single(client, doi), [identity]))
        for identity in wanted:
            words = _words(identity)
            if words and not has_id(identity):
                items = _filtered(client, f"title.search:{words}", _NEAREST)
                yield from pages_of(wanted_ones(items, [identity]))


def _dois(identity: Identity) -> Iterator[str]:
    if identity.doi:
        yield identity.doi
    if identity.arxiv:
        yield f"{DOI_PREFIX}{identity.arxiv}"


def _words(identity: Identity) -> str:
    """The words of a title, none of which is a search operator."""
    return " ".join(
        _NO_WORDS.sub(" ", identity.full_title[:_LONGEST_TITLE]).lower().split()
    )


def _filtered(client: Client, which: str, most: str) -> tuple[Item, ...]:
    query = always() | {"filter": which, "per-page": most}
    answer = SERVICE.get(client, WORKS, query)
    return items_of(answer, "openalex", LAYOUT, record)


def _single(client: Client, doi: str) -> tuple[Item, ...]:
    query = {key: value for key, value in always().items() if key != "per-page"}
    try:
        answer = SERVICE.get(client, f"{WORKS}/doi:{quote(doi)}", query)
    except StatusError as error:
        if error.status != 404:
            raise
        return ()
    return items_of(answer, "openalex", LAYOUT, record)
