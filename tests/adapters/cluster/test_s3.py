"""A catalog on an S3-compatible server gives the lists that a folder gives."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.adapters.serving import free_port
from tests.command import run_process
from tests.conftest import FIXTURES

pytest.importorskip("distributed")
pytest.importorskip("fsspec")
pytest.importorskip("filelock")
pytest.importorskip("s3fs")
pytest.importorskip("boto3")
pytest.importorskip("moto.server")

from tests.adapters.cluster.dask_cluster import lists_in, running_cluster

pytestmark = pytest.mark.slow

_BUCKET = "s3://ponds/papers"
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")
_START = 120.0  # seconds that the server may need on a busy computer


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Run the server of moto as a process; yield its URL."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    arguments = ["-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (
        (folder / "s3.log").open("w") as log,
        subprocess.Popen(
            [sys.executable, *arguments], stdout=log, stderr=log
        ) as server,
    ):
        try:
            end = time.monotonic() + _START
            while not _answers(url):
                assert server.poll() is None, (folder / "s3.log").read_text()
                assert time.monotonic() < end
                time.sleep(0.1)
            yield url
        finally:
            server.terminate()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10):
            return True
    except OSError:
        return False


def create_bucket(url: str) -> None:
    import boto3

    access = dict.fromkeys(("aws_access_key_id", "aws_secret_access_key"), "mire")
    client = boto3.client("s3", "us-east-1", endpoint_url=url, **access)
    client.create_bucket(Bucket="ponds")
    client.close()


class Reader:
    """A user of the command, with libraries and a catalog of one's own."""

    def __init__(
        self, folder: Path, catalog: Path, variables: Mapping[str, str]
    ) -> None:
        self.folder, self.catalog, self.variables = folder, catalog, variables
        self.libraries = []
        for source in sorted((FIXTURES / "libraries").glob("*.bib"))[:2]:
            self.libraries.append(folder / source.name)
            shutil.copy(source, folder)

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        words = [str(argument) for argument in arguments]
        return run_process(words, "", self.folder, self.variables)

    def publish(self, to: str | Path) -> subprocess.CompletedProcess[str]:
        return self.run("catalog", "publish", to, "--catalog", self.catalog)

    def batch(self, place: str | Path, *more: str) -> dict[str, bytes]:
        """Make the lists, and return them but for the name of the catalog's place."""
        output = self.folder / "lists"
        arguments = ("-o", output, "--catalog", place, "-n", "5", *more)
        done = self.run("batch", *self.libraries, *arguments)
        assert done.returncode == 0, done.stderr
        lists = lists_in(output)
        shutil.rmtree(output)
        assert len(lists) == len(self.libraries)
        named = str(place).encode()
        assert all(data.count(named) == 1 for data in lists.values())
        return {name: data.replace(named, b"") for name, data in lists.items()}


@pytest.fixture
def reader(
    tmp_path: Path, papers_of_today: Path, environment: dict[str, str]
) -> Reader:
    keys = dict.fromkeys(_KEYS, "us-east-1")
    return Reader(tmp_path, papers_of_today, environment | keys)


def test_lists_are_the_same_as_from_a_folder(reader: Reader, tmp_path: Path) -> None:
    with s3_server(tmp_path) as url:
        reader.variables = {**reader.variables, "AWS_ENDPOINT_URL": url}
        missing = reader.publish(_BUCKET)
        assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)
        assert f"{_BUCKET}: there is no such bucket or folder" in missing.stderr
        unread = reader.run("batch", *reader.libraries, "-o", "l", "--catalog", _BUCKET)
        assert (unread.returncode, unread.stderr.count("\n")) == (1, 1)
        assert _BUCKET in unread.stderr
        create_bucket(url)
        for place in (_BUCKET, tmp_path / "published"):
            done = reader.publish(place)
            assert done.returncode == 0, done.stderr
        expected = reader.batch(tmp_path / "published")
        assert reader.batch(_BUCKET) == expected
        shutil.rmtree(tmp_path / "home" / ".cache" / "readnext")  # what was fetched
        (tmp_path / "dask").mkdir()
        with running_cluster(2, tmp_path / "dask", reader.variables) as cluster:
            assert reader.batch(_BUCKET, "--scheduler", cluster.address) == expected
        assert "0.0 MB were sent" in reader.publish(_BUCKET).stdout


def test_a_server_can_be_named_in_the_configuration_of_fsspec(
    reader: Reader, tmp_path: Path
) -> None:
    with s3_server(tmp_path) as url:
        create_bucket(url)
        configuration = tmp_path / "home" / ".config" / "fsspec" / "s3.json"
        configuration.parent.mkdir(parents=True)
        options = {"endpoint_url": url, "key": "mire", "secret": "mire"}
        configuration.write_text(json.dumps({"s3": options}))
        kept = {k: v for k, v in reader.variables.items() if k not in _KEYS}
        reader.variables = kept
        done = reader.publish(_BUCKET)
        assert done.returncode == 0, done.stderr


def test_a_server_that_is_gone_is_one_line(reader: Reader) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    reader.variables = {**reader.variables, "AWS_ENDPOINT_URL": url}
    done = reader.publish(_BUCKET)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert _BUCKET in done.stderr and url in done.stderr
    done = reader.run("batch", *reader.libraries, "-o", "l", "--catalog", _BUCKET)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert not (reader.folder / "l").exists()
