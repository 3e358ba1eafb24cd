import asyncio
from datetime import timedelta
from pathlib import Path

from bot.web.auth import COOKIE, SIGNED_IN_FOR, first_link, new_link, use_link
from storage.access_records import Access
from storage.records import Agent
from tests.bot.web.place import ADA, LI, OWN_PAGE, Place, open_place


async def cookie_of(place: Place, token: str, **headers: str) -> str:
    """Return the Set-Cookie line of a sign-in."""
    async with place.client.post(
        "/sign-in", data={"token": token}, headers=OWN_PAGE | headers, allow_redirects=False
    ) as response:
        return response.headers.get("Set-Cookie", "")


async def test_a_link_signs_in_once(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(LI)
        token = await new_link(place.store, place.environment, LI.id, 60)
        first = await place.post("/sign-in", token=token)
        status, page = await place.post("/sign-in", token=token)

    assert first == (303, "/desk")
    assert status == 403
    assert "no longer valid" in page


async def test_of_two_uses_at_the_same_moment_one_signs_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await new_link(place.store, place.environment, LI.id, 60)
        secrets = await asyncio.gather(*(use_link(place.store, place.environment, token) for _ in range(5)))

    assert len([secret for secret in secrets if secret]) == 1


async def test_looking_at_a_link_does_not_use_it_up(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(LI)
        token = await new_link(place.store, place.environment, LI.id, 60)
        await place.get(f"/sign-in?token={token}")
        status, page = await place.get(f"/sign-in?token={token}")
        signed_in = await place.post("/sign-in", token=token)

    assert status == 200
    assert "It works once" in page
    assert signed_in == (303, "/desk")


async def test_an_old_link_signs_nobody_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await new_link(place.store, place.environment, LI.id, 60)
        place.clock.now += timedelta(minutes=60)
        status, _ = await place.post("/sign-in", token=token)

    assert status == 403


async def test_the_secret_of_a_browser_is_no_link(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await new_link(place.store, place.environment, LI.id, 60)
        secret = await use_link(place.store, place.environment, token)
        status, _ = await place.post("/sign-in", token=secret or "")

    assert status == 403


async def test_a_link_as_a_cookie_opens_nothing(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(LI)
        token = await new_link(place.store, place.environment, LI.id, 60)
        status, _ = await place.get("/desk", Cookie=f"{COOKIE}={token}")

    assert status == 303


async def test_neither_links_nor_browsers_are_kept_in_the_clear(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await new_link(place.store, place.environment, LI.id, 60)
        secret = await use_link(place.store, place.environment, token)
        await new_link(place.store, place.environment, LI.id, 60)
        kept = str(await place.store.unit().find(Access))

    assert secret
    assert "secret-" not in kept


async def test_a_browser_stays_signed_in_for_a_working_day(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        place.clock.now += SIGNED_IN_FOR - timedelta(minutes=1)
        within, _ = await place.get("/desk")
        place.clock.now += timedelta(minutes=1)
        after, _ = await place.get("/desk")

    assert (within, after) == (200, 303)


async def test_signing_out_ends_it_on_the_server_too(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(LI)
        token = await new_link(place.store, place.environment, LI.id, 60)
        cookie = (await cookie_of(place, token)).split(";")[0]
        answer = await place.post("/sign-out")
        status, _ = await place.get("/desk", Cookie=cookie)

    assert answer == (303, "/sign-in")
    assert status == 303


async def test_the_cookie_is_kept_from_scripts_and_from_other_sites(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await new_link(place.store, place.environment, LI.id, 60)
        cookie = await cookie_of(place, token)

    assert {"HttpOnly", "SameSite=Lax", "Max-Age=43200", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


async def test_behind_https_the_cookie_is_sent_over_https_only(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await new_link(place.store, place.environment, LI.id, 60)
        cookie = await cookie_of(place, token, **{"X-Forwarded-Proto": "https"})

    assert "Secure" in cookie.split("; ")


async def test_the_desk_sends_strangers_to_where_links_are_explained(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, place.client.get("/desk/tickets/T-2026-000042") as response:
        page, path = await response.text(), response.url.path

    assert path == "/sign-in"
    assert "Ask an admin for one" in page


async def test_only_admins_see_the_staff(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        as_agent = [(await place.get("/admin"))[0], (await place.post("/admin/staff", name="X", role="admin"))[0]]
        await place.sign_in(ADA)
        as_admin, _ = await place.get("/admin")

    assert (as_agent, as_admin) == ([403, 403], 200)


async def test_the_first_start_makes_an_admin_and_the_next_ones_do_not(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        tokens = [await first_link(place.store, place.environment) for _ in range(2)]
        admins = await place.store.unit().find(Agent)
        answers = [await place.post("/sign-in", token=token) for token in tokens]

    assert [agent.role for agent in admins] == ["admin"]
    assert answers == [(303, "/desk")] * 2
