"""Looks up papers in Semantic Scholar: a hundred ids per request, titles one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readnext.errors import NetworkError, StatusError
from readnext.matching.identity import Identity
from readnext_adapters.catalogs.json_response import items_of
from readnext_adapters.catalogs.s2 import LAYOUT, record
from readnext_adapters.http import Client, Policy
from readnext_adapters.sources.lookup import chunks, has_id, pages_of, wanted_ones
from readnext_adapters.sources.protocol import Item, Page
from readnext_adapters.sources.s2 import FIELDS, GRAPH, SERVICE, policy

# 500 are allowed, but a response has at most 9,999 references and 10 MB.
_AT_ONCE = 100
_QUERY = {"fields": f"{FIELDS},references.paperId,references.externalIds"}
_NONE_KNOWN = "no valid paper ids"
_LONGEST_TITLE = 300


class SemanticScholarFinder:
    """Looks up arXiv ids and DOIs, with references, and titles if there are no ids."""

    @property
    def name(self) -> str:
        """The canonical name."""
        return "s2"

    @property
    def policy(self) -> Policy:
        """How requests are sent."""
        return policy()

    def find(self, client: Client, wanted: Sequence[Identity]) -> Iterator[Page]:
        """Yield the wanted papers; a second id is tried after the first.

        Raises NetworkError if a request fails or a response cannot be read.
        """
        missing = [identity for identity in wanted if has_id(identity)]
        for which in (0, 1):
            left: list[Identity] = []
            for chunk in chunks((i for i in missing if len(_ids(i)) > which), _AT_ONCE):
                ids = [_ids(identity)[which] for identity in chunk]
                found = wanted_ones(_batch(client, ids), chunk)
                yield from pages_of(found)
                left += [i for n, i in enumerate(chunk) if n not in found.places]
            missing = left
        for identity in wanted:
            if identity.title and not has_id(identity):
                title = identity.full_title[:_LONGEST_TITLE]
                yield from pages_of(wanted_ones(_matched(client, title), [identity]))


def _ids(identity: Identity) -> list[str]:
    arxiv = [f"ARXIV:{identity.arxiv}"] if identity.arxiv else []
    return [*arxiv, f"DOI:{identity.doi}"] if identity.doi else arxiv


def _batch(client: Client, ids: list[str]) -> tuple[Item, ...]:
    """The papers of some ids; unknown ones are null in the response."""
    try:
        answer = SERVICE.post(client, f"{GRAPH}/batch", _QUERY, {"ids": ids})
    except StatusError as error:
        if error.status == 400 and _NONE_KNOWN in str(error).lower():
            return ()
        raise
    if not isinstance(answer, list) or len(answer) != len(ids):
        raise NetworkError("s2: the response does not list the requested papers")
    known = [paper for paper in answer if paper is not None]
    return items_of(known, "s2", LAYOUT, record)


def _matched(client: Client, title: str) -> tuple[Item, ...]:
    """The paper with the most similar title."""
    try:
        answer = SERVICE.get(client, f"{GRAPH}/search/match", _QUERY | {"query": title})
    except StatusError as error:
        if error.status != 404:
            raise
        return ()
    return items_of(answer, "s2", LAYOUT, record)
