"""The README and the help texts say what is true: what they show is run."""

from __future__ import annotations

import gzip
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from readnext_adapters.cli.main import cli
from tests.adapters.serving import Answer, Asked, Server, free_port
from tests.adapters.zoteroapi import Library
from tests.adapters.zoterofiles import ZoteroFile

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(mark: str) -> str:
    """The code block behind a mark."""
    found = re.search(rf"<!-- {mark} -->\n```\w*\n(.*?)```", README, re.DOTALL)
    assert found, mark
    return found.group(1)


def shown_commands() -> list[str]:
    """Every `readnext ...` line of the README's blocks without a mark."""
    blocks = re.findall(r"(?<!-->)\n```sh\n(readnext .*?)```", README, re.DOTALL)
    lines = [line for text in blocks for line in text.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files that the README's commands name."""
    library = ROOT / "fixtures" / "libraries" / "generalization.bib"
    (tmp_path / "mylib.bib").write_bytes(library.read_bytes())
    (tmp_path / "paper.tex").write_text("\\cite{nakkiran2020deep}")
    (tmp_path / "conference.bib").write_text("@misc{a, title={On Ducks}}\n")
    catalogs = ROOT / "fixtures" / "catalogs"
    page = (catalogs / "listing-marks.txt").read_bytes()
    (tmp_path / "listing.txt").write_bytes(page)
    with gzip.open(tmp_path / "papers.jsonl.gz", "wb") as file:
        file.write((catalogs / "papers.jsonl").read_bytes())
    return tmp_path


def test_the_readme_shows_commands() -> None:
    assert len(shown_commands()) >= 10


@pytest.mark.parametrize("command", shown_commands())
def test_a_shown_command_works(run: Run, desk: Path, command: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "readnext"
    if "remove" in arguments:
        run("catalog", "add", "conference.bib")
    if "compact" in arguments:
        run("catalog", "add", "papers.jsonl.gz")
    if "--update" in arguments:
        run("suggest", "mylib.bib", "-o", "next.bib", "-n", "2")
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    named = [a for a in arguments[2:] if (desk / a).is_file()]
    assert done.stdout or named[-1].startswith(("next.", "feed.", "issue."))


@pytest.fixture
def zotero(home: Path) -> Iterator[dict[str, str]]:
    """A home with a database of Zotero, and a web API that has one item too."""
    path = home / "Zotero" / "zotero.sqlite"
    path.parent.mkdir()
    file = ZoteroFile(path)
    file.item("AAAA1111", {"title": "Deep double descent"})
    file.group(2, 4711, "Pond Club")
    file.item("BBBB2222", {"title": "Double descent in ponds"}, library=2)
    file.close()
    web = Library()
    web.item("CCCC3333", "Deep double descent")
    with Server().running() as server:
        server.behave = web
        yield {
            "ZOTERO_API_KEY": "key",
            "READNEXT_ZOTERO_URL": f"http://127.0.0.1:{free_port()}/api",
            "READNEXT_ZOTERO_WEB_URL": server.url,
        }


@pytest.mark.parametrize("line", block("zotero").splitlines())
def test_a_shown_command_for_zotero_works(
    run: Run, home: Path, zotero: dict[str, str], line: str
) -> None:
    program, *arguments = shlex.split(line, comments=True)
    assert program == "readnext"
    named = [a.replace("~", str(home)) for a in arguments]
    done = run(*named, "-n", "1", env=zotero)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def services(asked: Asked) -> Answer:
    """All services at once, on a day on which nothing is new."""
    kind, value = "application/json", object()
    if "/daily_papers" in asked.path:
        value = []
    elif asked.path.endswith("/works"):
        value = {"meta": {"next_cursor": None}, "results": []}
    elif asked.path.endswith("/batch"):
        value = [None] * len(json.loads(asked.body)["ids"])
    elif asked.path.endswith("/match"):
        return Answer(
            b'{"error": "Title match not found"}', 404, {"Content-Type": kind}
        )
    else:
        return Answer(
            b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
            b'<error code="noRecordsMatch">None</error></OAI-PMH>',
            headers={"Content-Type": "text/xml"},
        )
    return Answer(json.dumps(value).encode(), headers={"Content-Type": kind})


def test_the_shown_commands_for_the_network_work(run: Run, desk: Path) -> None:
    with Server().running() as server:
        server.behave = services
        names = ("ARXIV_OAI", "HF", "OPENALEX", "S2")
        addresses = {f"READNEXT_{name}_URL": server.url for name in names}
        addresses["S2_API_KEY"] = "key"  # without one, each question waits for longer
        for line in block("network").splitlines():
            program, *arguments = shlex.split(line, comments=True)
            assert program == "readnext"
            done = run(*arguments, env=addresses)
            assert done.returncode == 0 and done.stdout, done.stderr
            assert "failed" not in done.stdout
        assert any(asked.query.get("set") for asked in server.asked)


def test_the_shown_output_is_the_real_one(run: Run) -> None:
    command = block("main").rpartition("&& ")[2]
    program, *arguments = shlex.split(command)
    assert program == ".venv/bin/readnext"
    named = [ROOT / a if a.startswith("fixtures/") else a for a in arguments]
    done = run(*named)
    assert done.returncode == 0
    assert done.stdout == block("output")


def test_the_ci_runs_the_readmes_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    finding = re.search(r"command=\$\((.*)\)\n", script)
    assert finding
    found = subprocess.run(
        ["bash", "-c", finding.group(1)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == block("tests")
    assert "pytest" in found.stdout


def test_the_built_package_holds_all_it_needs(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """A wheel, put beside nothing of the checkout, ranks the starter catalog."""
    pip = [sys.executable, "-m", "pip"]
    wheel = [*pip, "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)]
    built = subprocess.run(wheel, capture_output=True, text=True, check=False)
    if built.returncode:
        pytest.skip(f"no wheel can be built here: {built.stderr[-200:]}")
    (package,) = tmp_path.glob("readnext_bib-*.whl")
    site = tmp_path / "site"
    install = [*pip, "install", "-q", "--no-deps", "--target", str(site), str(package)]
    subprocess.run(install, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-m", "readnext", "suggest", "-", "-n", "1"],
        input="@misc{a, title={Double descent}}",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(site)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "close to `a`" in done.stdout


def commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


@pytest.mark.parametrize(
    ("path", "command"), list(commands(cli)), ids=lambda value: str(value)[:40]
)
def test_every_command_has_help_with_an_example(
    path: tuple[str, ...], command: click.Command
) -> None:
    assert command.help
    assert re.search(r"Example:\n +readnext ", command.help)
    options = {name for option in command.params for name in option.opts}
    assert {"--offline", "--debug"} <= options
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, (path, option.name)
