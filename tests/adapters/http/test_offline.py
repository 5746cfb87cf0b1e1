"""With --offline nothing is asked, waited for or taken from what is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from readnext_adapters.http import Client, Policy
from readnext_adapters.http.rate_limit import RateLimiter
from tests.adapters.serving import Answer, Server

COMMAND = """
import sys
from pathlib import Path
from readnext_adapters.cli import main
from readnext_adapters.cli.main import cli
from readnext_adapters.cli.options import common
from readnext_adapters.http import Client, Policy
url, folder, method = sys.argv[1:4]
@cli.command()
@common
def ask() -> None:
    policy = Policy(spacing=3.0, rate_limit="ducks", cached=True)
    with Client(policy, folder=Path(folder)) as client:
        answer = client.get(url) if method == "get" else client.post(url, [])
        print(answer.body.decode())
sys.argv = ["readnext", "ask", *sys.argv[4:]]
main()
"""


def ask(
    environment: dict[str, str], *arguments: object
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_offline(
    environment: dict[str, str], server: Server, tmp_path: Path, method: str
) -> None:
    folder = tmp_path / "cache"
    server.say(Answer(b"quack", headers={"ETag": '"1"'}))
    done = ask(environment, f"{server.url}/a?b", folder, method, "--offline")
    assert done.returncode == 1
    assert done.stderr.endswith(
        f"{server.url}/a needs the network, and --offline was given\n"
    )
    assert server.asked == []
    assert not folder.exists()
    assert ask(environment, f"{server.url}/a?b", folder, method).stdout == "quack\n"


def test_offline_with_a_closed_gate_and_a_kept_answer(
    environment: dict[str, str], server: Server, tmp_path: Path
) -> None:
    server.say(Answer(b"quack", headers={"ETag": '"1"'}))
    with Client(Policy(cached=True), folder=tmp_path) as client:
        client.get(server.url)
    RateLimiter("ducks", 3.0, tmp_path).postpone(3600)
    done = ask(environment, server.url, tmp_path, "get", "--offline")
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs the network, and --offline was given" in done.stderr
    done = ask(environment, server.url, tmp_path, "get")
    assert "asks for a pause of" in done.stderr
    assert len(server.asked) == 1
