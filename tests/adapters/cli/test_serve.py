"""`readnext serve` and `readnext open`: the real command, from start to end."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from tests.adapters.serving import Server, free_port
from tests.bogs import Bogs
from tests.command import Run
from tests.conftest import FIXTURES
from tests.documents import marked
from tests.kills import Killed, kills, strays

LIBRARY = FIXTURES / "libraries" / "generalization.bib"
Start = Callable[..., "Running"]
KILL = getattr(signal, "SIGKILL", None)  # Windows has none
VERDICTS = 100  # that have to survive


class Running:
    """A process of readnext that serves, and what it printed."""

    def __init__(
        self, arguments: tuple[str, ...], cwd: Path, env: dict[str, str]
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "readnext", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd,
            env=env,
            # A shell that runs tests in the background has them ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        self.url, _, self.token = self.address.partition("?token=")

    def get(self, path: str) -> str:
        asked = urllib.request.Request(
            self.url + path, headers={"Authorization": f"Bearer {self.token}"}
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    def post(self, path: str, value: object) -> None:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
        }
        body = json.dumps(value).encode()
        asked = urllib.request.Request(self.url + path, body, headers)
        try:
            urllib.request.urlopen(asked, timeout=60).close()
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; return its exit code and what it wrote to standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Start the command in a folder of its own; it ends with the test."""
    started: list[Running] = []

    def run(*arguments: object, **env: str) -> Running:
        found = Running(tuple(map(str, arguments)), tmp_path, environment | env)
        started.append(found)
        return found

    yield run
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


@pytest.mark.slow
def test_it_serves_until_it_is_ended(start: Start, data: Path, tmp_path: Path) -> None:
    service = start("serve", LIBRARY, "--port", "0", "-n", "5")
    assert service.url.startswith("http://127.0.0.1:")
    found = json.loads(service.get("api/v1/suggestions"))["suggestions"]
    assert len(found) == 5
    about = data / "service.json"
    assert json.loads(about.read_text())["token"] == service.token
    for name in ("service.json", "service.html", "service-secret"):
        assert (data / name).stat().st_mode & 0o777 == 0o600
    service.post("api/v1/saved", {"id": found[0]["id"]})
    assert found[0]["id"] in (tmp_path / "next.bib").read_text()
    code, said = service.end()
    assert code == 0 and "Traceback" not in said
    assert "serving on this computer only" in said and service.token not in said
    assert not about.exists() and not (data / "service.html").exists()


@pytest.mark.slow
def test_ctrl_c_ends_it_and_the_feed_keeps_its_token(start: Start, data: Path) -> None:
    for _ in range(2):
        service = start("serve", LIBRARY, "--port", "0")
        secret = (data / "service-secret").read_text()
        code, said = service.end(signal.SIGINT)
        assert code in (0, 130) and "Traceback" not in said
    assert (data / "service-secret").read_text() == secret


@pytest.mark.slow
def test_a_port_in_use_is_one_line(start: Start, run_process: Run) -> None:
    service = start("serve", LIBRARY, "--port", "0")
    port = service.url.rstrip("/").rpartition(":")[2]
    done = run_process("serve", LIBRARY, "--port", port)
    assert done.returncode == 1 and done.stdout == ""
    assert f"port {port}: " in done.stderr and "--port" in done.stderr


@pytest.mark.slow
def test_open_starts_a_service_and_finds_a_running_one(
    start: Start, tmp_path: Path, environment: dict[str, str], data: Path
) -> None:
    """The browser's command line, which others can see, has no token."""
    browser = tmp_path / "bin" / "xdg-open"
    browser.parent.mkdir()
    browser.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n')
    browser.chmod(0o755)
    path = f"{browser.parent}{os.pathsep}{environment['PATH']}"
    service = start("open", LIBRARY, "--port", "0", PATH=path)
    assert service.address
    again = start("open", LIBRARY, "--port", "0", PATH=path)
    assert again.process.wait(30) == 0 and again.address == ""
    opened = (tmp_path / "opened").read_text().splitlines()
    page = data / "service.html"
    assert opened == [str(page)] * 2
    assert service.address in page.read_text()


