"""Requests to a service that returns JSON and may require an API key.

The key is part of a request, and never of a message: it is removed from all errors,
also from those that the service itself states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, urlencode

from readnext.errors import InputError, NetworkError, StatusError
from readnext_adapters.apikeys import KeyPlace, kept_key
from readnext_adapters.catalogs.json_response import error_of
from readnext_adapters.http import Client, Response
from readnext_adapters.http.response import redacted
from readnext_adapters.http.urls import checked, is_loopback
from readnext_adapters.sources.protocol import base_address

_HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Service:
    """The URL of a service, and how it takes an API key, if any.

    The environment's `variable` names a mirror of the `usual` URL. The key is sent in
    the `header` (after the word `scheme`, if any) or query `parameter` of that name.
    `keys` tells where to get one; with `needs_key`, nothing is requested without one.
    """

    title: str
    variable: str
    usual: str
    key_place: KeyPlace | None = None
    header: str = ""
    parameter: str = ""
    keys: str = ""
    scheme: str = ""
    needs_key: bool = False

    def key(self) -> str | None:
        """Return the user's key, or None; raise InputError if it cannot be read."""
        return kept_key(self.key_place) if self.key_place else None

    def get(self, client: Client, path: str, query: Mapping[str, str]) -> object:
        """Return the JSON at a path; raise NetworkError for an error or no JSON."""
        return self._ask(client.get, path, query)

    def post(
        self, client: Client, path: str, query: Mapping[str, str], payload: object
    ) -> object:
        """Return the JSON response to a payload; raises as `get` does."""

        def ask(url: str, headers: Mapping[str, str]) -> Response:
            return client.post(url, payload, headers)

        return self._ask(ask, path, query)

    def _ask(
        self,
        ask: Callable[[str, Mapping[str, str]], Response],
        path: str,
        query: Mapping[str, str],
    ) -> object:
        key = self.key()
        if self.needs_key and not key:
            raise NetworkError(f"{self.title} needs an API key: {self._how()}")
        sent = dict(query)
        if key and self.parameter:
            sent[self.parameter] = key
        url = f"{self._address(has_key=bool(key))}{path}?{urlencode(sent)}"
        headers = (
            {self.header: f"{self.scheme} {key}".strip()} if self.header and key else {}
        )
        try:
            answer = ask(url, headers).json()
            if error := error_of(answer):
                raise NetworkError(f"{redacted(url)} answered with an error: {error}")
        except NetworkError as error:
            error.args = (_without(self._explained(error, has_key=bool(key)), key),)
            raise
        return answer

    def _address(self, *, has_key: bool) -> str:
        """The base URL, checked before a key is added to it."""
        address = checked(base_address(self.variable, self.usual))
        if has_key and not address.startswith("https://") and not is_loopback(address):
            raise InputError(
                f"{self.variable} must begin with https://, or your key would be sent "
                "unencrypted"
            )
        return address

    def _explained(self, error: NetworkError, *, has_key: bool) -> str:
        """The text of an error, with what to do about it."""
        status = error.status if isinstance(error, StatusError) else None
        told = str(error)
        if self.key_place and status in (401, 403) and has_key:
            return f"{told}; {self.title} does not accept your API key"
        if self.key_place and status in (401, 403, 429) and not has_key:
            return f"{told}; with an API key, {self.title} allows more: {self._how()}"
        if status == 400:
            return f"{told}; {self.title} rejected the request as invalid"
        return told

    def _how(self) -> str:
        name = self.key_place.variable if self.key_place else ""
        return f"set {name} ({self.keys})"


def _without(text: str, key: str | None) -> str:
    """A text without the key, in any of its encodings."""
    if not key:
        return text
    ways = {key, quote(key), quote(key, safe=""), quote_plus(key)}
    return re.sub("|".join(map(re.escape, ways)), _HIDDEN, text, flags=re.IGNORECASE)
