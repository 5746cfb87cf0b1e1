"""README, manual and help texts say what is true: what they show is run."""

from __future__ import annotations

import gzip
import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

import readnext
from readnext.features.matrix import NAMES
from readnext.user_settings import parse_settings
from readnext_adapters.cli.main import cli
from readnext_adapters.cli.settings_use import check_profile
from tests.adapters.serving import Answer, Asked, Server, free_port
from tests.adapters.zoteroapi import Library
from tests.adapters.zoterofiles import ZoteroFile
from tests.documents import (
    BLOCKS,
    CONTRIBUTING,
    DOCS,
    DOCUMENTS,
    README,
    ROOT,
    Block,
    block_of,
    marked,
    shown_commands,
)
from tests.import_graph import folder_graph

Run = Callable[..., "subprocess.CompletedProcess[str]"]
# What stands before a block of shell commands that are not simply run in a folder.
MARKS = {"checks", "cluster", "completion", "docs", "install", "main", "network"}
MARKS |= {"profiles", "serve", "setup", "terminal", "tests", "zotero"}
SLOW = pytest.mark.slow
# What has to be done before some commands.
BEFORE = {
    "catalog remove conference.bib": ["catalog", "add", "conference.bib"],
    "catalog remove --before": ["catalog", "add", "papers.jsonl.gz"],
    "catalog compact": ["catalog", "add", "papers.jsonl.gz"],
    "catalog rebuild": ["catalog", "add", "papers.jsonl.gz"],
    "catalog verify": ["catalog", "add", "papers.jsonl.gz"],
    "suggest mylib.bib next.bib": ["suggest", "mylib.bib", "-o", "next.bib", "-n2"],
    "suggest mylib.bib --model": ["suggest", "mylib.bib", "--save-model", "me.npz"],
    "feedback": ["suggest", "mylib.bib"],  # a number means a paper of the last list
    "feedback undo": ["feedback", "dismiss", "4"],
}
WRITTEN = ("next.", "feed.", "issue.", "readnext.")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files that the documents' commands name."""
    library = ROOT / "fixtures" / "libraries" / "generalization.bib"
    added = r"\1 timestamp = {2024-05-01},"  # as JabRef writes it
    text = re.sub(r"^(@\w+\{\w+,)", added, library.read_text("utf-8"), flags=re.M)
    (tmp_path / "mylib.bib").write_text(text, encoding="utf-8")
    (tmp_path / "theirs.bib").write_text(text, encoding="utf-8")
    ris = ROOT / "fixtures" / "libraries" / "bookends.ris"
    (tmp_path / "export.ris").write_bytes(ris.read_bytes())
    (tmp_path / "paper.tex").write_text("\\cite{nakkiran2020deep}")
    (tmp_path / "conference.bib").write_text("@misc{a, title={On Ducks}}\n")
    catalogs = ROOT / "fixtures" / "catalogs"
    page = (catalogs / "listing-marks.txt").read_bytes()
    (tmp_path / "listing.txt").write_bytes(page)
    with gzip.open(tmp_path / "papers.jsonl.gz", "wb") as file:
        file.write((catalogs / "papers.jsonl").read_bytes())
    return tmp_path


def test_every_block_of_commands_is_of_a_known_kind() -> None:
    for block in BLOCKS:
        if block.language == "sh":
            assert not block.mark or block.mark in MARKS, block
    assert len(shown_commands()) >= 40


def understood(arguments: list[str]) -> None:
    """Have the command line read a command, as far as that goes without running it."""
    command: click.Command = cli
    while isinstance(command, click.Group):
        name, *arguments = arguments
        found = command.get_command(click.Context(command), name)
        assert found, name
        command = found
    command.make_context("readnext", list(arguments)).close()


