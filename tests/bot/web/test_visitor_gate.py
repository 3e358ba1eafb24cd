import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.channels.visitor_limits import Limit, Rate
from bot.desk.staff.membership import new_link
from bot.web import visitor_gate
from tests.bot.web.place import LI, NOBODY, OWN_PAGE, RATES, Place, open_place

RARE = RATES | {Limit.REQUESTS: Rate(2, 60), Limit.SIGN_INS: Rate(2, 600)}
PROXIES = (ip_network("127.0.0.0/8"),)
ZH = {"Accept-Language": "zh-CN"}


async def visitor_token(place: Place) -> str:
    return await new_link(place.store, place.environment, NOBODY, LI)


async def never_whole() -> AsyncIterator[bytes]:
    yield b"token"
    await asyncio.Event().wait()


async def test_who_asks_for_too_many_pages_is_told_when_to_come_again(tmp_path: Path) -> None:
    async with open_place(tmp_path, rates=RARE) as place:
        for _ in range(2):
            await place.get("/health")
        async with place.client.get("/", headers=ZH) as response:
            page = await response.text()
        _, english = await place.get("/")
        place.clock.now += timedelta(seconds=90)
        later = await place.get("/health")

    assert (response.status, response.headers["Retry-After"]) == (429, "90")
    assert response.headers["Connection"] == "close"
    assert "您所在的网络访问过于频繁，请在90 秒后重试。" in page
    assert "Please try again in 90 seconds." in english
    assert later == (200, "ok")


async def test_others_behind_the_same_proxy_are_not_limited(tmp_path: Path) -> None:
    async with open_place(tmp_path, rates=RARE, proxies=PROXIES) as place:
        answers = [
            (await place.get("/health", **{"X-Forwarded-For": f"6.6.6.6, {visitor}"}))[0]
            for visitor in ("1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.2.2")
        ]

    assert answers == [200, 200, 429, 200]


async def test_who_feigns_other_addresses_is_limited_all_the_same(tmp_path: Path) -> None:
    async with open_place(tmp_path, rates=RARE) as place:
        answers = [(await place.get("/health", **{"X-Forwarded-For": f"1.1.1.{n}"}))[0] for n in range(3)]

    assert answers == [200, 200, 429]


async def test_tries_to_sign_in_that_fail_are_counted_and_a_good_link_is_not_spent_meanwhile(tmp_path: Path) -> None:
    async with open_place(tmp_path, rates=RATES | {Limit.SIGN_INS: Rate(2, 600)}) as place:
        failed = [(await place.post("/sign-in", token=f"guess-{n}"))[0] for n in range(2)]
        await place.keep(LI)
        token = await visitor_token(place)
        status, page = await place.post("/sign-in", token=token)
        place.clock.now += timedelta(minutes=20)
        later, _ = await place.post("/sign-in", token=token)

    assert failed == [403, 403]
    assert status == 429
    assert "Signing in has failed too often from your network. Please try again in 15 minutes." in page
    assert later == 303


async def test_signing_in_often_is_no_fault(tmp_path: Path) -> None:
    async with open_place(tmp_path, rates=RATES | {Limit.SIGN_INS: Rate(2, 600)}) as place:
        for _ in range(5):
            await place.sign_in(LI)
        status, _ = await place.get("/desk")

    assert status == 200


async def test_a_form_that_does_not_come_whole_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_gate, "FORM_TIME", 0.01)

    async with open_place(tmp_path) as place:
        headers = {**OWN_PAGE, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "10"}
        async with place.client.post("/sign-in", headers=headers, data=never_whole()) as response:
            status = response.status

    assert status == 408
