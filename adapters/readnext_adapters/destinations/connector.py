"""The Zotero running on this computer, by its connector API for browsers.

The protocol is that of Zotero's own connector (chrome/content/zotero/xpcom/server/
server_connector.js of https://github.com/zotero/zotero, from version 7 on). It imports
BibTeX into the library or collection that is selected in its window. BibTeX, not RIS:
so arXiv ids and citation keys are kept, and preprints do not become journal
articles.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace

from readnext.errors import (
    NetworkError,
    OfflineError,
    StatusError,
    UnreachableError,
    UserError,
)
from readnext.suggestion import Answer
from readnext_adapters.exports import bibtex
from readnext_adapters.http import Client, Policy, Response
from readnext_adapters.libraries.zotero.local import api_address
from readnext_adapters.parsing.jsonvalues import object_of
from readnext_adapters.parsing.safe_text import plain

_POLICY = Policy(
    attempts=2,
    deadline=120.0,
    connect_timeout=3.0,
    read_timeout=110.0,
    first_wait=0.2,
    retry_connect=False,
)
# Without this header Zotero rejects requests that may come from a web page.
_HEADERS = {"Zotero-Allowed-Request": "1"}
_KIND = "application/x-bibtex"
_LOOK = "check Zotero before you send them again"
_OWN = 1  # the id of the user's own library in every Zotero


@dataclass(frozen=True, slots=True)
class Target:
    """Where Zotero imports to: a library, and a collection in it."""

    library: str
    collection: str = ""
    editable: bool = True
    own: bool = True

    def __str__(self) -> str:
        if self.collection:
            return f"the collection '{self.collection}' of '{self.library}'"
        return f"the library '{self.library}'"


def rendered(answer: Answer, tag: str) -> str:
    """Return the suggestions as BibTeX, each with a tag."""
    tagged = (
        replace(s, paper=replace(s.paper, keywords=(*s.paper.keywords, tag)))
        for s in answer.suggestions
    )
    return bibtex.render(replace(answer, suggestions=tuple(tagged)))


def find_target() -> Target:
    """Return what is selected in Zotero's window.

    Raises UserError if Zotero does not respond or refuses, or is another program.
    """
    with Client(_POLICY, _HEADERS) as client:
        try:
            client.post(f"{_address()}/ping", {}).json()
            selected = client.post(f"{_address()}/getSelectedCollection", {}).json()
        except UnreachableError as error:
            raise not_running(error) from error
        except StatusError as error:
            raise _no_zotero(error) from error
    found = object_of(selected)
    library = _name(found.get("libraryName"))
    if not library:
        raise NetworkError(f"{_address()} does not respond like Zotero")
    inside = found.get("id") is not None
    return Target(
        library,
        _name(found.get("name")) if inside else "",
        editable=found.get("libraryEditable") is not False
        and found.get("editable") is not False,
        own=found.get("libraryID") == _OWN,
    )


def import_bibtex(text: str, target: Target) -> int | None:
    """Have Zotero import a file; return how many items it imported, if it says so.

    Raises UserError if the papers were not imported, or may not have been; the
    message says which.
    """
    if not target.editable:
        raise _read_only(target)
    # A new connection: an idle one may have been closed during the user's prompt.
    with Client(_POLICY, _HEADERS) as client:
        url = f"{_address()}/import?session={secrets.token_hex(16)}"
        try:
            answer = client.submit(url, text.encode(), _KIND)
        except UnreachableError as error:
            raise not_running(error) from error
        except OfflineError:
            raise
        except NetworkError as error:
            raise NetworkError(
                f"the response of Zotero was lost ({error}): the papers may have been "
                f"imported; {_LOOK}"
            ) from error
        if answer.status != 201:
            raise _refusal(answer, target, client)
    return _count(answer)


def _name(value: object) -> str:
    return plain(value) if isinstance(value, str) else ""


def _address() -> str:
    return f"{api_address().removesuffix('/api')}/connector"


def not_running(error: UnreachableError) -> UnreachableError:
    """Return the error for a Zotero that does not respond, which says what to do."""
    return UnreachableError(f"Zotero is not running ({error}); start it")


def _no_zotero(error: StatusError) -> UserError:
    if error.status == 404:
        return UserError(f"not Zotero, or a version without import ({error})")
    return UserError(f"Zotero has its local API disabled ({error})")


def _refusal(answer: Response, target: Target, client: Client) -> UserError:
    """The error for a status of the import (`Zotero.Server.Connector.Import`)."""
    if answer.status == 400:
        return UserError("Zotero did not recognise the papers as BibTeX (status 400)")
    if answer.status == 409:
        return UserError(
            f"Zotero reports that these papers were already sent (status 409); {_LOOK}"
        )
    if answer.status == 500 and _says(answer).get("libraryEditable") is False:
        return _read_only(target)
    if answer.status >= 500:
        return UserError(
            f"Zotero failed ({client.refusal(answer)}): some of the papers may have "
            f"been imported; {_LOOK}"
        )
    return client.refusal(answer)


def _read_only(target: Target) -> UserError:
    return UserError(
        f"the library '{target.library}', which is selected in Zotero, is "
        "read-only; select another library or collection there"
    )


def _says(answer: Response) -> dict[str, object]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _count(answer: Response) -> int | None:
    """The number of items in the response."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return len(found) if isinstance(found, list) else None
