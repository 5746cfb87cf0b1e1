"""Publishing a catalog, and fetching it: whole, once, and unchanged."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.errors import CatalogError, UserError
from readnext.paper import Paper
from tests.command import Run

pytest.importorskip("fsspec")
pytest.importorskip("filelock")

from readnext.catalog.schema import MANIFEST, OBJECTS
from readnext_adapters.cluster.fetch import fetch, newest
from readnext_adapters.cluster.manifest import Manifest
from readnext_adapters.cluster.publish import publish
from readnext_adapters.cluster.remote import Remote

DUCKS = Paper("a/1", "On the Calibration of Ducks", ("Mia Sand",), date="2024-05-06")
GEESE = Paper("a/2", "Geese, a Survey", authors=("Noah Field",), date="2023")
FETCH = """
import sys
from pathlib import Path
from readnext_adapters.cluster.fetch import fetch, newest
from readnext_adapters.cluster.remote import Remote
remote = Remote.open(sys.argv[1])
print(fetch(remote, newest(remote), Path(sys.argv[2])))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalog of two shards."""
    path = tmp_path / "own"
    with Catalog.open(path, create=True) as catalog:
        catalog.add([DUCKS] + [Paper(f"b/{n}", f"Pond No {n}") for n in range(5)])
        catalog.add([GEESE])
    return path


@pytest.fixture(params=["file", "memory", "s3"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Remote:
    """A folder on each kind of storage; S3 is the server of the package moto."""
    if request.param == "s3":
        return Remote.open(request.getfixturevalue("bucket"))
    place = str(tmp_path / "shared") if request.param == "file" else tmp_path.name
    return Remote.open(f"{request.param}://{place}/papers")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    s3fs = pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server")
    boto3 = pytest.importorskip("boto3")
    s3 = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    s3.start()
    host, port = s3.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "us-east-1")
    boto3.client("s3").create_bucket(Bucket="ponds")
    s3fs.S3FileSystem.clear_instance_cache()  # they know the server before
    yield "s3://ponds/papers"
    s3.stop()


def fetched_by(remote: Remote, cache: Path) -> Path:
    """The folder of the newest publication."""
    return fetch(remote, newest(remote), cache)


def papers_of(folder: Path) -> list[Paper]:
    with Catalog.open(folder) as catalog:
        return list(catalog.all_papers())


def test_what_is_fetched_is_what_was_published(
    folder: Path, remote: Remote, tmp_path: Path
) -> None:
    done = publish(folder, remote)
    assert done.papers == 7
    assert done.sent == done.size > 10_000
    fetched = fetched_by(remote, tmp_path / "cache")
    assert papers_of(fetched) == papers_of(folder)
    with Catalog.open(fetched) as copy, Catalog.open(folder) as own:
        assert copy.columns().numbers.tolist() == own.columns().numbers.tolist()
        found, expected = (one.columns().terms.whole() for one in (copy, own))
        assert found.indices.tolist() == expected.indices.tolist()
        assert found.data.tolist() == expected.data.tolist()


def test_unchanged_objects_are_not_sent_again(folder: Path, remote: Remote) -> None:
    first = publish(folder, remote)
    assert publish(folder, remote).sent == 0
    with Catalog.open(folder) as catalog:
        catalog.add([Paper("c/1", "A New Pond")])
    second = publish(folder, remote)
    shards = second.size - second.sent
    assert 0 < second.sent < second.size
    assert 0 < shards < first.size


def test_objects_that_no_reader_needs_are_deleted(folder: Path, remote: Remote) -> None:
    counts = []
    for number in range(4):
        with Catalog.open(folder) as catalog:
            catalog.add([Paper(f"d/{number}", f"Another Pond, Part {number}")])
        publish(folder, remote)
        names = set(remote.names(OBJECTS))
        kept = Manifest.load(remote.read(MANIFEST), "here").names
        assert {name.rpartition("/")[2] for name in kept} <= names
        counts.append(len(names))
    assert max(counts) <= 2 * 5


def test_each_publication_is_fetched_once(
    folder: Path, remote: Remote, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    publish(folder, remote)
    first = fetched_by(remote, cache)
    before = (first / "catalog.sqlite").stat().st_ino
    assert fetched_by(remote, cache) == first
    assert (first / "catalog.sqlite").stat().st_ino == before
    found = {first}
    for number in range(3):
        with Catalog.open(folder) as catalog:
            catalog.add([Paper(f"d/{number}", f"Another Pond, Part {number}")])
        publish(folder, remote)
        found.add(fetched_by(remote, cache))
    assert len(found) == 4
    assert sum(path.is_dir() for path in first.parent.iterdir()) == 2


def test_a_missing_object_is_named(
    folder: Path, remote: Remote, tmp_path: Path
) -> None:
    publish(folder, remote)
    pieces = Manifest.load(remote.read(MANIFEST), "here").pieces
    remote.delete(pieces[1].name)
    with pytest.raises(CatalogError, match=f"{pieces[1].sha256}.*no such file"):
        fetched_by(remote, tmp_path / "cache")
    assert not list((tmp_path / "cache").rglob("*.sqlite"))


@pytest.mark.parametrize("number", [0, 1], ids=["database", "shard"])
def test_a_damaged_object_is_named(folder: Path, tmp_path: Path, number: int) -> None:
    remote = Remote.open(str(tmp_path / "shared"))
    publish(folder, remote)
    piece = Manifest.load(remote.read(MANIFEST), "here").pieces[number]
    path = tmp_path / "shared" / piece.name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(CatalogError, match=f"{piece.sha256}.*damaged"):
        fetched_by(remote, tmp_path / "cache")
    path.unlink()
    publish(folder, remote)
    assert papers_of(fetched_by(remote, tmp_path / "cache")) == papers_of(folder)


def test_a_damaged_shard_is_not_published(folder: Path, tmp_path: Path) -> None:
    path = next((folder / "shards").rglob("terms.repeated.npy"))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(CatalogError, match=r"damaged.*terms\.repeated"):
        publish(folder, Remote.open(str(tmp_path / "shared")))
    assert not (tmp_path / "shared" / MANIFEST).exists()


def test_a_publication_that_was_interrupted_is_never_read(
    folder: Path, tmp_path: Path
) -> None:
    remote = Remote.open(str(tmp_path / "shared"))
    publish(folder, remote)
    before = papers_of(folder)
    with Catalog.open(folder) as catalog:
        catalog.add([Paper("c/1", "A New Pond")])

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(folder, remote, stop)
    assert papers_of(fetched_by(remote, tmp_path / "cache")) == before


def test_a_publication_that_was_replaced_can_be_fetched(
    folder: Path, tmp_path: Path
) -> None:
    remote = Remote.open(str(tmp_path / "shared"))
    publish(folder, remote)
    first, before = newest(remote), papers_of(folder)
    with Catalog.open(folder) as catalog:
        catalog.add([Paper("c/1", "A New Pond")])
    publish(folder, remote)
    assert newest(remote) != first
    assert papers_of(fetch(remote, first, tmp_path / "cache")) == before


def test_processes_that_start_together_fetch_once(folder: Path, tmp_path: Path) -> None:
    publish(folder, Remote.open(str(tmp_path / "shared")))
    arguments = [sys.executable, "-c", FETCH, f"file://{tmp_path}/shared"]
    started = [
        subprocess.Popen(
            [*arguments, tmp_path / "cache"], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    places = {process.communicate()[0].strip() for process in started}
    assert not any(process.returncode for process in started)
    (place,) = places
    found = [p.parent for p in (tmp_path / "cache").rglob("catalog.sqlite")]
    assert found == [Path(place)]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"kind": "readnext catalog"}', "\x00"],
    ids=["empty", "list", "object", "no format", "binary"],
)
def test_what_is_not_a_manifest_is_refused(text: str) -> None:
    with pytest.raises(CatalogError, match="here: not the manifest"):
        Manifest.load(text.encode(), "here")


@pytest.mark.parametrize("path", ["../own", "shards/../../x", "shards/1", "/etc"])
def test_a_manifest_names_no_other_files(
    folder: Path, tmp_path: Path, path: str
) -> None:
    remote = Remote.open(str(tmp_path / "shared"))
    publish(folder, remote)
    whole = json.loads(remote.read(MANIFEST))
    whole["pieces"][1]["path"] = path
    with pytest.raises(CatalogError, match="not the manifest"):
        Manifest.load(json.dumps(whole).encode(), "here")


@pytest.mark.parametrize("name", ["../evil.npy", "/tmp/evil.npy", "a/evil.npy"])
def test_a_packed_shard_names_no_other_files(
    folder: Path, tmp_path: Path, name: str
) -> None:
    remote = Remote.open(str(tmp_path / "shared"))
    publish(folder, remote)
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as packed:
        packed.writestr(name, b"evil")
    data = (tmp_path / "evil.zip").read_bytes()
    whole = json.loads(remote.read(MANIFEST))
    digest = hashlib.sha256(data).hexdigest()
    whole["pieces"][1] |= {"sha256": digest, "size": len(data)}
    written = json.dumps(whole).encode()
    objects = tmp_path / "shared" / OBJECTS
    (objects / f"{digest}.zip").write_bytes(data)
    (objects / f"{hashlib.sha256(written).hexdigest()}.json").write_bytes(written)
    (tmp_path / "shared" / MANIFEST).write_bytes(written)
    with pytest.raises(CatalogError, match=f"{digest}.*not a shard"):
        fetched_by(remote, tmp_path / "cache")
    assert not list(tmp_path.rglob("evil.npy"))


def test_another_format_is_refused(folder: Path, tmp_path: Path) -> None:
    remote = Remote.open(str(tmp_path / "shared"))
    publish(folder, remote)
    whole = json.loads(remote.read(MANIFEST)) | {"format": 999}
    with pytest.raises(CatalogError, match="another version"):
        Manifest.load(json.dumps(whole).encode(), "here")


def test_unknown_storage_is_refused() -> None:
    with pytest.raises(UserError, match="Protocol not known: pond"):
        Remote.open("pond://here")


def test_the_command_publishes(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("catalog", "publish", tmp_path / "shared", "--catalog", folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("7 papers published, ")
    cached = fetched_by(Remote.open(str(tmp_path / "shared")), tmp_path / "cache")
    assert papers_of(cached) == papers_of(folder)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_cannot_be_written_is_one_line(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "shared").mkdir(mode=0o500)
    done = run("catalog", "publish", tmp_path / "shared", "--catalog", folder)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_a_catalog_that_does_not_exist_is_one_line(run: Run, tmp_path: Path) -> None:
    done = run("catalog", "publish", tmp_path / "a", "--catalog", tmp_path / "b")
    assert done.returncode == 1
    assert "there is no catalog" in done.stderr


def test_offline_refuses_other_computers(run: Run, folder: Path) -> None:
    done = run("catalog", "publish", "s3://b/c", "--catalog", folder, "--offline")
    assert done.returncode == 1
    assert "s3://b/c needs the network, and --offline" in done.stderr


def test_a_catalogs_own_folder_is_not_published_into(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    before = sorted(folder.iterdir())
    for target in (folder, folder.as_uri()):
        done = run("catalog", "publish", str(target), "--catalog", folder)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "is the folder of a catalog; publish into another one" in done.stderr
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    "command",
    [
        ("catalog", "add", "more.jsonl"),
        ("catalog", "stats"),
        ("suggest", "--like", "On Ducks"),
    ],
)
def test_a_publication_is_no_catalog_of_ones_own(
    run: Run, folder: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    target = tmp_path / "published"
    publish(folder, Remote.open(str(target)))
    (tmp_path / "more.jsonl").write_text('{"id": "z", "title": "On Geese"}\n')
    done = run(*command, "--catalog", target)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is a published catalog, which only 'readnext batch' reads" in done.stderr
    assert not (target / "catalog.sqlite").exists()
