"""Files that only their user may read, and links that someone else put there."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from readnext.digest.lock import lock
from readnext.errors import OutputError
from readnext.files import read_file, replace_file
from readnext.history.schema import HistoryError
from readnext.history.store import History
from readnext.private_files import make_file, make_folder

Run = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    """Let new files be readable by all, as on some machines."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.slow
def test_what_the_commands_write_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library.bib"
    library.write_text("@article{a, title={On Ducks and Geese}}")
    source = tmp_path / "papers.jsonl"
    source.write_text('{"id": "a", "title": "On Swans and Ducks", "date": "2026"}\n')
    home = tmp_path / "home"
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    settings = {name: str(home) for name in names}
    for arguments in (
        ("catalog", "add", source),
        ("config", "set", "library", library),
        ("suggest", library, "--remember"),
        (
            "digest",
            library,
            "--to",
            "a@b.example",
            "--output",
            tmp_path / "m",
            "--no-update",
        ),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "readnext", *map(str, arguments)],
            env=os.environ | settings | {"PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "a bug" not in done.stderr, done.stderr
    made = sorted(home.rglob("*"))
    assert {"catalog.sqlite", "settings.toml"} <= {path.name for path in made}
    private = [path for path in made if path.parent.name != "home"]
    folders = [home, *(path for path in made if path.is_dir() and path.parent == home)]
    assert all(mode(path) == 0o700 for path in folders[1:])
    assert private
    databases = [path for path in made if ".sqlite" in path.name]
    for path in [*databases, *home.rglob("settings.toml")]:
        assert mode(path) == 0o600, path


def test_missing_folders_are_private_and_others_keep_their_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    make_file(shared / "a" / "b" / "history.sqlite")
    assert mode(shared) == 0o755
    assert mode(shared / "a") == mode(shared / "a" / "b") == 0o700
    assert mode(shared / "a" / "b" / "history.sqlite") == 0o600
    (shared / "known").touch()
    with pytest.raises(OSError, match="not a folder"):
        make_folder(shared / "known")


def test_an_output_of_the_user_has_the_mode_of_the_umask(tmp_path: Path) -> None:
    replace_file(tmp_path / "next.bib", "a")
    assert mode(tmp_path / "next.bib") == 0o666
    replace_file(tmp_path / "settings.toml", "a", new_mode=0o600)
    assert mode(tmp_path / "settings.toml") == 0o600


def test_access_of_others_to_what_is_there_is_removed_and_said_once(
    run: Run, data: Path, home: Path
) -> None:
    data.mkdir(parents=True)
    settings = home / ".config" / "readnext" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[defaults]\nto = "mia@example.org"\n')
    settings.chmod(0o644)
    history = data / "history.sqlite"
    History.open(history).close()
    beside = history.with_name(f"{history.name}-wal")
    beside.touch()
    for path, before in ((history, 0o640), (beside, 0o666)):
        path.chmod(before)
    why = "other users had access to it; now only you have"
    for command, path in ((("config", "show"), settings), (("history",), history)):
        said = f"readnext: {path}: {why}\n"
        assert said in run(*command).stderr
        assert said not in run(*command).stderr
    assert {mode(path) for path in (settings, history)} == {0o600}
    assert not beside.exists() or mode(beside) == 0o600


def test_settings_without_addresses_keep_their_mode(home: Path, run: Run) -> None:
    settings = home / ".config" / "readnext" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('me = "Mia Bogs"\n')
    settings.chmod(0o644)
    assert run("config", "show").stderr == ""
    assert mode(settings) == 0o644


@pytest.fixture
def foreign_link(tmp_path: Path) -> Path:
    """A link that another user made in a folder like /tmp, to a file of ours."""
    if os.geteuid() != 0:
        pytest.skip("only root can make a link of another user")
    folder = tmp_path / "tmp"
    folder.mkdir(mode=0o1777)
    (tmp_path / "bashrc").write_text("ours")
    link = folder / "next.bib"
    link.symlink_to(tmp_path / "bashrc")
    os.lchown(link, 12345, 12345)
    return link


def test_a_link_of_another_user_is_not_followed(foreign_link: Path) -> None:
    for write in (lambda path: replace_file(path, "theirs"), make_file, History.open):
        with pytest.raises((OutputError, HistoryError), match="another user's link"):
            write(foreign_link)
    assert foreign_link.resolve().read_text() == "ours"


def test_a_pipe_or_a_file_of_another_user_is_not_written_to(foreign_link: Path) -> None:
    pipe, file = (foreign_link.with_name(name) for name in ("pipe", "history.sqlite"))
    os.mkfifo(pipe)
    file.touch()
    for path in (pipe, file):
        os.lchown(path, 12345, 12345)
    with pytest.raises(OutputError, match="another user's pipe or device"):
        replace_file(pipe, "what I read")
    with pytest.raises(OutputError, match="another user's file"):
        make_file(file)


def test_an_own_link_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir(mode=0o1777)
    link = folder / "next.bib"
    link.symlink_to(tmp_path / "real.bib")
    replace_file(link, "a")
    assert link.is_symlink()
    assert (tmp_path / "real.bib").read_text() == "a"


def test_a_file_system_without_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    with lock(tmp_path / "lock") as first, lock(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
        monkeypatch.setattr(fcntl, "lockf", no_locks)
        with (
            pytest.raises(HistoryError, match=r"no locks .* local disk"),
            lock(tmp_path / "lock"),
        ):
            pass


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(bytes(11))
    for name, says in (("pipe", "not a regular"), ("large", "larger than")):
        with pytest.raises(OSError, match=says):
            read_file(tmp_path / name, 10)
    assert read_file(tmp_path / "large", 11) == bytes(11)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such locks")
def test_locks_on_a_file_outlive_making_it_again(tmp_path: Path) -> None:
    """To close a file drops all locks of the process on it, those of SQLite too."""
    path = tmp_path / "history.sqlite"
    make_file(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        make_file(path)
        other = (
            "import sqlite3, sys\n"
            "sqlite3.connect(sys.argv[1], 0).execute('BEGIN EXCLUSIVE')\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", other, str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert "database is locked" in done.stderr
