"""What is on record about the staff, and who is shown it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.web.auth import COOKIE
from bot.web.staff.admin.audit_pages import ON_A_PAGE
from storage.records.access_records import Audit
from tests.bot.web.place import ADA, CUSTOMER, LI, NOON, TICKET, Place, open_place


async def acts(place: Place) -> list[tuple[str, str, str]]:
    return [(line.name, line.act, line.about) for line in await place.store.unit().find(Audit)]


async def test_sign_ins_refusals_and_sign_outs_are_on_record_with_who_and_from_where(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.post("/sign-in", token="no-such-token-at-all")
        token = await place.link_for(LI)
        await place.post("/sign-in", token=token)
        await place.get("/admin")
        await place.post("/sign-out")
        lines = await place.store.unit().find(Audit)

    assert [(line.name, line.act) for line in lines] == [
        ("", "refused"),
        ("", "link-made"),
        ("Li Wei", "signed-in"),
        ("Li Wei", "refused"),
        ("Li Wei", "signed-out"),
    ]
    assert {line.origin for line in lines} == {"127.0.0.1", "command line"}
    assert token not in str(lines)


async def test_many_refusals_from_one_place_are_one_line(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        for _ in range(5):
            await place.post("/sign-in", token="no-such-token-at-all")
        before = await acts(place)
        place.clock.now += timedelta(minutes=11)
        await place.post("/sign-in", token="no-such-token-at-all")
        after = await acts(place)

    assert (len(before), len(after)) == (1, 2)


async def test_whatever_is_refused_below_a_page_is_one_line(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        for number in range(40):
            await place.get(f"/admin/staff/{number}")
            await place.get(f"/admin/no-such-page/{number}")
        lines = [line for line in await place.store.unit().find(Audit) if line.act == "refused"]

    assert [line.about for line in lines] == ["/admin/staff/{member}", "/admin"]


async def test_a_look_at_a_ticket_is_on_record_once_in_a_while(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(CUSTOMER, TICKET)
        await place.sign_in(LI)
        for _ in range(3):
            await place.get("/desk/tickets/T-2026-000042")
        looks = (await acts(place))[2:]

    assert looks == [("Li Wei", "ticket-viewed", "T-2026-000042")]


async def test_contact_details_are_masked_until_somebody_asks_for_them(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(CUSTOMER, replace(TICKET, slots={"phone": "13800138000"}))
        await place.sign_in(LI)
        _, masked = await place.get("/desk/tickets/T-2026-000042")
        _, shown = await place.get("/desk/tickets/T-2026-000042?contact=shown")
        looks = (await acts(place))[2:]

    assert "13800138000" not in masked
    assert "••••00" in masked
    assert "13800138000" in shown
    assert [act for _, act, _ in looks] == ["ticket-viewed", "contact-shown"]


async def test_admins_read_the_record_a_page_at_a_time_and_nobody_else_does(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(
            *(
                Audit(id=f"0-{number:03}", at=NOON, act="signed-in", agent="x", name=f"Member {number:03}")
                for number in range(ON_A_PAGE + 3)
            )
        )
        await place.sign_in(LI)
        as_agent, _ = await place.get("/admin/audit")
        await place.sign_in(ADA)
        _, first = await place.get("/admin/audit")
        _, last = await place.get("/admin/audit?before=0-004")
        _, chinese = await place.get("/admin/audit?lang=zh")
        _, hers = await place.get(f"/admin/audit?agent={ADA.id}&lang=en")

    assert as_agent == 403
    assert first.index("Member 052") < first.index("Member 051")
    assert "Older" in first
    assert "Member 003" not in first
    assert ("Member 003" in last, "Member 004" in last, "Older" in last) == (True, False, False)
    assert "操作记录" in chinese
    assert ("Ada" in hers, "Member 052" in hers) == (True, False)


async def test_names_on_record_are_shown_as_text(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(Audit(id="0", at=NOON, act="member-added", agent="x", name="<b>x</b>", about="<i>y</i>"))
        await place.sign_in(ADA)
        _, page = await place.get("/admin/audit")

    assert ("<b>x" in page, "<i>y" in page) == (False, False)
    assert COOKIE not in page


async def test_the_record_is_narrowed_by_act_day_and_words_and_saved_as_a_file(tmp_path: Path) -> None:
    lines = [
        Audit(
            id="0-1", at=NOON - timedelta(days=3), act="role-changed", agent="x", about="Bo", old="agent", new="admin"
        ),
        Audit(id="0-2", at=NOON, act="role-changed", agent="x", about="=Li", old="agent", new="manager"),
        Audit(id="0-3", at=NOON, act="member-added", agent="x", about="Cy"),
    ]
    async with open_place(tmp_path) as place:
        await place.keep(*lines)
        await place.sign_in(ADA)
        _, page = await place.get("/admin/audit?act=role-changed&since=2026-11-04")
        _, searched = await place.get("/admin/audit?q=bo")
        _, file = await place.get("/admin/audit/on-record.csv?act=role-changed")
        saved = (await acts(place))[-1]

    assert ("the role of =Li" in page, "the role of Bo" in page, "added Cy" in page) == (True, False, False)
    assert ("the role of Bo" in searched, "=Li" in searched) == (True, False)
    assert [row.split(",")[3:5] for row in file.splitlines()[1:]] == [["role-changed", "'=Li"], ["role-changed", "Bo"]]
    assert saved == ("Ada", "list-saved", "On record")
