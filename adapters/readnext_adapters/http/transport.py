"""One request and its response over urllib3, within limits of time and size."""

from __future__ import annotations

import os
import ssl
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import urllib3
import urllib3.exceptions as fault

from readnext.errors import NetworkError, UnreachableError
from readnext_adapters.bounded_socket import Budget, TooMuch, bounded_tls
from readnext_adapters.http.connect import direct_pools, proxy_pools
from readnext_adapters.http.gzip import Damaged, Decompressor
from readnext_adapters.http.response import Response, redacted
from readnext_adapters.http.secret_names import secret_headers
from readnext_adapters.http.urls import is_loopback, origin

Clock = Callable[[], float]
_BLOCK = 1 << 16
_MAX_HEAD = 1 << 20  # bytes of all headers, answers 1xx and a proxy's included
_MAX_FRAMING = 1 << 20  # bytes of chunk lines and trailers, beyond the body
_ALMOST = 0.05  # seconds from the deadline: a wait for what was left ends a bit early


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

    def are_over(self) -> bool:
        """Tell whether the deadline has come."""
        return self.deadline - self.clock() < _ALMOST


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
        self._budget = Budget()

    def exchange(self, request: Request, limits: Limits) -> Response:
        """Send a request once and return the complete response, of any status.

        All of it, from the connection to the last byte, is within the limits. Raises
        Interrupted if a retry may help, another NetworkError if not.
        """
        url, budget = request.url, self._budget
        _check_secrets(request)
        budget.clock, budget.deadline = limits.clock, limits.deadline
        budget.pause, budget.bytes_left = limits.read_timeout, _MAX_HEAD
        with _translate_errors(url, limits):
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
                budget.bytes_left = limits.max_bytes + _MAX_FRAMING
                body = _body(url, response, limits)
                response.release_conn()
            finally:
                response.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        cookies = tuple(response.headers.getlist("set-cookie"))
        return Response(url, response.status, headers, body, set_cookies=cookies)

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.clear()

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = _proxy(url)
        scheme = origin(url).scheme
        name = f"{scheme} {proxy}"
        if name not in self._pools:
            secure = "https" in (scheme, urlsplit(proxy).scheme)
            trust = _trust() if secure else None
            self._pools[name] = _new_pool(self._budget, proxy, trust)
        return self._pools[name]


def _check_secrets(request: Request) -> None:
    """Raise NetworkError for a secret that would be sent over plain http."""
    secret = secret_headers(request.headers)
    if (
        secret
        and origin(request.url).scheme != "https"
        and not is_loopback(request.url)
    ):
        raise NetworkError(
            f"{redacted(request.url)}: {secret[0]} holds a secret, and is sent over "
            "https only"
        )


def _body(url: str, response: urllib3.BaseHTTPResponse, limits: Limits) -> bytes:
    """The decompressed body, read in blocks so that no limit is exceeded by much."""
    decompressor = Decompressor(response.headers.get("content-encoding", ""))
    pieces = bytearray()
    while block := response.read1(_BLOCK, decode_content=False):
        for piece in decompressor.decompress(block):
            pieces += piece
            if len(pieces) > limits.max_bytes:
                _refuse_size(url, limits)
        if limits.clock() > limits.deadline:
            raise TimeoutError
    decompressor.finish()
    return bytes(pieces)


def _refuse_size(url: str, limits: Limits) -> NoReturn:
    raise NetworkError(
        f"{redacted(url)} sends more than {limits.max_bytes >> 20} MiB, the maximum "
        "that readnext accepts"
    )


def _new_pool(
    budget: Budget, proxy: str, trust: ssl.SSLContext | None
) -> urllib3.PoolManager:
    if not proxy:
        return direct_pools(budget, trust)
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
    proxy_trust = trust if parts.scheme == "https" else None
    return proxy_pools(budget, address, login, trust, proxy_trust)


def _proxy(url: str) -> str:
    """The proxy that the environment sets for a URL, or ""."""
    target = origin(url)
    host = f"{target.host}:{target.port}"
    if is_loopback(url) or urllib.request.proxy_bypass(host):
        return ""
    found = urllib.request.getproxies()
    proxy = found.get(target.scheme) or found.get("all") or ""
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _trust() -> ssl.SSLContext:
    """The certificate authorities that the system and the environment trust.

    OpenSSL itself reads SSL_CERT_FILE and SSL_CERT_DIR; REQUESTS_CA_BUNDLE is what
    companies with their own authority usually ask to set. Raises NetworkError if it
    names no such file.
    """
    trust = bounded_tls(ssl.create_default_context())
    if own := os.environ.get("REQUESTS_CA_BUNDLE"):
        try:
            is_folder = os.path.isdir(own)  # noqa: PTH112 - as OpenSSL takes it
            trust.load_verify_locations(**{"capath" if is_folder else "cafile": own})
        except OSError as error:
            raise NetworkError(f"REQUESTS_CA_BUNDLE={own}: {error}") from error
    return trust


@contextmanager
def _translate_errors(url: str, limits: Limits) -> Iterator[None]:
    """Translate errors of urllib3 to one sentence, and to whether a retry may help."""
    where = redacted(url)
    try:
        with _whole_limits(url, limits):
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


@contextmanager
def _whole_limits(url: str, limits: Limits) -> Iterator[None]:
    """Name the limit of the whole exchange where it was met."""
    try:
        yield
    except TooMuch:
        _refuse_size(url, limits)
    except (fault.HTTPError, TimeoutError) as error:
        if not limits.are_over() and not _is_timeout(error):
            raise
        over = "is too slow: its deadline is over"
        why = over if limits.are_over() else "does not answer in time"
        raise Interrupted(f"{redacted(url)} {why}") from error


def _is_timeout(error: Exception) -> bool:
    """Whether a request could not be sent in time, which urllib3 does not tell."""
    return isinstance(error, fault.ProtocolError) and any(
        isinstance(cause, TimeoutError) for cause in error.args
    )


def _short(error: Exception) -> str:
    """OpenSSL's message without its source lines."""
    return str(error).partition("(_ssl.c")[0].rpartition("] ")[2].strip() or "SSL"
