"""What `readnext doctor` says of the Zotero on this computer."""

from __future__ import annotations

from collections.abc import Iterator

from readnext.errors import NetworkError, StatusError
from readnext_adapters.cli.doctor_checks import Finding
from readnext_adapters.http import Client, Policy
from readnext_adapters.libraries.zotero.folders import find_database
from readnext_adapters.libraries.zotero.local import SETTING, api_address
from readnext_adapters.parsing.jsonvalues import object_of

_POLICY = Policy(
    attempts=1, deadline=5.0, connect_timeout=1.0, read_timeout=4.0, retry_connect=False
)
_HEADERS = {"Zotero-API-Version": "3", "Zotero-Allowed-Request": "1"}
_INSTALL = "readnext zotero plugin -o readnext.xpi, then install it in Zotero"


def zotero_findings() -> Iterator[Finding]:
    """Yield whether Zotero runs, in which version, with its local API and the plugin.

    Nothing is said where there is no Zotero at all.
    """
    address = api_address()
    root = address.removesuffix("/api")
    with Client(_POLICY, _HEADERS) as client:
        try:
            ping = client.post(f"{root}/connector/ping", {})
        except NetworkError:
            if database := find_database():
                yield Finding(
                    "zotero", "ok", f"not running; its data are in {database}"
                )
            return
        version = ping.headers.get("x-zotero-version", "of an unknown version")
        yield Finding("zotero", "ok", f"running: Zotero {version}")
        yield _local_api(client, f"{address}/")
        yield _plugin(client, f"{root}/readnext/status")


def _local_api(client: Client, url: str) -> Finding:
    try:
        client.get(url)
    except StatusError as error:
        if error.status == 403:
            return Finding("zotero", "warning", "its local API is off", SETTING)
        return Finding("zotero", "warning", f"it has no local API ({error})")
    except NetworkError as error:
        return Finding("zotero", "warning", f"its local API fails: {error}")
    return Finding("zotero", "ok", "its local API is on")


def _plugin(client: Client, url: str) -> Finding:
    try:
        found = object_of(client.get(url).json())
    except NetworkError:
        text = "the plugin of readnext is not installed in it"
        return Finding("zotero", "ok", text, _INSTALL)
    return Finding("zotero", "ok", f"it has the plugin {found.get('plugin', '')}")
