"""Two processes at each command that writes: nothing is lost, doubled or torn."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.history.store import History
from readnext.user_settings import parse_settings
from tests.adapters.delivery.mailserver import MailServer
from tests.adapters.serving import Server
from tests.bogs import Bogs
from tests.command import Run

pytestmark = pytest.mark.slow
LIBRARY = "@article{a, title={A Duck on Pond 1}}\n@article{b, title={Duck of Pond 2}}\n"
BUSY = ("another readnext is using it", "is running", "another run")
Both = Callable[..., list[int]]


@pytest.fixture
def both(environment: dict[str, str]) -> Both:
    """Start two commands at once; each ends well, or says that another one is busy."""

    def run_both(*commands: tuple[object, ...]) -> list[int]:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "readnext", *map(str, command)],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for command in commands
        ]
        said = [process.communicate(timeout=120)[1] for process in processes]
        codes = [process.returncode for process in processes]
        for code, text in zip(codes, said, strict=True):
            assert code == 0 or (code == 1 and any(busy in text for busy in BUSY)), text
        assert 0 in codes
        return codes

    return run_both


def source(path: Path, first: int) -> Path:
    papers = ({"id": f"p{n}", "title": f"Duck {n}"} for n in range(first, first + 300))
    path.write_text("".join(f"{json.dumps(paper)}\n" for paper in papers))
    return path


def count(folder: Path) -> int:
    with Catalog.open(folder) as catalog:
        found = [paper.id for paper in catalog.all_papers()]
        assert len(set(found)) == len(found) == len(catalog.columns())
    return len(found)


def test_a_catalog(both: Both, run_process: Run, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    catalog = ("--catalog", folder)
    files = [source(tmp_path / "a.jsonl", 0), source(tmp_path / "b.jsonl", 200)]
    adds = [("catalog", "add", file, *catalog) for file in files]
    assert both(*adds) == [0, 0]
    assert count(folder) == 500
    both(*([("catalog", "compact", *catalog)] * 2))
    assert count(folder) == 500
    both(*([("catalog", "remove", "b.jsonl", "--yes", *catalog), adds[0]]))
    assert count(folder) == 300
    assert run_process("catalog", "verify", *catalog).returncode == 0
    assert not [path for path in folder.iterdir() if path.name.startswith(".new")]


def test_a_catalog_that_is_rebuilt(
    both: Both, run_process: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "c"
    catalog = ("--catalog", folder)
    files = [source(tmp_path / f"{n}.jsonl", n * 300) for n in range(4)]
    assert run_process("catalog", "add", files[0], *catalog).returncode == 0
    rebuild = ("catalog", "rebuild", *catalog)
    for number, file in enumerate(files[1:], 2):
        assert both(rebuild, ("catalog", "add", file, *catalog)) == [0, 0]
        assert count(folder) == 300 * number
    for other in ("compact", "rebuild", "compact"):
        assert both(rebuild, ("catalog", other, *catalog)) == [0, 0]
        assert count(folder) == 1_200
    both(rebuild, ("catalog", "remove", "3.jsonl", "--yes", *catalog))
    assert count(folder) == 900
    library = tmp_path / "mine.bib"
    library.write_text(LIBRARY)
    suggest = ("suggest", library, *catalog, "-o", tmp_path / "next.json")
    for _ in range(3):
        assert both(rebuild, suggest) == [0, 0]
    assert run_process("catalog", "verify", *catalog).returncode == 0
    assert {path.name for path in folder.iterdir()} == {
        "catalog.sqlite",
        "rebuild.lock",
        "shards",
    }


def test_updates_and_set_ups(
    both: Both, environment: dict[str, str], home: Path, tmp_path: Path
) -> None:
    """Two updates from one source, and two runs of init, which update, too."""
    library = tmp_path / "mine.bib"
    library.write_text(LIBRARY)
    with Server().running() as server:
        server.behave = Bogs(90, 10)
        environment["READNEXT_OPENALEX_URL"] = server.url
        folder = tmp_path / "c"
        update = ("catalog", "update", "openalex:S123", "--catalog", folder)
        both(update, update)
        assert count(folder) == 90
        name = ("--me", "Mia Bogs", "--source", "openalex:S123", "--skip", "complete")
        init = ("init", "--yes", "--library", library, *name)
        both(init, init)
    settings = parse_settings((home / ".config/readnext/settings.toml").read_text(), "")
    assert settings.libraries == (str(library),) and settings.me == ("Mia Bogs",)
    assert count(home / ".local/share/readnext/catalog") == 90


def test_a_list_that_is_updated(both: Both, own_catalog: Path, tmp_path: Path) -> None:
    library, output = tmp_path / "mine.bib", tmp_path / "next.bib"
    library.write_text(LIBRARY)
    suggest = ("suggest", library, "-o", output, "-n", "20", "--catalog", own_catalog)
    both(suggest, suggest)
    output.write_text(output.read_text().replace("readnext = {}", "readnext = {no}", 1))
    update = (*suggest, "--update")
    both(update, update)
    text = output.read_text()
    keys = re.findall(r"@\w+\{([^,]+),", text)
    assert len(keys) == len(set(keys)) >= 20 and text.rstrip().endswith("}")


def test_what_a_reader_has(
    both: Both, run_process: Run, own_catalog: Path, data: Path, tmp_path: Path
) -> None:
    library, output = tmp_path / "mine.bib", tmp_path / "next.bib"
    library.write_text(LIBRARY)
    with Catalog.open(own_catalog) as catalog:
        ids = [paper.id for paper in catalog.all_papers()][:4]
    likes = [("feedback", "like", *ids[:3]), ("feedback", "dismiss", *ids[1:])]
    assert both(*likes) == [0, 0]
    with History.open(data / "history.sqlite") as history:
        assert sorted(one.paper.id for one in history.judged()) == sorted(ids)
    suggest = ("suggest", library, "-o", output, "-n", "20")
    both(suggest, suggest)
    assert output.read_text().count("@") == 20
    with MailServer().running() as mail:
        url = f"smtp://127.0.0.1:{mail.port}?tries=1"
        digest = ("digest", library, "--to", "mia@example.org", "--no-update")
        both((*digest, "--smtp", url), (*digest, "--smtp", url))
        assert Counter(mail.ids()).most_common(1)[0][1] == len(mail.accepted) == 1
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".next")]
    assert left == []
