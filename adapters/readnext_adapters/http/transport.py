"""One request and its response over urllib3, within limits of time and size."""

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
from readnext_adapters.http.gzip import Damaged, Decompressor
from readnext_adapters.http.response import Response, redacted
from readnext_adapters.http.urls import is_loopback

Clock = Callable[[], float]
_BLOCK = 1 << 16


class Interrupted(NetworkError):
    """No response or an incomplete one; a retry may succeed."""


class NoConnection(UnreachableError, Interrupted):
    """No connection; a retry may succeed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Timeouts in seconds, the deadline as a time of `clock`, and the size limit."""

    connect_timeout: float
    read_timeout: float
    deadline: float
    max_bytes: int
    clock: Clock

    def left(self) -> float:
        """Seconds until the deadline, more than 0, which urllib3 rejects."""
        return max(self.deadline - self.clock(), 0.01)


@dataclass(frozen=True, slots=True)
class Request:
    """A request; only a POST has a body."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


class Transport:
    """The connections of one client, kept open between requests."""

    def __init__(self) -> None:
        self._pools: dict[str, urllib3.PoolManager] = {}

    def exchange(self, request: Request, limits: Limits) -> Response:
        """Send a request once and return the complete response, of any status.

        Raises Interrupted if a retry may help, another NetworkError if not.
        """
        url = request.url
        with _translate_errors(url):
            response = self._pool(url).request(
                request.method,
                url,
                body=request.body,
                headers=dict(request.headers),
                timeout=urllib3.Timeout(
                    connect=min(limits.connect_timeout, limits.left()),
                    read=min(limits.read_timeout, limits.left()),
                ),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                body = _body(url, response, limits)
                response.release_conn()
            finally:
                response.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Response(url, response.status, headers, body)

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


def _body(url: str, response: urllib3.BaseHTTPResponse, limits: Limits) -> bytes:
    """The decompressed body, read in blocks so that no limit is exceeded by much."""
    decompressor = Decompressor(response.headers.get("content-encoding", ""))
    pieces = bytearray()
    while block := response.read1(_BLOCK, decode_content=False):
        for piece in decompressor.decompress(block):
            pieces += piece
            if len(pieces) > limits.max_bytes:
                raise NetworkError(
                    f"{redacted(url)} sends more than {limits.max_bytes >> 20} MiB, "
                    "the maximum that readnext accepts"
                )
        if limits.clock() > limits.deadline:
            raise Interrupted(f"{redacted(url)} is too slow: its deadline is over")
    decompressor.finish()
    return bytes(pieces)


def _new_pool(proxy: str, trust: ssl.SSLContext | None) -> urllib3.PoolManager:
    if not proxy:
        return urllib3.PoolManager(num_pools=2, ssl_context=trust)
    parts = urlsplit(proxy)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NetworkError(
            f"the proxy {redacted(proxy)} in the environment is not http or https"
        )
    login = None
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        login = urllib3.make_headers(proxy_basic_auth=pair)
    address = redacted(proxy)
    return urllib3.ProxyManager(
        address,
        num_pools=2,
        proxy_headers=login,
        ssl_context=trust,
        proxy_ssl_context=trust if parts.scheme == "https" else None,
    )


def _proxy(url: str) -> str:
    """The proxy that the environment sets for a URL, or ""."""
    host = urlsplit(url).netloc.rpartition("@")[2]
    if is_loopback(url) or urllib.request.proxy_bypass(host):
        return ""
    found = urllib.request.getproxies()
    proxy = found.get(urlsplit(url).scheme) or found.get("all") or ""
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _trust() -> ssl.SSLContext:
    """The certificate authorities that the system and the environment trust.

    OpenSSL itself reads SSL_CERT_FILE and SSL_CERT_DIR; REQUESTS_CA_BUNDLE is what
    companies with their own authority usually ask to set. Raises NetworkError if it
    names no such file.
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
def _translate_errors(url: str) -> Iterator[None]:
    """Translate errors of urllib3 to one sentence, and to whether a retry may help."""
    where = redacted(url)
    try:
        yield
    except fault.NameResolutionError as error:
        host = urlsplit(url).hostname
        raise NoConnection(f"{where}: host {host} not found") from error
    except fault.LocationValueError as error:
        raise NetworkError(f"{where} is not a valid URL ({error})") from error
    except fault.ProxyError as error:
        raise NoConnection(
            f"{where}: the proxy of your environment does not connect to it"
        ) from error
    except fault.SSLError as error:
        raise NetworkError(
            f"{where}: its certificate cannot be trusted ({_short(error)}); if your "
            "organisation has its own authority, set SSL_CERT_FILE to its certificate"
        ) from error
    except fault.NewConnectionError as error:
        raise NoConnection(f"{where}: connection failed") from error
    except fault.ConnectTimeoutError as error:
        raise NoConnection(f"{where} does not answer in time") from error
    except fault.TimeoutError as error:
        raise Interrupted(f"{where} does not answer in time") from error
    except Damaged as error:
        raise Interrupted(f"{where} sends damaged compressed data") from error
    except (fault.HTTPError, OSError) as error:
        raise Interrupted(f"{where}: the connection was cut") from error


def _short(error: Exception) -> str:
    """OpenSSL's message without its source lines."""
    return str(error).partition("(_ssl.c")[0].rpartition("] ")[2].strip() or "SSL"
