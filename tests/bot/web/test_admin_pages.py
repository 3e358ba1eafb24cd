import re
from pathlib import Path

from storage.records import Agent
from tests.bot.web.place import ADA, LI, Place, open_place


def token_on(page: str) -> str:
    found = re.search(r"http://[\d.:]+/sign-in\?token=([\w-]+)", page)
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

    assert 'id="trouble" class="problem" role="status" hidden' in page
