"""The plugin's JavaScript in Node, in a fake Zotero; once with the real command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readnext.history.store import History
from readnext_adapters import zotero_plugin
from tests.adapters.cli.zotero_program import reading_library
from tests.adapters.serving import Server

HERE = Path(__file__).parent
ADDON = Path(zotero_plugin.__file__).parent / "addon"
SCRIPTS = sorted(ADDON.glob("*.js"))
NODE = shutil.which("node") or ""
needs_node = pytest.mark.skipif(not NODE, reason="Node.js is not installed")


def node(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [NODE, *map(str, arguments)],
        env={**os.environ, "READNEXT_ADDON": str(ADDON), **more},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_node
@pytest.mark.slow
def test_in_a_fake_zotero_7_to_10() -> None:
    done = node("--test", HERE / "addon.test.js")
    assert done.returncode == 0, done.stdout
    assert re.search(r"# pass (\d+)", done.stdout)


@needs_node
@pytest.mark.slow
def test_with_the_real_command(environment: dict[str, str]) -> None:
    """It ranks for a library that a server gives as Zotero would."""
    command = Path(sys.executable).with_name("readnext")
    with Server().running() as server:
        server.behave = reading_library()
        done = node(
            "--test",
            "--test-name-pattern=with the real command",
            HERE / "addon.test.js",
            **environment,
            READNEXT_COMMAND=str(command),
            READNEXT_PORT=server.url.rpartition(":")[2],
        )
    assert done.returncode == 0, done.stdout


@needs_node
@pytest.mark.slow
def test_with_the_real_service(environment: dict[str, str], data: Path) -> None:
    """It ranks for the same library, and takes what the plugin dismisses."""
    with Server().running() as server:
        server.behave = reading_library()
        zotero = {"READNEXT_ZOTERO_URL": f"{server.url}/api"}
        with subprocess.Popen(
            [sys.executable, "-m", "readnext", "serve", "zotero:", "--port", "0"],
            env=environment | zotero,
            stdout=subprocess.PIPE,
            text=True,
        ) as service:
            assert service.stdout
            address = service.stdout.readline().strip()
            done = node(
                "--test",
                "--test-name-pattern=with the real service",
                HERE / "addon.test.js",
                READNEXT_SERVICES=f"{address}\n{data / 'service.json'}",
            )
            service.terminate()
    assert done.returncode == 0, done.stdout
    assert re.search(r"^# pass 1$", done.stdout, re.MULTILINE)
    with History.read(data / "history.sqlite") as history:
        assert [one.verdict for one in history.judged()] == ["dismiss", "dismiss"]


@needs_node
@pytest.mark.slow
def test_every_script_is_valid() -> None:
    for script in SCRIPTS:
        assert node("--check", script).returncode == 0, script


def test_the_scripts_are_strict_and_few() -> None:
    texts = [script.read_text() for script in SCRIPTS]
    assert all(text.startswith('"use strict";\n') for text in texts)
    assert sum(len(text.splitlines()) for text in texts) <= 500


def test_every_string_is_there_and_used() -> None:
    """Names of failures are put together, so they are looked up by their last part."""
    fluent = (ADDON / "locale" / "en-US" / "readnext.ftl").read_text()
    said = set(re.findall(r"^(readnext-[\w-]+) =", fluent, re.MULTILINE))
    code = "".join(path.read_text() for path in (*SCRIPTS, ADDON / "preferences.xhtml"))
    for name in said:
        last = re.sub(r"readnext-(failure-)?", "", name)
        assert re.search(rf'"({name}|{last})"', code), name
    assert (
        set(
            re.findall(
                r'"(readnext-(?!menu-item|command|service|problem)[a-z-]+[a-z])"', code
            )
        )
        <= said
    )
