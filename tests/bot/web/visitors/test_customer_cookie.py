from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import WSServerHandshakeError

from bot.channels.webchat import address_of
from bot.web.visitors.customer_cookie import COOKIE, HOST_COOKIE, ONCE, CustomerCookies, server_key
from storage.embedded.embedded_store import open_store
from tests.bot.web.place import COOKIES, CUSTOMER, KEY, NOON, OWN_PAGE, Place, message, open_place, standing_world

OLD = "an-old-secret_of-32-random-bytes-0123456789"
TLS = {"X-Forwarded-Proto": "https"}


async def given(place: Place, cookie: str, name: str = COOKIE, headers: Mapping[str, str] | None = None) -> str:
    """Return the cookie that the page gives to a browser which has this one alone."""
    place.client.session.cookie_jar.clear()
    async with place.client.get("/", headers={"Cookie": f"{name}={cookie}", **(headers or {})}) as response:
        return response.headers["Set-Cookie"]


async def old_customer(place: Place, secret: str = OLD) -> None:
    await place.keep(replace(CUSTOMER, identities=(address_of(secret),), since=NOON - timedelta(days=9)))


async def test_behind_tls_the_cookie_is_one_that_no_other_host_can_set(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        cookie = await given(place, "", headers=TLS)

    assert cookie.startswith(f"{HOST_COOKIE}={COOKIES.signed('secret-0001-xsecret-0001-x')}; ")
    assert {"HttpOnly", "SameSite=Lax", "Secure", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_a_signed_cookie_of_another_host_is_not_read_behind_tls(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        cookie = await given(place, COOKIES.signed("planted"), headers=TLS)

    assert "planted" not in cookie


FORGED = [
    OLD,
    f"{OLD}.",
    f".{COOKIES.signed('').rpartition('.')[2]}",
    f"{OLD}.{COOKIES.signed('another').rpartition('.')[2]}",
    CustomerCookies(replace(KEY, key="of another server")).signed(OLD),
    COOKIES.signed(OLD)[:-1],
    "x" * 4000,
    "\udcff.\udcff",
]


@pytest.mark.parametrize("cookie", FORGED)
async def test_a_forged_cookie_begins_a_new_customer(tmp_path: Path, cookie: str) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(message("001", "private", address=address_of(OLD)))
        new = await given(place, cookie)

    assert new.startswith(f"{COOKIE}=secret-0001-x")


@pytest.mark.parametrize("cookie", FORGED)
async def test_a_forged_cookie_opens_no_chat(tmp_path: Path, cookie: str) -> None:
    async with open_place(tmp_path) as place:
        await old_customer(place)
        with pytest.raises(WSServerHandshakeError) as refused:
            await place.client.ws_connect("/chat", headers={**OWN_PAGE, "Cookie": f"{COOKIE}={cookie}"})

    assert refused.value.status == 403


async def test_the_cookie_of_an_older_version_is_signed_for_an_hour_and_never_again(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await old_customer(place)
        signed = [await given(place, OLD), await given(place, OLD, headers=TLS)]
        place.clock.now += ONCE
        later = await given(place, OLD)

    value = COOKIES.signed(OLD)
    assert [cookie.partition(";")[0] for cookie in signed] == [f"{COOKIE}={value}", f"{HOST_COOKIE}={value}"]
    assert OLD not in later


@pytest.mark.parametrize("secret", ["guessable", "x" * 200, "with a space or so, of some length"])
async def test_an_old_cookie_that_could_be_guessed_opens_nothing(tmp_path: Path, secret: str) -> None:
    async with open_place(tmp_path) as place:
        await old_customer(place, secret)
        cookie = await given(place, f'"{secret}"')

    assert cookie.startswith(f"{COOKIE}=secret-0001-x")


async def test_the_secret_of_a_customer_of_today_is_nothing_without_its_signature(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(replace(CUSTOMER, identities=(address_of(OLD),), since=NOON))
        cookie = await given(place, OLD)

    assert OLD not in cookie


async def test_all_processes_on_a_store_sign_by_one_key(tmp_path: Path) -> None:
    store, world = await open_store(tmp_path), standing_world()
    one, two = await server_key(store, world), await server_key(store, world)
    await store.close()

    assert one == two
    assert CustomerCookies(one).signed("x") == CustomerCookies(two).signed("x") != COOKIES.signed("x")
