"""Connections of urllib3 with a budget, and only to addresses that may be reached.

urllib3 (2.8) limits connecting and each single read, not a response as a whole, and
looks up and connects in one step. httpx (0.28) has the same limits, httpcore under it
the same single step; neither would spare this module, so urllib3 stays. Its connection
classes are made to be subclassed: `_new_conn` is all that is replaced.
"""

from __future__ import annotations

import socket
import ssl
import sys
from collections.abc import Mapping
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
)
from urllib3.util.connection import allowed_gai_family

from readnext.errors import NetworkError
from readnext_adapters.bounded_socket import Budget, adopt, connect_to, look_up
from readnext_adapters.http.addresses import (
    VARIABLE,
    is_local_name,
    is_private,
    is_trusted,
)


class _Connection(HTTPConnection):
    """A connection with a budget; `checked`: only to addresses that may be reached."""

    budget: Budget
    checked: bool

    def connect(self) -> None:
        """Connect, with TLS if it is https."""
        super().connect()
        adopt(self.sock, self.budget)

    def _new_conn(self) -> socket.socket:
        timeout = self.timeout if isinstance(self.timeout, (int, float)) else 10.0
        host = self._dns_host.strip("[]")
        _check_encodable(host)
        try:
            family = allowed_gai_family()
            found = look_up(host, self.port, family, min(timeout, self.budget.left()))
            if self.checked:
                found = _reachable(host, self.port, found)
            sock = connect_to(found, self.budget, timeout, self._options())
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host} timed out") from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error
        sys.audit("http.client.connect", self, self.host, self.port)
        return sock

    def _options(self) -> list[tuple[int, int, int | bytes]]:
        return [tuple(option) for option in self.socket_options or ()]  # type: ignore[misc]


class _TlsConnection(_Connection, HTTPSConnection):
    """The same over TLS."""


class _Pools(urllib3.PoolManager):
    """Pools whose connections have the budget."""

    budget: Budget
    checked = True

    def _new_pool(
        self,
        scheme: str,
        host: str,
        port: int,
        request_context: dict[str, Any] | None = None,
    ) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, host, port, request_context)
        kind = _TlsConnection if scheme == "https" else _Connection
        own = {"budget": self.budget, "checked": self.checked}
        pool.ConnectionCls = type(kind.__name__, (kind,), own)
        return pool


class _ProxyPools(_Pools, urllib3.ProxyManager):
    """The same by a proxy, which the user named, and which looks up the hosts."""

    checked = False


def direct_pools(budget: Budget, trust: ssl.SSLContext | None) -> urllib3.PoolManager:
    """Return pools of direct connections."""
    pools = _Pools(num_pools=2, ssl_context=trust)
    pools.budget = budget
    return pools


def proxy_pools(
    budget: Budget,
    proxy: str,
    login: Mapping[str, str] | None,
    trust: ssl.SSLContext | None,
    proxy_trust: ssl.SSLContext | None,
) -> urllib3.PoolManager:
    """Return pools of connections by a proxy; `login` are the headers for it."""
    pools = _ProxyPools(
        proxy,
        num_pools=2,
        proxy_headers=login,
        ssl_context=trust,
        proxy_ssl_context=proxy_trust,
    )
    pools.budget = budget
    return pools


def _reachable(host: str, port: int, found: list[Any]) -> list[Any]:
    """The addresses that may be reached: public ones, or all of a host that is named.

    A host is named as private by a name or address that can be no public one, or by
    READNEXT_PRIVATE_HOSTS. Raises NetworkError if none is left.
    """
    if is_local_name(host) or is_trusted(host, port):
        return found
    public = [info for info in found if not is_private(str(info[4][0]))]
    if found and not public:
        raise NetworkError(
            f"{host} has the address {found[0][4][0]} of a private network, so it was "
            f"not contacted; if you trust it, set {VARIABLE}={host}"
        )
    return public


def _check_encodable(host: str) -> None:
    """Raise LocationParseError for what is no host name, e.g. too long a label."""
    try:
        host.encode("idna")
    except UnicodeError:
        raise LocationParseError(f"{host!r}, label empty or too long") from None
