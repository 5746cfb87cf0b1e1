"""The examples for running without a computer of one's own, in docs/unattended."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.adapters.serving import Server
from tests.conftest import FIXTURES, ROOT
from tests.test_docs import services

TEMPLATE = ROOT / "docs" / "unattended" / "readnext.yml"
IMAGE = ROOT / "docs" / "unattended" / "Dockerfile"


def workflow() -> dict[Any, Any]:
    yaml = pytest.importorskip("yaml", reason="no PyYAML")
    found: dict[Any, Any] = yaml.safe_load(TEMPLATE.read_text("utf-8"))
    return found


def test_the_template_is_short_and_needs_no_secret() -> None:
    (job,) = workflow()["jobs"].values()
    assert len(job["steps"]) <= 5
    assert "secrets." not in TEMPLATE.read_text("utf-8")
    assert workflow()["permissions"]["contents"] == "read"
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", name) for name in used)


def test_actionlint_finds_nothing() -> None:
    if not shutil.which("actionlint"):
        pytest.skip("actionlint is not installed")
    subprocess.run(["actionlint", TEMPLATE], check=True)


@pytest.mark.slow
def test_the_steps_of_the_template_run(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """The step that does the work, with the services on this computer."""
    (job,) = workflow()["jobs"].values()
    (script,) = [step["run"] for step in job["steps"] if "run" in step]
    programs = tmp_path / "bin"
    programs.mkdir()
    call = shlex.join([sys.executable, "-m", "readnext"])
    (programs / "readnext").write_text(f'#!/bin/sh\nexec {call} "$@"\n')
    (programs / "pipx").write_text("#!/bin/sh\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    library = FIXTURES / "libraries" / "generalization.bib"
    (tmp_path / "library.bib").write_bytes(library.read_bytes())
    with Server().running() as server:
        server.behave = services
        names = ("ARXIV_OAI", "CROSSREF", "EUROPEPMC", "HF", "OPENALEX", "S2")
        urls = {f"READNEXT_{name}_URL": server.url for name in names}
        urls |= {"S2_API_KEY": "key", "XDG_DATA_HOME": str(tmp_path / ".data")}
        path = f"{programs}:{environment['PATH']}"
        before = os.times()
        done = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=tmp_path,
            env=environment | urls | {"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
    after = os.times()
    cpu = sum(after[2:4]) - sum(before[2:4])
    wall = after.elapsed - before.elapsed
    sys.stdout.write(f"\nthe step took {wall:.1f} s, {cpu:.1f} s of CPU\n")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "What to read next" in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert feedparser.parse((tmp_path / "site" / "feed.xml").read_bytes()).entries


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments."""
    text = re.sub(r"\\\n\s*", "", IMAGE.read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def test_the_image_runs_as_a_user_and_installs_what_there_is() -> None:
    found = instructions()
    names = [name for name, _ in found]
    last_user = max(n for n, name in enumerate(names) if name == "USER")
    assert found[last_user] == ("USER", "10001")
    assert names.index("ENTRYPOINT") > last_user
    assert all(
        not argument.startswith("/") or "--from" in argument
        for name, argument in found
        if name == "COPY"
    )
    (check,) = [argument for name, argument in found if name == "HEALTHCHECK"]
    assert '"readnext", "doctor"' in check
    assert all(":" in argument for name, argument in found if name == "FROM")


def test_hadolint_finds_nothing() -> None:
    if not shutil.which("hadolint"):
        pytest.skip("hadolint is not installed")
    subprocess.run(["hadolint", IMAGE], check=True)
