"""The command that a mail shows for feedback: a shell takes any title literally."""

from __future__ import annotations

import shlex
import subprocess

import pytest

from readnext.digest.feedback_line import _shell_name
from readnext.paper import Paper


@pytest.mark.parametrize(
    ("title", "id", "shown"),
    [
        ("On Ducks and Geese in Ponds", "a", '"On Ducks and Geese"'),
        ("On $(touch /tmp/owned) Ducks", "a", '"On"'),
        ("`reboot` of Ducks", "arxiv:1", "arxiv:1"),
        ('"; reboot; "', "$(reboot)", "'$(reboot)'"),
        ("-h for Ducks", "a", '-- "-h for Ducks"'),
        ("!! Ducks", "--help", "-- --help"),
        ("", "it's", "'it'\"'\"'s'"),
    ],
)
def test_a_name(title: str, id: str, shown: str) -> None:
    assert _shell_name(Paper(id, title)) == shown


@pytest.mark.parametrize(
    "evil", ["$(echo x)", "`echo x`", '";echo x;"', "a\\", "$HOME"]
)
def test_a_shell_takes_it_literally(evil: str) -> None:
    name = _shell_name(Paper(evil, f"{evil} b"))
    done = subprocess.run(
        ["sh", "-c", f"printf %s {name}"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "".join(shlex.split(name)) == evil