@pytest.mark.slow
def test_a_service_that_ends_leaves_the_others_announced(
    start: Start, data: Path, tmp_path: Path
) -> None:
    """Programs and `readnext open` find a service as long as any is running."""
    about, page = data / "service.json", data / "service.html"

    def announced() -> str:
        return str(json.loads(about.read_text())["token"])

    first = start("serve", LIBRARY, "--port", "0")
    middle = start("serve", LIBRARY, "--port", "0")
    at_socket = start("serve", LIBRARY, "--socket", tmp_path / "s")
    assert announced() == at_socket.token
    assert middle.address in page.read_text()  # no browser opens a Unix socket
    middle.end()
    assert announced() == at_socket.token and first.address in page.read_text()
    at_socket.end()
    assert announced() == first.token
    first.end()
    assert not about.exists() and not page.exists()


def test_without_the_extra_it_says_what_to_install(
    environment: dict[str, str],
) -> None:
    program = (
        "import sys; sys.modules['flask'] = None\n"
        "from readnext_adapters.cli import main\n"
        f"sys.argv = ['readnext', 'serve', {str(LIBRARY)!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and "readnext-bib[web]" in done.stderr


def test_offline_it_opens_no_socket(run: Run) -> None:
    done = run("serve", LIBRARY, "--offline")
    assert done.returncode == 1
    assert "--offline was given" in done.stderr


@pytest.mark.parametrize("name", ["next.html", "next"])
def test_papers_are_saved_to_bibliographies_only(run: Run, name: str) -> None:
    done = run("serve", LIBRARY, "--port", free_port(), "--save-to", name)
    assert done.returncode == 2
    assert ".bib, .json or .ris" in done.stderr


def test_an_unknown_destination_is_one_line(run: Run) -> None:
    for command in ("serve", "suggest"):
        done = run(command, LIBRARY, "--send-to", "mendeley")
        assert done.returncode == 2
        assert "--send-to mendeley: write zotero, zotero:COLL" in done.stderr


def test_a_missing_library_is_an_error_before_anything_is_served(run: Run) -> None:
    done = run("serve", "nowhere.bib", "--port", free_port())
    assert done.returncode == 2 and "nowhere.bib" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [words for block in marked("serve") for words in block.commands],
    ids=" ".join,
)
def test_a_shown_command_that_serves_works(
    start: Start, tmp_path: Path, arguments: list[str]
) -> None:
    assert arguments[0] == "readnext"
    (tmp_path / "mylib.bib").write_bytes(LIBRARY.read_bytes())
    path = tmp_path / "bin"
    path.mkdir()
    (path / "xdg-open").symlink_to("/bin/true")
    found = f"{path}{os.pathsep}{os.environ['PATH']}"
    port = () if "--port" in arguments else ("--port", "0")
    service = start(*arguments[1:], *port, PATH=found)
    assert "What to read next" in service.get("")
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(service.url, timeout=30)
    assert service.end()[0] == 0


@pytest.mark.slow
def test_the_shown_client_works(start: Start, environment: dict[str, str]) -> None:
    service = start("serve", LIBRARY, "--port", "0")
    (block,) = marked("python-client")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block.text],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *titles, feed = done.stdout.splitlines()
    assert len(titles) == 3
    assert service.token not in feed
    with urllib.request.urlopen(feed, timeout=30) as answer:
        assert titles[0] in answer.read().decode()


