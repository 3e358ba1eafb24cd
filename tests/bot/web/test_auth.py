import asyncio
from datetime import timedelta
from pathlib import Path

from bot.desk.staff.membership import first_link
from bot.web.auth import COOKIE
from storage.records.access_records import Access, Agent
from tests.bot.web.place import ADA, LI, NOBODY, OWN_PAGE, Place, open_place


async def cookie_of(place: Place, token: str, **headers: str) -> str:
    """Return the Set-Cookie line of a sign-in."""
    async with place.client.post(
        "/sign-in", data={"token": token}, headers=OWN_PAGE | headers, allow_redirects=False
    ) as response:
        return response.headers.get("Set-Cookie", "")


async def test_a_link_signs_in_once(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        first = await place.post("/sign-in", token=token)
        status, page = await place.post("/sign-in", token=token)

    assert first == (303, "/desk")
    assert status == 403
    assert "no longer valid" in page


async def test_of_two_uses_at_the_same_moment_one_signs_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        answers = await asyncio.gather(*(place.post("/sign-in", token=token) for _ in range(5)))

    assert sorted(status for status, _ in answers) == [303, 403, 403, 403, 403]


async def test_looking_at_a_link_does_not_use_it_up(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        await place.get(f"/sign-in?token={token}")
        status, page = await place.get(f"/sign-in?token={token}")
        signed_in = await place.post("/sign-in", token=token)

    assert status == 200
    assert "It works once" in page
    assert signed_in == (303, "/desk")


async def test_an_old_link_signs_nobody_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        place.clock.now += timedelta(days=1)
        status, _ = await place.post("/sign-in", token=token)

    assert status == 403


async def test_the_secret_of_a_browser_is_no_link(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        secret = (await cookie_of(place, token)).split(";")[0].partition("=")[2]
        status, _ = await place.post("/sign-in", token=secret)

    assert status == 403


async def test_a_link_as_a_cookie_opens_nothing(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        status, _ = await place.get("/desk", Cookie=f"{COOKIE}={token}")

    assert status == 303


async def test_neither_links_nor_browsers_are_kept_in_the_clear(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        secret = await cookie_of(place, token)
        await place.link_for(LI)
        kept = str(await place.store.unit().find(Access))

    assert secret
    assert "secret-" not in kept


async def test_a_browser_stays_signed_in_as_long_as_it_is_used(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        within = []
        for _ in range(3):
            place.clock.now += timedelta(hours=11)
            within.append((await place.get("/desk"))[0])
        place.clock.now += timedelta(hours=12)
        after, _ = await place.get("/desk")

    assert (within, after) == ([200] * 3, 303)


async def test_however_much_it_is_used_it_signs_in_anew_after_a_week(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        statuses = []
        for _ in range(17):
            place.clock.now += timedelta(hours=10)
            statuses.append((await place.get("/desk"))[0])

    assert statuses == [200] * 16 + [303]


async def test_signing_out_ends_it_on_the_server_too(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        cookie = (await cookie_of(place, token)).split(";")[0]
        answer = await place.post("/sign-out")
        status, _ = await place.get("/desk", Cookie=cookie)

    assert answer == (303, "/sign-in")
    assert status == 303


async def test_the_cookie_is_kept_from_scripts_and_from_other_sites(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        cookie = await cookie_of(place, token)

    assert {"HttpOnly", "SameSite=Lax", "Max-Age=604800", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


async def test_behind_tls_no_other_host_can_set_the_cookie(tmp_path: Path) -> None:
    async with open_place(tmp_path, address="https://desk.example.com") as place:
        cookie = await cookie_of(place, await place.link_for(LI))
        with_it, _ = await place.get("/desk", Cookie=cookie.split(";")[0])
        with_another, _ = await place.get("/desk", Cookie=cookie.split(";")[0].removeprefix("__Host-"))

    assert cookie.startswith("__Host-tellonce_staff=")
    assert {"Secure", "Path=/"} <= set(cookie.split("; "))
    assert (with_it, with_another) == (200, 303)


async def test_behind_a_proxy_with_tls_the_cookie_is_sent_by_tls_only(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        cookie = await cookie_of(place, await place.link_for(LI), **{"X-Forwarded-Proto": "https"})

    assert "Secure" in cookie.split("; ")


async def test_a_new_link_ends_the_older_ones(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        older, newer = [await place.link_for(LI) for _ in range(2)]
        answers = [(await place.post("/sign-in", token=token))[0] for token in (older, newer)]

    assert answers == [403, 303]


async def test_a_whole_link_can_be_pasted(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        answer = await place.post("/sign-in", link=f" https://desk.example.com/sign-in?token={token} ")

    assert answer == (303, "/desk")


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


async def test_only_the_first_start_makes_an_admin_and_a_link(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        tokens = [await first_link(place.store, place.environment, NOBODY) for _ in range(2)]
        admins = await place.store.unit().find(Agent)
        answer = await place.post("/sign-in", token=tokens[0])

    assert [agent.role for agent in admins] == ["admin"]
    assert answer == (303, "/admin/first-steps")
    assert tokens[1] == ""
