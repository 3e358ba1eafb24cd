from ipaddress import ip_address, ip_network
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.web.visitors.visitors import Visitors, household, peer_household

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


def request(peer: Any, *forwarded: str) -> web.Request:
    transport = SimpleNamespace(get_extra_info=lambda name, default=None: peer if name == "peername" else default)
    headers = [("X-Forwarded-For", line) for line in forwarded]
    return make_mocked_request("GET", "/", headers=cast(Any, headers), transport=transport)


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        ("8.8.8.8", [], "8.8.8.8"),
        ("8.8.8.8", ["1.1.1.1"], "8.8.8.8"),  # says so itself
        ("10.0.0.1", ["1.1.1.1"], "1.1.1.1"),
        ("10.0.0.1", ["6.6.6.6, 1.1.1.1"], "1.1.1.1"),  # what it sent itself stands on the left
        ("10.0.0.1", ["6.6.6.6", "1.1.1.1"], "1.1.1.1"),  # in a line of its own as well
        ("10.0.0.1", ["6.6.6.6, 1.1.1.1, 10.0.0.2"], "1.1.1.1"),  # two proxies
        ("10.0.0.1", ["10.0.0.9, 1.1.1.1, 10.0.0.2"], "1.1.1.1"),  # feigns to be a proxy
        ("10.0.0.1", ["1.1.1.1, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["1.1.1.1, unknown, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["1.1.1.1:55"], "1.1.1.1"),
        ("10.0.0.1", ["6.6.6.6, 1.1.1.1:55, 10.0.0.2:65535"], "1.1.1.1"),
        ("10.0.0.1", ["[2001:db8:1:2::6]:55"], "2001:db8:1:2::/64"),
        ("10.0.0.1", ["1.1.1.1, [::1]"], "1.1.1.1"),
        ("10.0.0.1", ["1.1.1.1, []:55"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.3"], "10.0.0.3"),
        ("::ffff:10.0.0.1", ["::ffff:1.1.1.1"], "1.1.1.1"),
        ("::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("fe80::1%eth0", [], "fe80::/64"),
    ],
)
def test_a_visitor_is_who_the_last_trusted_proxy_saw(peer: str, forwarded: list[str], visitor: str) -> None:
    found = Visitors(PROXIES).of(request((peer, 1), *forwarded))

    assert visitor == found


def test_without_a_connection_there_is_one_name_for_all() -> None:
    assert [Visitors(PROXIES).of(request(None)), peer_household("")] == ["0.0.0.0", "0.0.0.0"]


@pytest.mark.parametrize(("address", "name"), [("2001:db8::1", "2001:db8::/64"), ("1.2.3.4", "1.2.3.4")])
def test_a_household_has_one_name(address: str, name: str) -> None:
    found = household(ip_address(address))

    assert name == found


def test_a_proxy_that_was_forgotten_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    visitors = Visitors(())
    for _ in range(2):
        visitors.of(request(("192.168.0.2", 1), "1.1.1.1"))
    visitors.of(request(("8.8.8.8", 1), "1.1.1.1"))

    assert caplog.messages == [
        "a proxy at 192.168.0.2 is not in TRUSTED_PROXIES: all visitors that it brings count as one"
    ]


def test_a_proxy_is_known_by_its_address() -> None:
    visitors = Visitors(PROXIES)

    assert [visitors.is_proxy(peer) for peer in (("10.9.9.9", 1), ("8.8.8.8", 1), None)] == [True, False, False]