@pytest.mark.parametrize("command", shown_commands())
def test_a_shown_command_is_understood(command: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "readnext"
    understood(arguments)


@pytest.mark.parametrize(
    "command",
    [
        # In a new home, Matplotlib first looks for fonts, which takes long.
        pytest.param(command, marks=() if in_readme and "html" not in command else SLOW)
        for command, in_readme in shown_commands().items()
    ],
)
def test_a_shown_command_works(
    run: Run, desk: Path, command: str, request: pytest.FixtureRequest
) -> None:
    _, *arguments = shlex.split(command)
    if command.startswith(("readnext digest", "readnext schedule")):
        request.getfixturevalue("own_catalog")
    for beginning, needed in BEFORE.items():
        if command.startswith(f"readnext {beginning}"):
            assert run(*needed).returncode == 0
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    named = [a for a in arguments[2:] if (desk / a).is_file()]
    notes = [a for a in arguments if a.endswith("/") and any((desk / a).iterdir())]
    assert done.stdout or notes or named[-1].startswith(WRITTEN)


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


@pytest.mark.parametrize(
    "arguments",
    [words for block in marked("zotero") for words in block.commands],
    ids=" ".join,
)
def test_a_shown_command_for_zotero_works(
    run: Run, home: Path, zotero: dict[str, str], arguments: list[str]
) -> None:
    assert arguments[0] == "readnext"
    named = [a.replace("~", str(home)) for a in arguments[1:]]
    done = run(*named, "-n", "1", env=zotero)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def services(asked: Asked) -> Answer:
    """All services at once, on a day on which nothing is new."""
    kind = "application/json"
    value: dict[str, object] | list[object]
    if "/daily_papers" in asked.path:
        value = []
    elif asked.path.endswith("/works"):
        value = {"meta": {"next_cursor": None}, "results": []}
        value["message"] = {"total-results": 0, "items": []}
    elif asked.path.endswith("/search"):
        value = {"hitCount": 0, "resultList": {"result": []}}
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


@pytest.mark.slow
@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, marks=() if block.document == README else SLOW)
        for block in marked("network")
    ],
    ids=lambda block: block.document.name,
)
def test_the_shown_commands_for_the_network_work(
    run: Run, desk: Path, block: Block
) -> None:
    with Server().running() as server:
        server.behave = services
        names = ("ARXIV_OAI", "CROSSREF", "DOI", "EUROPEPMC", "HF", "OPENALEX", "S2")
        addresses = {f"READNEXT_{name}_URL": server.url for name in names}
        addresses["S2_API_KEY"] = "key"  # without one, each question waits for longer
        for program, *arguments in block.commands:
            assert program == "readnext"
            done = run(*arguments, env=addresses)
            assert done.returncode == 0 and done.stdout, done.stderr
            assert "failed" not in done.stdout
        assert any(asked.query.get("set") for asked in server.asked)


def test_the_shown_output_is_the_real_one(run: Run) -> None:
    command = block_of("main").rpartition("&& ")[2]
    program, *arguments = shlex.split(command)
    assert program == ".venv/bin/readnext"
    named = [ROOT / a if a.startswith("fixtures/") else a for a in arguments]
    done = run(*named)
    assert done.returncode == 0
    assert done.stdout == block_of("output"), "run docs/make_example.py"


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
    assert found.stdout == block_of("tests")
    assert "pytest" in found.stdout


