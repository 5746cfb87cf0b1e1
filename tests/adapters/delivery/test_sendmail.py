"""Delivery by a real program, and into a file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, InputError, UnknownDeliveryError, UserError
from readnext_adapters.delivery.file import MessageFile
from readnext_adapters.delivery.sendmail import Sendmail
from tests.adapters.delivery.conftest import MESSAGE

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="the programs are shell scripts"
)


def program(folder: Path, script: str) -> Path:
    """A sendmail of our own: keeps what it gets, then does as the script says."""
    path = folder / "a program"
    path.write_text(
        f'#!/bin/sh\nprintf "%s|" "$@" > "{folder}/arguments"\n'
        f'cat > "{folder}/got"\n{script}\n'
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_program_gets_the_message(message: Message, tmp_path: Path) -> None:
    began: list[int] = []
    path = program(tmp_path, "exit 0")
    Sendmail(f"'{path}' -t -i 'x;$(touch /nope)'")(message, lambda: began.append(1))
    assert (tmp_path / "got").read_bytes() == MESSAGE.replace(b"\r\n", b"\n")
    assert (tmp_path / "arguments").read_text() == "-t|-i|x;$(touch /nope)|"
    assert began == [1]


@pytest.mark.parametrize(
    ("script", "temporary", "says"),
    [
        (
            "echo 'no\x1b[31m route' >&2; exit 69",
            False,
            r"exit status 69 \(no.*route\)",
        ),
        ("exit 75", True, "exit status 75"),
        ("exit 1", False, "exit status 1"),
    ],
)
def test_a_program_that_fails(
    message: Message, tmp_path: Path, script: str, temporary: bool, says: str
) -> None:
    send = Sendmail(f"'{program(tmp_path, script)}'")
    with pytest.raises(DeliveryError, match=says) as told:
        send(message, lambda: None)
    assert not isinstance(told.value, UnknownDeliveryError)
    assert told.value.temporary == temporary
    assert "\x1b" not in str(told.value)


@pytest.mark.parametrize("script", ["kill -9 $$", "exit 137"])
def test_a_program_that_is_killed(
    message: Message, tmp_path: Path, script: str
) -> None:
    send = Sendmail(f"'{program(tmp_path, script)}'")
    with pytest.raises(UnknownDeliveryError, match="may have been delivered"):
        send(message, lambda: None)


def test_a_program_that_hangs(message: Message, tmp_path: Path) -> None:
    send = Sendmail(f"'{program(tmp_path, 'exec sleep 60')}'", timeout=0.3)
    with pytest.raises(UnknownDeliveryError, match=r"no exit within 0\.3 s"):
        send(message, lambda: None)


def test_a_program_that_does_not_read(message: Message, tmp_path: Path) -> None:
    path = tmp_path / "deaf"
    path.write_text("#!/bin/sh\nexit 0\n")
    path.chmod(0o755)
    big = Message("<1@x>", "a@b.c", "a@b.c", b"x" * 1_000_000)
    Sendmail(str(path))(big, lambda: None)


def test_no_such_program(message: Message) -> None:
    with pytest.raises(DeliveryError, match="/no/such/sendmail: No such file"):
        Sendmail("/no/such/sendmail -t")(message, lambda: None)
    for command in ("", "'unclosed"):
        with pytest.raises(InputError, match="--sendmail"):
            Sendmail(command)


def test_a_history_that_cannot_be_written_stops_it(
    message: Message, tmp_path: Path
) -> None:
    def begin() -> None:
        raise UserError("the disk is full")

    with pytest.raises(UserError, match="the disk is full"):
        Sendmail(f"'{program(tmp_path, 'exit 0')}'")(message, begin)
    got = tmp_path / "got"
    assert not got.exists() or got.read_bytes() == b""


def test_a_file(message: Message, tmp_path: Path) -> None:
    began: list[int] = []
    path = tmp_path / "issue.eml"
    path.write_text("yesterday's")
    MessageFile(path)(message, lambda: began.append(1))
    assert (path.read_bytes(), began) == (MESSAGE, [1])
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written(message: Message, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="No such file") as told:
        MessageFile(tmp_path / "none" / "issue.eml")(message, lambda: None)
    assert not isinstance(told.value, UnknownDeliveryError)
