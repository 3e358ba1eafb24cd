"""The pages on which the staff connects accounts on Telegram, and signs in by them."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.desk.staff.accounts import Opening, connect
from storage.records.access_records import Agent
from tests.bot.web.place import CUSTOMER, LI, OWN_PAGE, TICKET, Place, open_place

PAGE, APP = "/desk/telegram", "/sign-in/telegram"
CONNECTED = replace(LI, identities=("telegram:815",))


@dataclass
class Telegram:
    """A messenger that believes whatever it is shown, "account/opening", but for what is stale."""

    away: bool = False
    forgotten: list[str] = field(default_factory=list)
    announced: list[str] = field(default_factory=list)

    async def link(self, secret: str) -> str:
        return "" if self.away else f"https://t.me/bot?start=staff-{secret}"

    async def sign_in_address(self) -> str:
        return "" if self.away else "https://t.me/bot?start=sign-in"

    async def forget(self, identities: Sequence[str]) -> None:
        self.forgotten += identities

    async def announce(self, text: str) -> bool:
        self.announced.append(text)
        return not self.away

    def opened_by(self, data: str) -> Opening | None:
        account, _, once = data.partition("/")
        return Opening(f"telegram:{account}", once) if once else None


async def identities(place: Place) -> tuple[str, ...]:
    agent = await place.store.unit().get(Agent, LI.id)
    return agent.identities if agent else ()


async def test_a_member_gets_a_link_that_connects_the_own_account(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram()) as place:
        await place.sign_in(LI)
        _, before = await place.get(PAGE)
        status, page = await place.post(PAGE)
        found = re.search(r'href="https://t.me/bot\?start=staff-([^"]+)"', page)
        assert found
        unit = place.store.unit()
        agent = await connect(unit, place.environment, found[1], "telegram:815")

    assert "Connect your own Telegram account" in before
    assert status == 200
    assert "works once" in page
    assert agent == LI


async def test_while_telegram_is_away_the_page_says_so(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram(away=True)) as place:
        await place.sign_in(LI)
        _, page = await place.post(PAGE)

    assert "Telegram cannot be reached right now" in page
    assert "t.me" not in page


async def test_a_connected_account_is_told_and_can_be_let_go(tmp_path: Path) -> None:
    telegram = Telegram()
    async with open_place(tmp_path, telegram) as place:
        await place.sign_in(CONNECTED)
        _, page = await place.get(PAGE)
        answer = await place.post(f"{PAGE}/disconnect")
        kept = await identities(place)

    assert "Your Telegram account is connected" in page
    assert answer == (303, PAGE)
    assert (kept, telegram.forgotten) == ((), ["telegram:815"])


async def test_strangers_get_no_link(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram()) as place:
        answers = [await place.post(PAGE), await place.post(f"{PAGE}/disconnect")]

    assert answers == [(303, "/sign-in")] * 2


async def test_who_opens_the_desk_within_telegram_is_signed_in(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram()) as place:
        await place.keep(CONNECTED)
        _, page = await place.get(APP)
        answer = await place.post(APP, data="815/first")
        status, desk = await place.get("/desk")

    assert '<script src="/static/telegram.js" defer></script>' in page
    assert answer == (303, "/desk")
    assert status == 200
    assert LI.name in desk


async def test_whose_session_has_ended_is_offered_a_link_by_telegram_beside_what_was_typed(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram()) as place:
        await place.keep(CONNECTED, CUSTOMER, TICKET)
        await place.sign_in(CONNECTED)
        _, ticket = await place.get("/desk/tickets/T-2026-000042")
        _, door = await place.get("/sign-in")
        async with place.client.get(f"{APP}/link", allow_redirects=False) as answer:
            led_to = answer.headers["Location"]

    box = ticket.partition('<template id="sign-in-again">')[2].partition("</template>")[0]
    assert f'href="{APP}/link"' in box
    assert f'href="{APP}/link"' in door
    assert led_to == "https://t.me/bot?start=sign-in"


async def test_while_telegram_is_away_whoever_wants_a_link_is_told_so(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram(away=True)) as place:
        status, page = await place.get(f"{APP}/link")

    assert status == 503
    assert "Telegram cannot be reached right now" in page


async def test_an_opening_signs_in_once(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram()) as place:
        await place.keep(CONNECTED)
        answers = await asyncio.gather(*(place.post(APP, data="815/first") for _ in range(5)))

    assert sorted(status for status, _ in answers) == [303, 403, 403, 403, 403]


@pytest.mark.parametrize(("data", "told"), [("816/first", "is not connected"), ("815", "is over"), ("", "is over")])
async def test_nobody_else_is_signed_in(tmp_path: Path, data: str, told: str) -> None:
    async with open_place(tmp_path, Telegram()) as place:
        await place.keep(CONNECTED)
        status, page = await place.post(APP, data=data)
        desk, _ = await place.get("/desk")

    assert (status, desk) == (403, 303)
    assert told in page
    assert "telegram.js" not in page  # else it would try for ever


async def test_another_site_signs_nobody_in(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram()) as place:
        await place.keep(CONNECTED)
        elsewhere = OWN_PAGE | {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        async with place.client.post(APP, data={"data": "815/first"}, headers=elsewhere) as response:
            status = response.status

    assert status == 403


async def test_the_pages_cannot_be_framed(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram()) as place, place.client.get(APP) as response:
        policy = response.headers["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy


async def test_without_telegram_there_is_nothing_of_it(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        statuses = [(await place.get(path))[0] for path in (PAGE, APP, f"{APP}/link")]
        statuses += [(await place.post(path))[0] for path in (PAGE, APP, f"{PAGE}/disconnect")]
        _, desk = await place.get("/desk")

    assert statuses == [404] * 6
    assert "Telegram" not in desk
