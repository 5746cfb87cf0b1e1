"""Asking a service that answers in JSON and may know its users by a key.

The key is part of a question, and never of a message: it is cut out of all that a
failure says, also of what the service itself says.
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
    """Where a service is, and how it takes its key, if it has keys.

    The environment's `variable` names a mirror of the `usual` address. The key goes
    into the `header` or the `parameter` of that name. `keys` tells where to get one.
    """

    title: str
    variable: str
    usual: str
    key_place: KeyPlace | None = None
    header: str = ""
    parameter: str = ""
    keys: str = ""

    def key(self) -> str | None:
        """Return the user's key, or None; raise InputError if it cannot be had."""
        return kept_key(self.key_place) if self.key_place else None

    def get(self, client: Client, path: str, query: Mapping[str, str]) -> object:
        """Return the JSON at a path; raise NetworkError if it is none, or an error."""
        return self._ask(client.get, path, query)

    def post(
        self, client: Client, path: str, query: Mapping[str, str], payload: object
    ) -> object:
        """Return the JSON that answers a payload; raises as `get` does."""

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
        sent = dict(query)
        if key and self.parameter:
            sent[self.parameter] = key
        url = f"{self._address(has_key=bool(key))}{path}?{urlencode(sent)}"
        headers = {self.header: key} if key and self.header else {}
        try:
            answer = ask(url, headers).json()
            if error := error_of(answer):
                raise NetworkError(f"{redacted(url)} answered with an error: {error}")
        except NetworkError as error:
            error.args = (_without(self._explained(error, has_key=bool(key)), key),)
            raise
        return answer

    def _address(self, *, has_key: bool) -> str:
        """The address, which is checked before a key is put behind it."""
        address = checked(base_address(self.variable, self.usual))
        if has_key and not address.startswith("https://") and not is_loopback(address):
            raise InputError(
                f"{self.variable} must begin with https://, or your key would go over "
                "an open line"
            )
        return address

    def _explained(self, error: NetworkError, *, has_key: bool) -> str:
        """What an error says, and what to do about it."""
        status = error.status if isinstance(error, StatusError) else None
        told = str(error)
        if self.key_place and status in (401, 403) and has_key:
            return f"{told}; {self.title} does not accept your API key"
        if self.key_place and status in (401, 403, 429) and not has_key:
            return f"{told}; with an API key, {self.title} allows more: {self._how()}"
        if status == 400:
            return f"{told}; {self.title} does not understand what it was asked"
        return told

    def _how(self) -> str:
        name = self.key_place.variable if self.key_place else ""
        return f"put it into {name} ({self.keys})"


def _without(text: str, key: str | None) -> str:
    """A text with the key cut out, however it is written there."""
    if not key:
        return text
    ways = {key, quote(key), quote(key, safe=""), quote_plus(key)}
    return re.sub("|".join(map(re.escape, ways)), _HIDDEN, text, flags=re.IGNORECASE)