def test_the_workflow_runs_the_checks() -> None:
    workflow = (ROOT / ".github" / "workflows" / "checks.yml").read_text("utf-8")
    assert re.search(r"^ +run: \.ci/run$", workflow, re.MULTILINE)
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_forms_and_citation_are_whole() -> None:
    yaml = pytest.importorskip("yaml")
    forms = ROOT / ".github" / "ISSUE_TEMPLATE"
    for form in (forms / "bug.yml", forms / "feature.yml"):
        read = yaml.safe_load(form.read_text("utf-8"))
        assert {"name", "description", "body"} <= read.keys()
        names = [field["id"] for field in read["body"]]
        assert len(set(names)) == len(names) > 2
    citation = yaml.safe_load((DOCS / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]


def test_readnext_is_installed_before_it_is_called() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.index("<!-- install -->") < text.index("\n   readnext ")
    assert not re.search(r"^readnext ", text, re.MULTILINE)


def test_links_between_documents_lead_somewhere() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if not link.startswith(("http", "#")):
                path = document.parent / link.partition("#")[0]
                assert path.exists(), (document, link)


_FILE = r"`((?:tests|docs|recommender|adapters)/[\w./-]*)`"


def test_names_of_files_in_documents_exist() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for name in re.findall(
            r"`((?:tests|docs|recommender|adapters)/[\w./-]*)`", text
        ):
            assert (ROOT / name).exists(), (document, name)


def test_the_pictures_are_small_and_current() -> None:
    made = subprocess.run(
        [sys.executable, "-c", _DRAWN],
        cwd=DOCS,
        capture_output=True,
        text=True,
        check=True,
    )
    for name, text in json.loads(made.stdout).items():
        assert (DOCS / "images" / name).read_text("utf-8") == text, name
    for picture in (DOCS / "images").iterdir():
        assert picture.stat().st_size < 200_000


_DRAWN = (
    "import json, make_pictures as m; "
    "print(json.dumps({name: draw() for name, draw in m.PICTURES.items()}))"
)


def test_the_picture_of_the_folders_is_true() -> None:
    """A layer imports only layers below it; small packages at the top are left out."""
    layers = runpy.run_path(str(DOCS / "make_pictures.py"))["LAYERS"]
    package = {"core": "readnext", "edge": "readnext_adapters"}
    level = {
        f"{package[kind]}.{name}": number
        for number, (kind, names) in enumerate(layers)
        for name in names.split(" · ")
    }
    drawn = 0
    for folder, targets in folder_graph().items():
        higher = ".".join(folder.split(".")[:2])
        for target in targets:
            lower = ".".join(target.split(".")[:2])
            if higher != lower and {higher, lower} <= level.keys():
                assert level[higher] < level[lower], f"{folder} imports {target}"
                drawn += 1
    assert drawn > 50


def test_the_shown_profiles_are_understood() -> None:
    (block,) = marked("settings")
    settings = parse_settings(block.text, "settings.toml")
    profiles = [check_profile(settings, name) for name in settings.profiles]
    assert [p.days for p in profiles] == [7, 1]


@pytest.mark.usefixtures("own_catalog")
@SLOW
def test_the_shown_profiles_run(run: Run, home: Path, desk: Path) -> None:
    (settings,) = marked("settings")
    folder = home / ".config" / "readnext"
    folder.mkdir(parents=True)
    papers = home / "papers"
    papers.mkdir()
    shutil.copy(desk / "mylib.bib", papers)
    shutil.copy(desk / "export.ris", papers / "group.ris")
    program = desk / "bin" / "msmtp"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ncat >> {desk}/sent\n")
    program.chmod(0o755)
    # A scheduler finds programs in the system's folders only.
    text = settings.text.replace("msmtp -t", f"{program} -t")
    (folder / "settings.toml").write_text(text)
    (block,) = marked("profiles")
    for _, *arguments in block.commands:
        done = run(*arguments)
        assert done.returncode == 0, done.stderr
    sent = (desk / "sent").read_text("utf-8")
    assert "To: you@example.org" in sent


@pytest.mark.parametrize("number", range(len(marked("run"))))
def test_the_shown_python_runs(
    desk: Path, environment: dict[str, str], number: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", marked("run")[number].text],
        cwd=desk,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_python_in_the_documents_is_run_or_quoted() -> None:
    for block in BLOCKS:
        if block.language == "python" and block.mark not in ("run", "python-client"):
            quoted = block.mark.removeprefix("from ")
            assert block.text in (ROOT / quoted).read_text("utf-8"), block


def test_the_whole_interface_is_documented() -> None:
    text = (DOCS / "development" / "api.md").read_text("utf-8")
    shown = re.findall(r"^\.\. auto(?:function|class|exception):: (\w+)", text, re.M)
    assert sorted([*shown, "__version__"]) == sorted(readnext.__all__)


def test_the_shown_record_is_read(run: Run, desk: Path) -> None:
    (block,) = marked("record")
    done = run("catalog", "add", "-", stdin=block.text)
    assert done.returncode == 0 and "1 added" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [words for b in marked("install") for words in b.commands if "venv" not in words],
    ids=" ".join,
)
def test_the_shown_installations_name_what_there_is(arguments: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    *program, place = arguments
    assert shlex.join(program) in (
        *("pipx install", "uv tool install", ".venv/bin/pip install"),
    )
    extras = re.fullmatch(r"\.(?:\[([\w,]+)\])?", place)
    assert extras
    named = set(filter(None, (extras[1] or "").split(",")))
    assert named <= project["optional-dependencies"].keys()


@SLOW
@pytest.mark.parametrize(
    ("program", "folders"),
    [
        ("pipx install", ("PIPX_HOME", "PIPX_BIN_DIR")),
        ("uv tool install", ("UV_TOOL_DIR", "UV_TOOL_BIN_DIR")),
    ],
)
def test_the_shown_installations_work(
    tmp_path: Path, program: str, folders: tuple[str, str]
) -> None:
    command = program.split()
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    place = {name: str(tmp_path / name) for name in folders}
    done = subprocess.run(
        [*command, str(ROOT)],
        env=os.environ | place,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"nothing can be installed here: {done.stderr[-200:]}")
    script = tmp_path / folders[1] / "readnext"
    shown = subprocess.run([script, "--version"], capture_output=True, check=True)
    assert shown.stdout.startswith(b"readnext, version ")


def test_the_contributors_commands_name_what_there_is() -> None:
    lines = [
        words
        for mark in ("setup", "checks", "docs")
        for block in marked(mark)
        for words in block.commands
    ]
    assert len(lines) >= 8
    for words in lines:
        for word in words:
            if word.startswith(("tests/", "docs")):
                assert (ROOT / word).exists(), words
    assert all(b.document == CONTRIBUTING for b in marked("checks"))


@pytest.fixture
def on_path(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    """An environment in which `readnext` is on the PATH."""
    program = tmp_path / "bin" / "readnext"
    program.parent.mkdir()
    call = shlex.join([sys.executable, "-m", "readnext"])
    program.write_text(f'#!/bin/sh\nexec {call} "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{environment['PATH']}"
    return environment | {"PATH": path}


def test_the_shown_completion_completes(home: Path, on_path: dict[str, str]) -> None:
    script = "\n".join(block.text for block in marked("completion"))
    subprocess.run(["bash", "-euc", script], env=on_path, check=True)
    for name in (".local/share/readnext/complete.bash", ".bashrc", ".zshrc"):
        assert (home / name).read_text()
    assert (
        "_READNEXT_COMPLETE"
        in (home / ".config/fish/completions/readnext.fish").read_text()
    )
    asking = (
        "set -eu; . ~/.bashrc; COMP_WORDS=(readnext cat); COMP_CWORD=1; "
        '_readnext_completion readnext cat readnext; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", asking], env=on_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["catalog"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_completion_of_other_shells(
    on_path: dict[str, str], tmp_path: Path, shell: str
) -> None:
    """What their scripts ask the command; the script itself where the shell is here."""
    asked = {"COMP_WORDS": "readnext suggest --div", "COMP_CWORD": "2"}
    if shell == "fish":
        asked["COMP_CWORD"] = "--div"
    variables = on_path | asked | {"_READNEXT_COMPLETE": f"{shell}_complete"}
    done = subprocess.run(
        ["readnext"], env=variables, capture_output=True, text=True, check=True
    )
    assert "--diversity" in done.stdout
    if not shutil.which(shell):
        return
    script = tmp_path / "script"
    source = on_path | {"_READNEXT_COMPLETE": f"{shell}_source"}
    made = subprocess.run(["readnext"], env=source, capture_output=True, check=True)
    script.write_bytes(made.stdout)
    subprocess.run([shell, "-n", script], check=True)


@SLOW
def test_the_documentation_is_built_without_warnings(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """All of it, without a network; the reference has each command and option."""
    pytest.importorskip("sphinx", reason="Sphinx is not installed; see the extra docs")
    site = tmp_path / "site"
    builder = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-E"]
    done = subprocess.run(
        [*builder, "-d", str(tmp_path / "trees"), str(DOCS), str(site)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = (site / "manual" / "cli.html").read_text("utf-8")
    for path, command in commands(cli):
        identity = "-".join(("readnext", *path))
        for option in command.params:
            if isinstance(option, click.Option):
                for name in option.opts:
                    assert f'id="cmdoption-{identity}-{name.strip("-")}' in page, (
                        path,
                        name,
                    )
    for file in site.rglob("*.html"):
        text = file.read_text("utf-8")
        loaded = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(http[^"]*)', text)
        assert not loaded, (file, loaded)


def commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield a command and all that are in it, with the words that call them."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner
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


def test_every_feature_is_explained() -> None:
    text = (ROOT / "docs" / "manual" / "suggestions.md").read_text("utf-8")
    assert re.findall(r"(?m)^\| `(\w+)` \|", text) == [*NAMES, "base"]
