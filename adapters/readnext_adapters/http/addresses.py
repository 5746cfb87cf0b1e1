"""Which network addresses may be connected to: public ones, and those the user named.

A name in a feed or in a redirect can stand for an address of the user's own network,
where services trust whoever reaches them (server-side request forgery). So addresses
are checked after the look-up, and the connection goes to the address that was checked
(https://owasp.org/www-community/attacks/DNS_Rebinding).
"""

from __future__ import annotations

import ipaddress
import os

VARIABLE = "READNEXT_PRIVATE_HOSTS"
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Not 198.18.0.0/15, which local tunnels give out for every public name.
_PRIVATE = tuple(
    map(
        ipaddress.ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8"),
            *("169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16"),
            *("224.0.0.0/4", "240.0.0.0/4"),
            *("::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
            # The metadata service of Azure, a public address by its number.
            "168.63.129.16/32",
        ),
    )
)
_NAT64 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48")))
# Names that never stand for a public host (RFC 6761, 6762, 8375; ICANN's .internal).
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".lan")


def is_private(address: str) -> bool:
    """Tell whether a numeric address is of this machine or of a private network.

    Link-local, metadata and multicast addresses count, and so do IPv6 addresses that
    lead to such an IPv4 address.

    >>> [is_private(a) for a in ("127.0.0.1", "169.254.169.254", "8.8.8.8")]
    [True, True, False]
    >>> [is_private(a) for a in ("::ffff:10.0.0.1", "64:ff9b::a00:1", "2001:4860::1")]
    [True, True, False]
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    return any(
        one in network
        for one in (found, *_embedded(found))
        for network in _PRIVATE
        if one.version == network.version
    )


def is_local_name(host: str) -> bool:
    """Tell whether a host, by its name alone, is no public one.

    >>> [is_local_name(h) for h in ("localhost", "nas.local", "10.0.0.1", "[::1]")]
    [True, True, True, True]
    >>> [is_local_name(h) for h in ("example.org", "8.8.8.8", "2130706433")]
    [False, False, False]
    """
    name = host.strip("[]").rstrip(".").lower()
    try:
        return is_private(name)
    except ValueError:
        pass
    if name.replace("x", "").isalnum() and name[:1].isdigit():
        return (
            False  # an address as one number: not a name, and nothing that users write
        )
    return "." not in name or name.endswith(_LOCAL_NAMES)


def is_trusted(host: str, port: int) -> bool:
    """Tell whether READNEXT_PRIVATE_HOSTS lists a host, with or without the port."""
    name = host.strip("[]").rstrip(".").lower()
    listed = os.environ.get(VARIABLE, "").replace(",", " ").lower().split()
    return name in listed or host.lower() in listed or f"{host}:{port}" in listed


def _embedded(address: _Address) -> list[_Address]:
    """The IPv4 addresses to which an IPv6 address leads."""
    if not isinstance(address, ipaddress.IPv6Address):
        return []
    found: list[_Address | None] = [address.ipv4_mapped, address.sixtofour]
    if address.teredo:
        found.extend(address.teredo)
    if any(address in network for network in _NAT64) or int(address) >> 32 == 0:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
