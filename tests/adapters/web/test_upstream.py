"""What the page says of another program that does not respond, or refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from readnext.errors import InputError, NetworkError, OfflineError, UserError
from readnext_adapters.cli.zotero_send import destination, send
from readnext_adapters.libraries.zotero.live import read_live
from readnext_adapters.web.app import status_of
from tests.adapters.serving import Server, free_port
from tests.adapters.web.service import Reply, Service, running


def sent(service: Service) -> Reply:
    fields = {"id": service.ids()[0], "action": "zotero"}
    return service.form(fields, Accept="application/json")


@pytest.mark.slow
def test_a_zotero_that_is_not_running_is_unavailable(
    tmp_path: Path, papers_of_today: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = destination("zotero")
    with running(
        tmp_path, papers_of_today, send=lambda answer: send(answer, sending)
    ) as service:
        url = f"http://127.0.0.1:{free_port()}/api"
        monkeypatch.setenv("READNEXT_ZOTERO_URL", url)
        reply = sent(service)
        assert reply.status == 503
        assert "Zotero is not running" in reply.json["error"]
        assert reply.json["error"].endswith("start it")
        with Server().running() as other:
            monkeypatch.setenv("READNEXT_ZOTERO_URL", f"{other.url}/api")
            reply = sent(service)
        assert reply.status == 502
        assert "\n" not in reply.json["error"]


def test_a_library_that_zotero_does_not_return_is_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As for the feed of a profile whose library is in the running Zotero."""
    url = f"http://127.0.0.1:{free_port()}/api"
    monkeypatch.setenv("READNEXT_ZOTERO_URL", url)
    monkeypatch.setenv("READNEXT_ZOTERO_DATA", "")
    with pytest.raises(InputError, match="start Zotero") as failed:
        list(read_live("zotero:", lambda _: None))
    assert status_of(failed.value) == 503


def test_errors_of_other_kinds() -> None:
    assert status_of(OfflineError()) == 503
    assert status_of(NetworkError("it failed")) == 502
    assert status_of(InputError("n: 'x' is not a number")) == 400
    assert status_of(UserError("the disk is full")) == 500
