"""`readnext batch` in one process: the lists of `suggest`, and where they go."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from itertools import pairwise
from pathlib import Path

import click
import pytest

from readnext.catalog.store import Catalog
from readnext.errors import OutputError, UserError
from readnext.request import Request, Selection
from readnext_adapters.cli.batch_files import files_of
from readnext_adapters.opening.kept_entries import FOLDER
from tests.command import Run
from tests.conftest import FIXTURES

pytest.importorskip("fsspec")
pytest.importorskip("filelock")

from readnext_adapters.cluster.reader_list import Order, make_list

LIBRARIES = sorted((FIXTURES / "libraries").glob("*.bib"))


@pytest.fixture
def readers(tmp_path: Path) -> list[Path]:
    """A folder for each reader, with a library that has the same name in all."""
    made = []
    for library in LIBRARIES:
        path = tmp_path / "home" / library.stem / "papers.bib"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, path)
        made.append(path)
    return made


def test_each_list_is_that_of_suggest(
    run: Run, readers: list[Path], papers_of_today: Path, tmp_path: Path
) -> None:
    shared = ("--catalog", papers_of_today, "-n", "5")
    done = run("batch", *readers, "-o", tmp_path / "lists", *shared)
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith(f"lists: {len(readers)} lists written\n")
    for reader in readers:
        expected = run("suggest", reader, "--format", "json", *shared)
        made = tmp_path / "lists" / reader.parent.name / "papers.json"
        assert json.loads(made.read_text("utf-8")) == json.loads(expected.stdout)
        assert made.read_text("utf-8") == expected.stdout


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "bibtex", "html", "markdown"])
def test_other_formats(
    run: Run, papers_of_today: Path, tmp_path: Path, form: str
) -> None:
    options = ("--catalog", papers_of_today, "--format", form, "-n", "2")
    done = run("batch", LIBRARIES[0], "-o", tmp_path / "lists", *options)
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "lists").iterdir()
    expected = run("suggest", LIBRARIES[0], *options).stdout.splitlines()
    found = made.read_text("utf-8").splitlines()
    # An HTML page and a table in a file have the time in them or another width.
    if form in ("bibtex", "markdown"):
        assert found == expected
    assert len(found) > 3


def test_a_published_catalog_gives_the_same_lists(
    run: Run, papers_of_today: Path, tmp_path: Path
) -> None:
    place = tmp_path / "shared"
    assert (
        run("catalog", "publish", place, "--catalog", papers_of_today).returncode == 0
    )
    texts = []
    for number, catalog in enumerate([papers_of_today, place, f"file://{place}"]):
        folder = tmp_path / str(number)
        done = run("batch", LIBRARIES[0], "-o", folder, "--catalog", catalog)
        assert done.returncode == 0, done.stderr
        found = json.loads((folder / f"{LIBRARIES[0].stem}.json").read_text("utf-8"))
        assert found["catalog"].pop("path") == str(catalog)
        texts.append(found)
    assert texts[0] == texts[1] == texts[2]


def test_the_number_of_shards_changes_nothing(
    run: Run, papers_of_today: Path, tmp_path: Path
) -> None:
    with Catalog.open(papers_of_today) as whole:
        papers = list(whole.all_papers())
    with Catalog.open(tmp_path / "parts", create=True) as parts:
        for start, end in pairwise([0, 100, 150, 175, 187, len(papers)]):
            parts.add(papers[start:end])
    assert len(list((tmp_path / "parts" / "shards").iterdir())) == 5
    texts = []
    for number, catalog in enumerate([papers_of_today, tmp_path / "parts"]):
        folder = tmp_path / str(number)
        run("batch", LIBRARIES[0], "-o", folder, "--catalog", catalog)
        text = (folder / f"{LIBRARIES[0].stem}.json").read_text("utf-8")
        texts.append(text.replace(json.dumps(str(catalog)), ""))
    assert texts[0] == texts[1]


def test_a_library_at_a_url(run: Run, papers_of_today: Path, tmp_path: Path) -> None:
    url = f"file://{LIBRARIES[0]}"
    done = run("batch", url, "-o", tmp_path / "a", "--catalog", papers_of_today)
    assert done.returncode == 0, done.stderr
    run("batch", LIBRARIES[0], "-o", tmp_path / "b", "--catalog", papers_of_today)
    name = f"{LIBRARIES[0].stem}.json"
    one, other = (tmp_path / folder / name for folder in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_a_library_that_cannot_be_used_stops_no_other(
    run: Run, papers_of_today: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.bib"
    empty.write_text("")
    names = [empty, tmp_path / "missing.bib", f"file://{tmp_path}/gone.bib"]
    catalog = ("--catalog", papers_of_today)
    done = run("batch", *names, LIBRARIES[0], "-o", tmp_path / "lists", *catalog)
    assert done.returncode == 1
    for name in names:
        lines = [line for line in done.stderr.splitlines() if str(name) in line]
        assert len(lines) == 1, done.stderr
    assert "1 list written" in done.stderr and "3 lists could not" in done.stderr
    assert len(list((tmp_path / "lists").rglob("*.json"))) == 1


def test_libraries_can_be_listed_in_a_file(
    run: Run, readers: list[Path], papers_of_today: Path, tmp_path: Path
) -> None:
    names = tmp_path / "names"
    listed = "".join(f"{reader}\n\n" for reader in readers[1:])
    names.write_text(f"# our group\n{listed}  #{readers[0]}.old\n")
    more = ("-n", "1", "--catalog", papers_of_today)
    done = run("batch", readers[0], "--from", names, "-o", tmp_path / "a", *more)
    assert done.returncode == 0, done.stderr
    again = run("batch", "--from", "-", "-o", tmp_path / "b", *more, stdin=done.stderr)
    assert again.returncode == 1  # these are not names
    assert len(list((tmp_path / "a").rglob("*.json"))) == len(readers)
    assert run("batch", "-o", tmp_path / "c").returncode == 2


def test_an_unchanged_library_is_not_parsed_again(
    run: Run, home: Path, papers_of_today: Path, tmp_path: Path
) -> None:
    library = tmp_path / "long.bib"
    # Short libraries are parsed as fast.
    library.write_text(LIBRARIES[0].read_text("utf-8") + "% ducks\n" * 5_000, "utf-8")
    arguments = ("batch", library, "-o", tmp_path / "a", "--catalog", papers_of_today)
    assert run(*arguments).returncode == 0
    made = tmp_path / "a" / "long.json"
    first = made.read_bytes()
    (kept,) = home.rglob(f"{FOLDER}/*.zst")
    before = kept.stat().st_mtime_ns
    assert run(*arguments).returncode == 0
    assert (kept.stat().st_mtime_ns, made.read_bytes()) == (before, first)


def test_lists_are_replaced(run: Run, papers_of_today: Path, tmp_path: Path) -> None:
    arguments = ("batch", LIBRARIES[0], "-o", tmp_path, "--catalog", papers_of_today)
    assert run(*arguments).returncode == 0
    path = tmp_path / f"{LIBRARIES[0].stem}.json"
    before = path.read_bytes()
    path.write_bytes(b"old")
    assert run(*arguments).returncode == 0
    assert path.read_bytes() == before


def test_no_catalog_is_one_line(run: Run, tmp_path: Path) -> None:
    for catalog, said in (
        (tmp_path / "none", "there is no catalog"),
        (f"file://{tmp_path}/none", "manifest.json: there is no such file"),
        ("pond://none", "Protocol not known"),
    ):
        done = run("batch", LIBRARIES[0], "-o", tmp_path, "--catalog", catalog)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1 and said in done.stderr, done.stderr


def test_a_missing_shard_is_one_line(
    run: Run, papers_of_today: Path, tmp_path: Path
) -> None:
    place = tmp_path / "shared"
    run("catalog", "publish", place, "--catalog", papers_of_today)
    (shard,) = (place / "objects").glob("*.zip")
    shard.unlink()
    done = run("batch", *LIBRARIES, "-o", tmp_path / "lists", "--catalog", place)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and shard.name in done.stderr
    assert not (tmp_path / "lists").exists()


@pytest.mark.slow
def test_a_damaged_copy_is_fetched_again_when_it_is_deleted(
    run_process: Run, papers_of_today: Path, home: Path, tmp_path: Path
) -> None:
    """In processes of their own, since one keeps what it has read."""
    place = tmp_path / "shared"
    run_process("catalog", "publish", place, "--catalog", papers_of_today)
    arguments = ("batch", LIBRARIES[0], "-o", tmp_path / "lists", "--catalog", place)
    assert run_process(*arguments).returncode == 0
    (copy,) = {path.parent for path in home.rglob("catalog.sqlite")}
    path = next(copy.rglob("people.names.npy.zst"))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    done = run_process(*arguments)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and f"copy of {place}" in done.stderr
    shutil.rmtree(copy)
    assert run_process(*arguments).returncode == 0


def test_offline_refuses_other_computers(run: Run, tmp_path: Path) -> None:
    for more, said in (
        (("--scheduler", "tcp://127.0.0.1:1"), "tcp://127.0.0.1:1 needs"),
        (("--catalog", "s3://bucket/papers"), "s3://bucket/papers needs"),
    ):
        arguments = ("batch", LIBRARIES[0], "-o", tmp_path, *more, "--offline")
        done = run(*arguments)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert said in done.stderr


def test_another_version_is_refused(papers_of_today: Path) -> None:
    now = dt.datetime.now(dt.UTC)
    order = Order(
        str(papers_of_today), "", Request(), Selection(), "json", now, "0.0.1"
    )
    with pytest.raises(UserError, match=r"this computer 0\.0\.1"):
        make_list(str(LIBRARIES[0]), order)


def relative(files: dict[str, Path], folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in files.values()]


def test_lists_are_arranged_as_libraries_are(tmp_path: Path) -> None:
    one = files_of(["/a/b/c.bib"], tmp_path, "json")
    assert relative(one, tmp_path) == ["c.json"]
    two = files_of(["/a/b/c.bib", "/a/d/e/c.ris"], tmp_path, "bibtex")
    assert relative(two, tmp_path) == ["b/c.bib", "d/e/c.bib"]
    urls = files_of(["s3://a/b/c.bib", "s3://a/../../b/d.bib"], tmp_path, "json")
    assert relative(urls, tmp_path) == ["a/b/c.json", "b/d.json"]
    mixed = files_of(["/a/b.bib", "s3://a/b.bib"], tmp_path, "json")
    assert relative(mixed, tmp_path) == ["local/a/b.json", "s3/a/b.json"]


@pytest.mark.parametrize(
    "libraries", [["a.bib", "a.ris"], ["a.bib", "./a.bib"], ["-"], ["zotero:"]]
)
def test_what_has_no_file_of_its_own_is_refused(
    libraries: list[str], tmp_path: Path
) -> None:
    with pytest.raises(click.UsageError):
        files_of(libraries, tmp_path, "json")


def test_no_library_is_replaced(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a library"):
        files_of([str(tmp_path / "a.bib")], tmp_path, "bibtex")
