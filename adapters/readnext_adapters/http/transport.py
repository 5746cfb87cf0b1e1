"""One question and its answer over urllib3, within limits of time and size."""

from __future__ import annotations

import os
import ssl
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import urllib3
import urllib3.exceptions as fault

from readnext.errors import NetworkError, UnreachableError
from readnext_adapters.http.gzip import Damaged, Unpacker
from readnext_adapters.http.response import Response, place
from readnext_adapters.http.urls import is_loopback

Clock = Callable[[], float]
_BLOCK = 1 << 16


class Interrupted(NetworkError):
    """An answer that did not come, or not whole; the next attempt may succeed."""


class NoConnection(UnreachableError, Interrupted):
    """Nobody there; the next attempt may find somebody."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect and between two pieces, seconds left on `clock`, bytes."""

    connect: float
    pause: float
    deadline: float
    largest: int
    clock: Clock

    def left(self) -> float:
        """Seconds until the deadline, never none, since urllib3 refuses a 0."""
        return max(self.deadline - self.clock(), 0.01)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an address; only a POST has a body."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


class Transport:
    """The connections of one client, kept open between its questions."""

    def __init__(self) -> None:
        self._pools: dict[str, urllib3.PoolManager] = {}

    def exchange(self, question: Question, limits: Limits) -> Response:
        """Ask once and return the whole answer, whatever its status.

        Raises Interrupted if asking again may help, another NetworkError if not.
        """
        url = question.url
        with _explained(url):
            answer = self._pool(url).request(
                question.method,
                url,
                body=question.body,
                headers=dict(question.headers),
                timeout=urllib3.Timeout(
                    connect=min(limits.connect, limits.left()),
                    read=min(limits.pause, limits.left()),
                ),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                body = _body(url, answer, limits)
                answer.release_conn()
            finally:
                answer.close()
        named = {name.lower(): value for name, value in answer.headers.items()}
        return Response(url, answer.status, named, body)

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.clear()

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = _proxy(url)
        scheme = urlsplit(url).scheme
        name = f"{scheme} {proxy}"
        if name not in self._pools:
            secure = "https" in (scheme, urlsplit(proxy).scheme)
            self._pools[name] = _new_pool(proxy, _trust() if secure else None)
        return self._pools[name]


def _body(url: str, answer: urllib3.BaseHTTPResponse, limits: Limits) -> bytes:
    """The unpacked body, read piece by piece so that no limit is passed by much."""
    unpacker = Unpacker(answer.headers.get("content-encoding", ""))
    pieces = bytearray()
    while block := answer.read1(_BLOCK, decode_content=False):
        for piece in unpacker.unpack(block):
            pieces += piece
            if len(pieces) > limits.largest:
                raise NetworkError(
                    f"{place(url)} sends more than {limits.largest >> 20} MiB, "
                    "which is more than readnext takes"
                )
        if limits.clock() > limits.deadline:
            raise Interrupted(f"{place(url)} is too slow: the time for it is up")
    unpacker.finish()
    return bytes(pieces)


def _new_pool(proxy: str, trust: ssl.SSLContext | None) -> urllib3.PoolManager:
    if not proxy:
        return urllib3.PoolManager(num_pools=2, ssl_context=trust)
    parts = urlsplit(proxy)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NetworkError(
            f"the proxy {place(proxy)} of your environment is not of http or https"
        )
    login = None
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        login = urllib3.make_headers(proxy_basic_auth=pair)
    address = place(proxy)
    return urllib3.ProxyManager(
        address,
        num_pools=2,
        proxy_headers=login,
        ssl_context=trust,
        proxy_ssl_context=trust if parts.scheme == "https" else None,
    )


def _proxy(url: str) -> str:
    """The proxy that the environment names for an address, or ""."""
    host = urlsplit(url).netloc.rpartition("@")[2]
    if is_loopback(url) or urllib.request.proxy_bypass(host):
        return ""
    found = urllib.request.getproxies()
    proxy = found.get(urlsplit(url).scheme) or found.get("all") or ""
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _trust() -> ssl.SSLContext:
    """The authorities that the system and the environment trust.

    OpenSSL itself reads SSL_CERT_FILE and SSL_CERT_DIR; the third name is the one
    that companies with their own authority tell people to set. Raises NetworkError
    if it names no such file.
    """
    trust = ssl.create_default_context()
    if own := os.environ.get("REQUESTS_CA_BUNDLE"):
        try:
            is_folder = os.path.isdir(own)  # noqa: PTH112 - as OpenSSL takes it
            trust.load_verify_locations(**{"capath" if is_folder else "cafile": own})
        except OSError as error:
            raise NetworkError(f"REQUESTS_CA_BUNDLE={own}: {error}") from error
    return trust


@contextmanager
def _explained(url: str) -> Iterator[None]:
    """Say what urllib3 says in one sentence, and whether to try again."""
    where = place(url)
    try:
        yield
    except fault.NameResolutionError as error:
        host = urlsplit(url).hostname
        raise NoConnection(f"{where}: the host {host} cannot be found") from error
    except fault.LocationValueError as error:
        raise NetworkError(f"{where} is no web address ({error})") from error
    except fault.ProxyError as error:
        raise NoConnection(
            f"{where}: the proxy of your environment does not connect to it"
        ) from error
    except fault.SSLError as error:
        raise NetworkError(
            f"{where}: its certificate cannot be trusted ({_short(error)}); if an "
            "authority of your own has signed it, name that in SSL_CERT_FILE"
        ) from error
    except fault.NewConnectionError as error:
        raise NoConnection(f"{where}: connection failed") from error
    except fault.ConnectTimeoutError as error:
        raise NoConnection(f"{where} does not answer in time") from error
    except fault.TimeoutError as error:
        raise Interrupted(f"{where} does not answer in time") from error
    except Damaged as error:
        raise Interrupted(f"{where} sends packed data that is damaged") from error
    except (fault.HTTPError, OSError) as error:
        raise Interrupted(f"{where}: the connection was cut") from error


def _short(error: Exception) -> str:
    """OpenSSL's own words without its source lines."""
    return str(error).partition("(_ssl.c")[0].rpartition("] ")[2].strip() or "SSL"
