from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from storage.records.access_records import Agent, Audit
from storage.records.register_records import CorrectiveAction, MeetingMinutes
from storage.records.traffic_records import Mail
from tests.bot.web.place import LI, NOON, TICKET, Place, open_place
from tests.bot.web.staff.test_telegram_pages import Telegram

BOSS = Agent(id="agent-boss", name="Boss", role="supervisor")
OCTOBER = NOON - timedelta(days=20)


async def begin(place: Place) -> None:
    await place.keep(LI)
    await place.sign_in(BOSS)
    for number in range(3):
        key = f"t{number}"
        ticket = replace(TICKET, id=key, reference=f"T-2026-{number:06}", opened=OCTOBER, due=OCTOBER)
        await place.keep(replace(ticket, cause="network/outage", amount=1050, currency="CNY", remedy="credit"))


async def test_causes_and_compensation_stand_in_the_report(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await begin(place)
        _, page = await place.get("/desk/reports")
        _, behind = await place.get("/desk/reports/tickets?figure=problems&cause=network/outage")

    assert "31.50" in page
    assert "cause=network%2Foutage" in page
    assert "3 tickets" in behind


async def test_an_action_is_asked_for_done_and_judged(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await begin(place)
        form = {"what": "Check each pole", "about": "cause:network/outage", "who": LI.id}
        late, page = await place.post("/desk/actions", **form, due="2026-11-01")
        await place.post("/desk/actions", **form, due="2026-11-20")
        (action,) = await place.store.unit().find(CorrectiveAction)
        place.clock.now = NOON + timedelta(hours=1)
        unit = place.store.unit()
        unit.put(replace(action, due=NOON))
        await unit.commit()
        _, overdue = await place.get("/desk/actions")
        await place.sign_in(LI)
        _, mine = await place.get("/desk/actions")
        done, _ = await place.post(f"/desk/actions/{action.id}/done")
        judged, _ = await place.post(f"/desk/actions/{action.id}/verified")
        await place.sign_in(BOSS)
        await place.post(f"/desk/actions/{action.id}/verified")
        (action,) = await place.store.unit().find(CorrectiveAction)

    assert (late, "Check each pole" in page) == (409, True)
    assert "overdue" in overdue
    assert "Ask for an action" not in mine
    assert (done, judged) == (303, 403)
    assert (action.status, action.judge) == ("verified", "Boss")


async def test_a_meeting_is_commented_kept_and_sent(tmp_path: Path) -> None:
    telegram = Telegram()
    async with open_place(tmp_path, telegram) as place:
        await begin(place)
        await place.post("/desk/reports/meeting/comments", month="2026-10", text="A <new> crew since May.")
        _, here = await place.post("/desk/reports/meeting", month="2026-10", send="yes")
        _, page = await place.get(here)
        link = page.split('href="/desk/reports/meeting/')[1].split('"')[0]
        await place.keep(replace(TICKET, id="later", opened=OCTOBER, due=OCTOBER))
        place.clock.now = NOON + timedelta(hours=1)
        _, kept = await place.get(f"/desk/reports/meeting/{link}")
        _, anew = await place.get("/desk/reports/meeting?month=2026-10")
        acts = [line.act for line in await place.store.unit().find(Audit)]
        wrong, _ = await place.post("/desk/reports/meeting", month="2099-01")

    assert "It is kept and was sent." in page
    assert "Boss: A &lt;new&gt; crew since May." in kept
    assert "This period: 44% to 100% (3 of 3)" in kept
    assert "<strong>51% to 100%</strong> <span>4 of 4</span>" in anew
    assert "Monthly meeting: 2026-10" in telegram.announced[0]
    assert f"/desk/reports/meeting/{link}" in telegram.announced[0]
    assert {"meeting-kept", "meeting-sent"} <= set(acts)
    assert wrong == 400


async def test_a_meeting_that_cannot_be_sent_is_kept_and_one_of_no_month_is_not(tmp_path: Path) -> None:
    async with open_place(tmp_path, Telegram(away=True)) as place:
        await begin(place)
        _, here = await place.post("/desk/reports/meeting", month="2026-10", send="yes")
        _, page = await place.get(here)
        no_month = [(await place.post(f"/desk/reports/meeting{path}", text="x"))[0] for path in ("", "/comments")]
        months = [one.month for one in await place.store.unit().find(MeetingMinutes)]

    assert "It is kept, but could not be sent" in page
    assert (no_month, months) == ([400, 400], ["2026-10"])


async def test_a_meeting_is_mailed_to_all_who_may_see_reports_with_figures_alone(tmp_path: Path) -> None:
    admin = replace(BOSS, id="agent-admin", role="admin", mail="admin@desk.example")
    async with open_place(tmp_path, mail_url="smtp://mail.example") as place:
        await begin(place)
        await place.keep(admin, replace(LI, id="agent-wu", mail="wu@desk.example"))
        await place.keep(replace(admin, id="agent-off", role="manager", mail_off=True))
        await place.post("/desk/reports/meeting/comments", month="2026-10", text="Ask Wang Fang.")
        _, here = await place.post("/desk/reports/meeting", month="2026-10", mail="yes")
        _, page = await place.get(here)
        acts = [line.act for line in await place.store.unit().find(Audit)]
        (minutes,) = await place.store.unit().find(MeetingMinutes)
        (mail,) = await place.store.unit().find(Mail)

    assert "It is kept, and goes out by e-mail." in page
    assert (mail.member, mail.subject) == (admin.id, "Monthly meeting: 2026-10")
    assert "This period: 44% to 100% (3 of 3)" in mail.text
    assert "What changed" in mail.text
    assert mail.text.endswith(f"/desk/reports/meeting/{minutes.id}")
    assert "Wang" not in mail.text
    assert "meeting-mailed" in acts


async def test_where_nobody_who_may_see_reports_gets_mail_that_is_said(tmp_path: Path) -> None:
    async with open_place(tmp_path, mail_url="smtp://mail.example", language="zh") as place:
        await begin(place)
        _, here = await place.post("/desk/reports/meeting", month="2026-10", mail="yes")
        _, page = await place.get(here)

    assert "已存档，但可查看报表的人员均未设置接收邮件。" in page


async def test_without_a_mail_server_no_button_mails_a_meeting(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await begin(place)
        await place.keep(replace(BOSS, id="agent-admin", role="admin", mail="admin@desk.example"))
        _, page = await place.get("/desk/reports/meeting?month=2026-10")
        await place.post("/desk/reports/meeting", month="2026-10", mail="yes")
        mails = await place.store.unit().find(Mail)

    assert 'name="mail"' not in page
    assert mails == []
