import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.web.auth import COOKIE
from storage.records.access_records import Agent
from tests.bot.web.place import ADA, CUSTOMER, LI, OWN_PAGE, TICKET, Place, open_place, owned


def token_on(page: str) -> str:
    found = re.search(r"https?://[\w.:]+/sign-in\?token=([\w-]+)", page)
    return found[1] if found else ""


async def names(place: Place) -> list[tuple[str, str]]:
    return [(agent.name, agent.role) for agent in await place.store.unit().find(Agent)]


async def test_a_new_member_gets_a_link_that_signs_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        status, page = await place.post("/admin/staff", name="陈静", role="supervisor")
        signed_in = await place.post("/sign-in", token=token_on(page))
        staff = await names(place)

    assert (status, signed_in) == (200, (303, "/desk"))
    assert ("陈静", "supervisor") in staff


async def test_the_link_is_shown_only_once(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.post("/admin/staff", name="Bo", role="agent")
        _, page = await place.get("/admin")

    assert "Bo" in page
    assert token_on(page) == ""


async def test_a_member_can_get_a_new_link(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(LI)
        _, page = await place.post(f"/admin/staff/{LI.id}/link")
        signed_in = await place.post("/sign-in", token=token_on(page))

    assert signed_in == (303, "/desk")


async def test_nobody_gets_a_link_for_a_stranger(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        status, _ = await place.post("/admin/staff/nobody/link")

    assert status == 404


async def test_a_member_has_a_name_and_one_of_the_roles(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        answers = [
            (await place.post("/admin/staff", name=name, role=role))[0]
            for name, role in (("", "agent"), ("Bo", "king"), ("x" * 81, "agent"))
        ]
        staff = await names(place)

    assert (answers, staff) == ([400, 400, 400], [("Ada", "admin")])


async def test_a_name_is_shown_as_text_whatever_is_in_it(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        _, page = await place.post("/admin/staff", name="<script>alert(1)</script>", role="agent")

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_what_is_wrong_with_telegram_is_told_to_admins_and_nobody_else(tmp_path: Path) -> None:
    async with open_place(tmp_path, trouble="Telegram cannot be reached") as place:
        await place.sign_in(ADA)
        pages = [await place.get(path) for path in ("/admin", "/desk?lang=zh")]
        await place.sign_in(LI)
        _, of_agent = await place.get("/desk?lang=en")

    assert "Telegram does not work as it should: Telegram cannot be reached" in pages[0][1]
    assert "Telegram 出现故障：Telegram cannot be reached" in pages[1][1]
    assert "cannot be reached" not in of_agent


async def test_while_all_is_well_nothing_is_told(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        _, page = await place.get("/admin")

    assert "Telegram does not work as it should" not in page


async def test_the_link_is_built_from_the_public_address_whatever_host_is_asked_for(tmp_path: Path) -> None:
    async with open_place(tmp_path, address="https://desk.example.com") as place:
        headers, token = OWN_PAGE | {"Host": "evil.example.net"}, await place.link_for(ADA)
        async with place.client.post(
            "/sign-in", data={"token": token}, headers=headers, allow_redirects=False
        ) as answer:
            headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
        async with place.client.post("/admin/staff", data={"name": "Bo", "role": "agent"}, headers=headers) as answer:
            page = await answer.text()

    assert "https://desk.example.com/sign-in?token=" in page
    assert "evil" not in page


async def test_a_name_that_is_taken_is_refused_and_kept_in_its_box(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        status, page = await place.post("/admin/staff", name="ADA", role="agent")

    assert status == 409
    assert "Somebody on the staff has this name already." in page
    assert 'value="ADA"' in page


@pytest.mark.parametrize("action", ["suspend", "remove"])
async def test_who_leaves_is_out_at_once_with_every_open_page(tmp_path: Path, action: str) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        cookie = place.client.session.cookie_jar.filter_cookies(place.client.make_url("/"))[COOKIE].value
        as_li = {"Cookie": f"{COOKIE}={cookie}"}
        async with place.client.ws_connect("/desk/live", headers=OWN_PAGE) as live:
            await live.receive_str(timeout=5)
            await place.sign_in(ADA)
            answer = await place.post(f"/admin/staff/{LI.id}/{action}")
            closed = await live.receive(timeout=5)
        place.client.session.cookie_jar.clear()
        status, _ = await place.get("/desk", **as_li)

    assert answer == (303, "/admin")
    assert closed.data == 1013
    assert status == 303


async def test_another_role_counts_from_the_next_sign_in_on(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(LI)
        await place.sign_in(ADA)
        await place.post(f"/admin/staff/{LI.id}/role", role="admin")
        await place.sign_in(LI)
        status, _ = await place.get("/admin")

    assert status == 200


async def test_before_somebody_leaves_the_page_asks_to_whom_their_tickets_go(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(LI, CUSTOMER, owned(TICKET, LI))
        await place.sign_in(ADA)
        _, page = await place.get(f"/admin/staff/{LI.id}")
        await place.post(f"/admin/staff/{LI.id}/remove", to=ADA.id)

    assert "Tickets that must be passed on first (1)" in page
    assert "T-2026-000042" in page
    assert place.handoffs.done[0] == ("pass-on", "T-2026-000042", ADA.id, ADA.id, "Li Wei has left the staff.")


async def test_the_last_admin_is_told_why_not(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        answers = [
            await place.post(f"/admin/staff/{ADA.id}/{action}", role="agent")
            for action in ("remove", "suspend", "role")
        ]

    assert [status for status, _ in answers] == [409] * 3
    assert all("This is the last admin." in page for _, page in answers)


async def test_who_was_removed_is_on_the_page_no_more_and_stays_on_record(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(LI)
        await place.sign_in(ADA)
        await place.post(f"/admin/staff/{LI.id}/remove")
        _, staff = await place.get("/admin")
        gone, _ = await place.get(f"/admin/staff/{LI.id}")
        _, record = await place.get("/admin/audit")

    assert "Li Wei" not in staff
    assert gone == 404
    assert "removed Li Wei from the staff" in record


async def test_an_admin_sets_a_members_address_and_nothing_else_of_their_mail(tmp_path: Path) -> None:
    async with open_place(tmp_path, mail_url="smtp://mail.example") as place:
        await place.keep(replace(LI, mail_language="zh", mail_off=True))
        await place.sign_in(ADA)
        wrong, again = await place.post(f"/admin/staff/{LI.id}/mail", mail="li wei@desk.example")
        await place.post(f"/admin/staff/{LI.id}/mail", mail="li.wei@desk.example")
        _, page = await place.get(f"/admin/staff/{LI.id}")
        (member,) = await place.store.unit().find(Agent, role="agent")

    assert (wrong, "This is no e-mail address" in again) == (409, True)
    assert (member.mail, member.mail_language, member.mail_off) == ("li.wei@desk.example", "zh", True)
    assert 'value="li.wei@desk.example"' in page
    assert "They have chosen to get no e-mail." in page
