"""Commands of the user that hang, or that write without end."""

from __future__ import annotations

import os
import time

import pytest

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, InputError, UnknownDeliveryError
from readnext_adapters import secrets
from readnext_adapters.delivery.sendmail import Sendmail

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are for a shell")
MESSAGE = Message("<1@x>", "a@b.c", "a@b.c", b"x" * 1_000_000)


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("yes", "the command prints more than a secret"),
        ("exec sleep 60", "the command took more than 0.5 s"),
        ("exit 3", "the command ended with 3"),
        ("kill -9 $$", "the command ended with -9"),
    ],
)
def test_a_key_command_that_fails(
    script: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "_PATIENCE", 0.5)
    start = time.monotonic()
    with pytest.raises(InputError) as caught:
        secrets.told(f"sh -c '{script}'", "KEY_COMMAND")
    assert str(caught.value) == f"KEY_COMMAND: {says}"
    assert time.monotonic() - start < 20


@pytest.mark.slow
def test_a_key_command_that_leaves_a_process_behind() -> None:
    start = time.monotonic()
    assert secrets.told("sh -c 'sleep 40 & echo s3cret'", "KEY_COMMAND") == "s3cret"
    assert time.monotonic() - start < 20


def test_no_key_command() -> None:
    for command in ("''", '"', "/no/such/command"):
        with pytest.raises(InputError, match="KEY_COMMAND: "):
            secrets.told(command, "KEY_COMMAND")


def test_a_mail_program_that_writes_without_end() -> None:
    send = Sendmail("sh -c 'yes >&2'")
    with pytest.raises(UnknownDeliveryError, match="writes errors without end"):
        send(MESSAGE, lambda: None)


def test_a_mail_program_that_never_reads() -> None:
    send = Sendmail("sleep 60", timeout=0.3)
    with pytest.raises(UnknownDeliveryError, match="no exit within"):
        send(MESSAGE, lambda: None)


@pytest.mark.slow
def test_a_mail_program_that_leaves_a_process_behind() -> None:
    start = time.monotonic()
    with pytest.raises(DeliveryError, match=r"exit status 3 \(quack\)"):
        Sendmail("sh -c 'sleep 40 & echo quack >&2; exit 3'")(MESSAGE, lambda: None)
    assert time.monotonic() - start < 20
