"""The clients in docs/clients, in the editors that they are for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from readnext_adapters.web.announcement import announced
from tests.adapters.web.service import Service
from tests.conftest import ROOT

CLIENTS = ROOT / "docs" / "clients"
pytestmark = pytest.mark.slow


def titles(service: Service, n: int) -> list[str]:
    found = service.api(f"suggestions?n={n}").json["suggestions"]
    return [one["title"] for one in found]


def printed(service: Service, tmp_path: Path, *command: str) -> str:
    """What a program prints that finds the service as any program of its user does."""
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    folder = tmp_path / "share" / "readnext"
    env = os.environ | {"XDG_DATA_HOME": str(folder.parent), "HOME": str(tmp_path)}
    with announced(folder, service.access):
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_emacs(service: Service, tmp_path: Path) -> None:
    said = printed(
        service,
        tmp_path,
        *("emacs", "--batch", "-Q", "-l", str(CLIENTS / "readnext.el")),
        *("--eval", "(princ (json-encode (readnext 4)))"),
    )
    assert json.loads(said[said.index("[") :]) == titles(service, 4)


def test_neovim(service: Service, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    program = (
        f"package.path = '{CLIENTS}/?.lua;' .. package.path\n"
        "io.write(vim.fn.json_encode(require('readnext').titles(4)))"
    )
    script = tmp_path / "ask.lua"
    script.write_text(program)
    said = printed(
        service,
        tmp_path,
        *("nvim", "--headless", "-u", "NONE", "-n"),
        *("-c", f"luafile {script}", "-c", "qa!"),
    )
    assert json.loads(said[said.index("[") :]) == titles(service, 4)
