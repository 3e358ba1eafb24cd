"""Where members of the staff are signed in, and how they end it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.web.auth import COOKIE
from bot.web.visitors.browser_names import browser_name
from storage.records.access_records import Access
from tests.bot.web.place import ADA, LI, OWN_PAGE, Place, open_place

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"


async def elsewhere(place: Place, agent_header: str = IPHONE) -> str:
    """Sign Li in with another browser; returns its cookie."""
    headers = OWN_PAGE | {"User-Agent": agent_header}
    token = await place.link_for(LI)
    kept = place.client.session.cookie_jar.filter_cookies(place.client.make_url("/"))
    async with place.client.post("/sign-in", data={"token": token}, headers=headers, allow_redirects=False) as answer:
        cookie = answer.headers["Set-Cookie"].split(";")[0]
    place.client.session.cookie_jar.clear()
    place.client.session.cookie_jar.update_cookies({name: one.value for name, one in kept.items()})
    return cookie


async def test_a_member_sees_where_they_are_signed_in_and_nobody_elses(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.sign_in(LI)
        await elsewhere(place)
        _, page = await place.get("/desk/sessions")

    assert page.count("this browser") == 1
    assert page.count("last used") == 2
    assert "Safari, iPhone" in page
    assert "127.0.0.1" in page


async def test_a_session_is_ended_by_its_owner_and_by_nobody_else(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        cookie = await elsewhere(place)
        other = next(one for one in await place.store.unit().find(Access, agent=LI.id) if "iPhone" in one.browser)
        await place.sign_in(ADA)
        await place.post(f"/desk/sessions/{other.id}/end")
        still = await place.store.unit().get(Access, other.id)
        await place.sign_in(LI)
        answer = await place.post(f"/desk/sessions/{other.id}/end")
        here, _ = await place.get("/desk")
        place.client.session.cookie_jar.clear()
        there, _ = await place.get("/desk", Cookie=cookie)

    assert still == other
    assert answer == (303, "/desk/sessions")
    assert (here, there) == (200, 303)


async def test_all_others_are_ended_at_once(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        cookies = [await elsewhere(place) for _ in range(2)]
        await place.post("/desk/sessions/others/end")
        here, _ = await place.get("/desk")
        place.client.session.cookie_jar.clear()
        there = [(await place.get("/desk", Cookie=cookie))[0] for cookie in cookies]

    assert (here, there) == (200, [303, 303])


async def test_when_it_was_used_last_is_told_to_some_minutes(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        begun = place.clock.now
        for minutes in (1, 5):
            place.clock.now += timedelta(minutes=minutes)
            await place.get("/desk")
        kept = await place.store.unit().last(Access, agent=LI.id)

    assert kept is not None
    assert kept.used == begun + timedelta(minutes=6)


async def test_a_page_that_is_only_open_keeps_nobody_signed_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        begun = place.clock.now
        place.clock.now += timedelta(hours=1)
        async with place.client.ws_connect("/desk/live", headers=OWN_PAGE) as live:
            await live.receive_str(timeout=5)
        kept = await place.store.unit().last(Access, agent=LI.id)

    assert kept is not None
    assert kept.used == begun


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (IPHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_name(header: str, name: str) -> None:
    assert browser_name(header) == name


async def test_a_cookie_is_not_what_the_page_shows(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        secret = place.client.session.cookie_jar.filter_cookies(place.client.make_url("/"))[COOKIE].value
        _, page = await place.get("/desk/sessions")

    assert secret not in page