@pytest.mark.slow
@pytest.mark.skipif(KILL is None, reason="needs SIGKILL")
def test_verdicts_survive_a_kill_at_any_moment(
    start: Start, run: Run, data: Path, request: pytest.FixtureRequest
) -> None:
    """What was answered is recorded, once, with 100 verdicts and more."""
    least = max(kills(25) // 4, 1)
    chance = random.Random(7)
    runs = hits = 0
    expected: dict[str, str] = {}
    perhaps: dict[str, str] = {}
    while runs < least or len(expected) < VERDICTS:
        service = start("serve", LIBRARY, "--port", "0", "-n", "60")
        listed = json.loads(service.get("api/v1/suggestions"))["suggestions"]
        assert listed and not {one["id"] for one in listed} & expected.keys()
        process = service.process.pid
        timer = threading.Timer(chance.uniform(0, 1), os.kill, (process, KILL))
        timer.start()
        for place, one in enumerate(listed):
            verdict = "like" if place % 3 == 0 else "dismiss"
            perhaps = {one["id"]: verdict}
            try:
                service.post("api/v1/verdicts", {"id": one["id"], "verdict": verdict})
            except OSError:
                break
            expected |= perhaps
            perhaps = {}
        timer.join()
        runs += 1
        hits += service.process.wait() < 0
        done = run("feedback", "list", "--format", "json")
        found = [(o["id"], o["verdict"]) for o in json.loads(done.stdout)["feedback"]]
        assert len(dict(found)) == len(found)
        # The last one may have been recorded before its answer was lost.
        assert dict(found) in (expected, expected | perhaps)
        expected = dict(found)
    run("history")
    left = strays(data)
    name = f"serve, {len(expected)} verdicts"
    Killed(name, runs, hits, len(left)).record(request.node)
    assert left == []


@pytest.mark.slow
def test_the_sources_of_the_settings_are_updated(
    start: Start, run: Run, own_catalog: Path
) -> None:
    """The page starts the command, in a process of its own."""
    run("config", "set", "sources", "openalex:S123")
    with Server().running() as network:
        network.behave = Bogs(30, 10)
        service = start(
            *("serve", LIBRARY, "--port", "0", "-n", "3"),
            READNEXT_OPENALEX_URL=network.url,
        )
        assert "Update now" in service.get("sources")
        service.post("sources", {})
        page = service.get("sources")
        while "data-running" in page:
            time.sleep(0.1)
            page = service.get("sources")
    assert "The update is complete: " in page and "openalex:S123: " in page
    with Catalog.open(own_catalog) as catalog:
        assert catalog.papers_by_source()["openalex:S123"] > 0
    code, said = service.end()
    assert code == 0 and "Traceback" not in said


@pytest.mark.slow
def test_it_serves_while_the_catalog_is_rebuilt(
    start: Start, own_catalog: Path, environment: dict[str, str]
) -> None:
    """Each request is answered, whatever is written to the catalog meanwhile."""
    service = start("serve", LIBRARY, "--port", "0", "-n", "30")
    before = json.loads(service.get("api/v1/suggestions"))["suggestions"]
    searched = service.get("api/v1/search?q=double+descent")
    asked = 0
    for command in (("rebuild",), ("compact",), ("rebuild",)):
        with subprocess.Popen(
            [sys.executable, "-m", "readnext", "catalog", *command],
            env=environment,
            stdout=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None:
                assert service.get("api/v1/search?q=double+descent") == searched
                service.get(f"api/v1/why?id={before[asked % 20]['id']}")
                service.get(f"?n={10 + asked % 10}")
                service.get("sources")
                asked += 1
        assert process.returncode == 0
    first = before[0]["id"]
    service.post("api/v1/verdicts", {"id": first, "verdict": "like"})
    service.post("api/v1/saved", {"id": before[1]["id"]})
    assert first not in service.get("api/v1/suggestions")
    assert asked > 5 and len(before) == 30
    code, said = service.end()
    assert code == 0 and "Traceback" not in said


class SocketConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket, as programs and tunnels speak it."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=30)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._path))


def status(path: Path, method: str = "GET", **headers: str) -> int:
    connection = SocketConnection(path)
    try:
        connection.request(method, "/api/v1/status", headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.slow
def test_a_port_beside_a_socket_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.socket"
    done = run("serve", LIBRARY, "--socket", path, "--port", "8714")
    assert done.returncode == 2 and not path.exists()
    assert done.stderr.splitlines()[-1] == (
        "Error: --port beside --socket: the service listens on one of them; "
        "leave one out"
    )


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="has no Unix sockets")
def test_it_serves_on_a_unix_socket(start: Start, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.socket"
    options = ("serve", LIBRARY, "--socket", path, "-n", "3")
    service = start(*options)
    assert service.url == "http://localhost/"
    own = {"Authorization": f"Bearer {service.token}"}
    assert path.stat().st_mode & 0o777 == 0o600
    assert status(path, **own) == 200
    assert status(path, Host="localhost:8714", **own) == 200
    assert status(path, Host="127.0.0.1:1", Origin="http://127.0.0.1:1", **own) == 200
    assert status(path) == 401
    for host in ("example.org", "localhost.example.org", "localhost:1:2", ""):
        assert status(path, Host=host, **own) == 403, host
    for origin in ("null", "http://localhost:3000", "http://example.org"):
        assert status(path, Origin=origin, **own) == 403, origin
    about = json.loads((data / "service.json").read_text())
    assert about["socket"] == str(path) and not (data / "service.html").exists()
    second = start(*options)
    _, said = second.process.communicate(timeout=60)
    assert second.process.returncode == 1
    assert said.splitlines()[-1].startswith(f"readnext: {path}: Address already in use")
    assert status(path, **own) == 200
    service.process.kill()
    service.process.wait()
    assert path.exists()
    service = start(*options)  # what the killed one left is replaced
    assert status(path, Authorization=f"Bearer {service.token}") == 200
    code, said = service.end()
    assert code == 0 and f"serving on the socket {path} only" in said
    assert not path.exists() and not (data / "service.json").exists()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="has no Unix sockets")
def test_a_socket_replaces_no_file(run_process: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("mine")
    done = run_process("serve", LIBRARY, "--socket", path)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    assert path.read_text() == "mine"
    done = run_process("serve", LIBRARY, "--socket", tmp_path / ("x" * 200))
    assert done.returncode == 1 and "too long" in done.stderr
    assert run_process("open", LIBRARY, "--socket", path).returncode == 2


@pytest.mark.slow
def test_several_writers_at_once(
    start: Start, environment: dict[str, str], data: Path, tmp_path: Path
) -> None:
    """Two services and the command: each verdict once, each saved paper once."""
    services = [start("serve", LIBRARY, "--port", "0", "-n", "24") for _ in range(2)]
    listed = json.loads(services[0].get("api/v1/suggestions"))["suggestions"]
    ids = [one["id"] for one in listed]
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "readnext", "feedback", "dismiss", *ids[16:24]],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
    ]

    def judge(place: int) -> None:
        services[place % 2].post(
            "api/v1/verdicts", {"id": ids[place], "verdict": "like"}
        )
        services[0].post("api/v1/saved", {"id": ids[place]})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(judge, [*range(16), *range(16)]))
    for writer in writers:
        assert writer.wait(120) == 0
    for service in services:
        found = json.loads(service.get("api/v1/verdicts"))["feedback"]
        assert {one["id"]: one["verdict"] for one in found} == {
            id_: "like" if place < 16 else "dismiss" for place, id_ in enumerate(ids)
        }
        assert len(found) == 24
        version = -1
        for _ in range(30):
            state = json.loads(service.get(f"api/v1/status?after={version}"))
            version = state["version"]
            if state["verdicts"] == 24:
                break
        assert state["verdicts"] == 24
    saved = (tmp_path / "next.bib").read_text()
    assert saved.count("readnext-id") == 16
