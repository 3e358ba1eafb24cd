"""From where a request comes: the network address by which visitors are counted.

A header says anything, so ``X-Forwarded-For`` is believed only as far as trusted proxies wrote it: from the right, the
first address that is none of theirs.
"""

import logging
import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

from bot.settings import Network

log = logging.getLogger(__name__)

_WITH_PORT = re.compile(r"\[([^\]]{2,45})\](?::[0-9]{1,5})?|([0-9.]{7,15}):[0-9]{1,5}")
"""An address as some proxies write it: with the port, one of IPv6 in brackets."""
_NOBODY = IPv4Address(0)
"""Who comes over a socket without addresses."""


class Visitors:
    """Tells visitors from the proxies before this server."""

    def __init__(self, trusted: tuple[Network, ...]) -> None:
        self._trusted = trusted
        self._warned = False

    def is_proxy(self, peer: object) -> bool:
        """Tell whether the other end of a connection is a trusted proxy; ``peer`` is its name as asyncio knows it."""
        return self._trusts(_address(peer))

    def of(self, request: web.Request) -> str:
        """Return the visitor of a request: an address, or for IPv6 the network of a household."""
        address = _address(request.transport.get_extra_info("peername") if request.transport else None)
        stations = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
        if stations != [""] and not self._trusts(address):
            self._warn(address)
        while stations and self._trusts(address):
            try:
                address = _plain(ip_address(_without_port(stations.pop().strip())))
            except ValueError:  # not an address: whoever wrote it stands for it
                break
        return household(address)

    def _trusts(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._trusted)

    def _warn(self, address: IPv4Address | IPv6Address) -> None:
        """Say once that a proxy may have been forgotten: all who come by it count as one."""
        if address.is_private and not self._warned:
            self._warned = True
            log.warning("a proxy at %s is not in TRUSTED_PROXIES: all visitors that it brings count as one", address)


def household(address: IPv4Address | IPv6Address) -> str:
    """Return by which name an address is counted: whoever has one of IPv6 has its whole network of 64 bits."""
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address) >> 64 << 64, 64)))
    return str(address)


def peer_household(peer: object) -> str:
    """Return by which name the other end of a connection is counted."""
    return household(_address(peer))


def _address(peer: object) -> IPv4Address | IPv6Address:
    if not isinstance(peer, tuple):
        return _NOBODY
    return _plain(ip_address(str(peer[0]).partition("%")[0]))


def _without_port(station: str) -> str:
    found = _WITH_PORT.fullmatch(station)
    return found[1] or found[2] if found else station


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return an IPv4 address that is written as IPv6 as what it is."""
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
