"""What other sites, other users and hostile papers can try, and what comes of it."""

from __future__ import annotations

import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.adapters.web.service import FEED, TOKEN, Service, running

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@dataclass(frozen=True)
class Attack:
    """A request, and the status that it must get.

    With `cookie`, it comes from a browser that has it; `csrf` is the token of a form.
    """

    status: int
    path: str = "/"
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    cookie: bool = False
    csrf: bool | str = False
    json: bytes = b""


def post(status: int, csrf: bool | str = True, **headers: str) -> Attack:
    """A form with a verdict, from a browser that has the cookie."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Attack(status, "/papers", named, "POST", cookie=True, csrf=csrf)


ATTACKS = {
    "no token": Attack(401),
    "a wrong token": Attack(401, f"/?token={TOKEN}x"),
    "an empty token": Attack(401, "/?token="),
    "a token in another page's address": Attack(401, f"/verdicts?token={TOKEN}"),
    "a token sent by POST": Attack(401, f"/?token={TOKEN}", FORM, "POST"),
    "a wrong cookie": Attack(401, "/", {"Cookie": "readnext-0=x"}),
    "a wrong bearer": Attack(401, "/api/v1/status", {"Authorization": "Bearer x"}),
    "a basic password": Attack(401, "/", {"Authorization": "Basic eDp4"}),
    "the feeds' token for the page": Attack(401, f"/?token={FEED}"),
    "the feeds' token for the API": Attack(401, f"/api/v1/status?token={FEED}"),
    "the feeds' token as bearer": Attack(
        401, "/api/v1/status", {"Authorization": f"Bearer {FEED}"}
    ),
    "no token for the feed": Attack(401, "/feed.xml"),
    "no token for a style sheet": Attack(401, "/static/page.css"),
    "another host": Attack(403, "/", {"Host": "example.org"}, cookie=True),
    "another host with the token": Attack(403, "/", {"Host": "evil.test", **BEARER}),
    "a host without the port": Attack(403, "/", {"Host": "127.0.0.1"}, cookie=True),
    "a host with another port": Attack(403, "/", {"Host": "127.0.0.1:1"}, cookie=True),
    "a host in capitals with a dot": Attack(
        403, "/", {"Host": "LOCALHOST.:1"}, cookie=True
    ),
    "another origin": post(403, Origin="https://example.org"),
    "the origin null": post(403, Origin="null"),
    "another origin, reading": Attack(
        403, "/api/v1/suggestions", {"Origin": "http://127.0.0.1:1"}, cookie=True
    ),
    "another origin with the token": Attack(
        403, "/api/v1/status", {"Origin": "https://example.org", **BEARER}
    ),
    "a preflight": Attack(
        403,
        "/api/v1/verdicts",
        {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
        "OPTIONS",
    ),
    "a form without its token": post(403, csrf=False),
    "a form with a wrong token": post(403, csrf="x"),
    "a verdict by GET": Attack(405, "/papers?action=like&id=x", cookie=True),
    "JSON with the cookie alone": Attack(
        403,
        "/api/v1/verdicts",
        {"Content-Type": "application/json"},
        "POST",
        cookie=True,
        json=b'{"id": "FIRST", "verdict": "like"}',
    ),
    "JSON that is a form of another site": Attack(
        403,
        "/api/v1/verdicts",
        {"Content-Type": "text/plain"},
        "POST",
        cookie=True,
        json=b'{"id": "FIRST", "verdict": "like"}',
    ),
    "JSON that is none": Attack(
        400,
        "/api/v1/verdicts",
        BEARER | {"Content-Type": "application/json"},
        "POST",
        json=b"[" * 10_000,
    ),
    "JSON of another shape": Attack(
        400,
        "/api/v1/verdicts",
        BEARER | {"Content-Type": "application/json"},
        "POST",
        json=b'{"id": ["x"], "verdict": "like"}',
    ),
    "a body of 10 MB": Attack(
        413,
        "/papers",
        FORM,
        "POST",
        cookie=True,
        csrf=True,
        json=b"x=" + b"y" * 10_000_000,
    ),
    "a method that does not exist": Attack(403, "/", method="BREW", cookie=True),
    "DELETE": Attack(403, "/papers", method="DELETE", cookie=True),
    "a path out of the folder": Attack(
        404, "/static/..%2f..%2fpyproject.toml", cookie=True
    ),
    "a path in a name": Attack(404, "/static/../../app.py", cookie=True),
    "a file of the package": Attack(404, "/static/app.py", cookie=True),
    "a NUL in a search": Attack(200, "/search?q=%00%00a", cookie=True),
    "markup in a search": Attack(
        200, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", cookie=True
    ),
    "a template in a search": Attack(200, "/search?q=%7B%7B7*7%7D%7D", cookie=True),
    "bytes that are no UTF-8": Attack(200, "/search?q=%ff%fe%fa", cookie=True),
    "half a character in an id": Attack(404, "/api/v1/why?id=%ed%a0%80", BEARER),
    "a query of 60 kB": Attack(200, f"/search?q={'a' * 60_000}", cookie=True),
    "an address of 80 kB": Attack(431, f"/search?q={'a' * 80_000}", cookie=True),
    "a number without end": Attack(400, f"/?n={'9' * 5000}", cookie=True),
    "a version without end": Attack(200, f"/list?after={'9' * 5000}", cookie=True),
    "a number in another script": Attack(400, "/?n=%D9%A3", cookie=True),
}


@pytest.fixture(scope="module")
def attacked(
    tmp_path_factory: pytest.TempPathFactory, papers_of_today: Path
) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("attacked")
    with running(folder, papers_of_today) as found:
        yield found


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_refused_and_records_nothing(
    attacked: Service, attack: Attack
) -> None:
    first = attacked.ids()[0]
    headers = dict(attack.headers)
    body = attack.json.replace(b"FIRST", first.encode())
    if attack.cookie:
        headers |= attacked.cookie
    if attack.method == "POST" and not body:
        fields = {"id": first, "action": "like"}
        if attack.csrf:
            own = attack.csrf is True
            fields["csrf"] = attacked.access.csrf if own else str(attack.csrf)
        headers |= FORM
        body = urlencode(fields).encode()
    try:
        reply = attacked.ask(attack.path, attack.method, headers, body or None)
    except (BrokenPipeError, ConnectionResetError):
        # The body is too large to be read to its end.
        assert attack.status == 413
        return
    assert reply.status == attack.status, reply.text[:500]
    assert TOKEN not in reply.text and b"Traceback" not in reply.body
    if not attack.cookie and headers.get("Authorization") != f"Bearer {TOKEN}":
        assert FEED not in reply.text and attacked.access.csrf not in reply.text
    assert "Access-Control-Allow-Origin" not in reply.headers
    assert "<script>alert" not in reply.text and ">49<" not in reply.text
    assert attacked.judged() == {} and not attacked.saved.exists()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 401),
        ("/?token=wrong", 401),
        ("/verdicts", 401),
        ("/feed.xml", 401),
        ("/nowhere", 401),
        (f"/feed.xml?token={FEED}&n=none", 400),  # which opens feeds alone
    ],
)
def test_no_error_gives_a_token_to_who_has_none(
    attacked: Service, path: str, status: int
) -> None:
    for headers in ({}, {"Host": "evil.example"}):
        reply = attacked.ask(path, headers=headers)
        assert reply.status == (403 if headers else status)
        shown = reply.text + str(reply.headers)
        for secret in (TOKEN, FEED, attacked.access.csrf, attacked.access.cookie):
            assert secret not in shown


def test_the_same_requests_without_the_attack_are_answered(attacked: Service) -> None:
    """What the table changes is what is refused, and nothing else."""
    assert attacked.get("/").status == 200
    assert attacked.get("/static/page.css").status == 200
    assert attacked.ask("/api/v1/status", headers=BEARER).status == 200
    assert attacked.ask(f"/feed.xml?token={FEED}").status == 200
    named = {"Host": f"localhost:{attacked.access.port}", **attacked.cookie}
    assert attacked.ask("/", headers=named).status == 200
    own = attacked.form({"id": "nonsense", "action": "like"}, Origin=attacked.url)
    assert own.status == 404
    assert attacked.form({"id": "x", "action": "like"}, Origin="null").status == 403


@pytest.mark.parametrize("path", ["/", "/verdicts", "/api/v1/status", "/nowhere"])
def test_every_answer_has_the_headers(attacked: Service, path: str) -> None:
    headers = attacked.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Server" not in headers


@pytest.mark.skipif(sys.platform != "linux", reason="has no 127.0.0.2")
def test_it_listens_at_one_address_only(attacked: Service) -> None:
    port = attacked.access.port
    socket.create_connection(("127.0.0.1", port), 5).close()
    for other in ("127.0.0.2", "::1"):
        with pytest.raises(OSError):
            socket.create_connection((other, port), 5)


@pytest.mark.slow
def test_a_thousand_requests_at_once(tmp_path: Path, papers_of_today: Path) -> None:
    """All are answered, the verdicts among them each once."""
    with running(tmp_path, papers_of_today) as service:
        ids = service.ids("?n=50")
        statuses: Counter[int] = Counter()
        lock = threading.Lock()

        def ask(number: int) -> None:
            id_ = ids[number % len(ids)]
            if number % 4:
                reply = service.get("/verdicts")
            else:
                reply = service.form({"id": id_, "action": "like"})
            with lock:
                statuses[reply.status] += 1

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(1000)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == {200: 750, 303: 250}
        liked = {ids[n % len(ids)] for n in range(0, 1000, 4)}
        assert service.judged() == dict.fromkeys(liked, "like")
        service.ranked(len(liked))
