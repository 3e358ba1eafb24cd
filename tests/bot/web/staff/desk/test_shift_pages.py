"""What a member decides about their own desk, the admins about teams, and what a supervisor sees of the shift."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.desk.staff.audit import Actor
from storage.records.access_records import Agent
from storage.records.complaint_records import Promise
from tests.bot.web.place import ADA, CUSTOMER, HANDOFF, LI, NOON, TICKET, open_place, owned

MISSED = Promise(id="q1", ticket=TICKET.id, made=NOON, due=NOON, status="missed", ended=NOON)


async def test_who_goes_away_is_shown_so_to_supervisors_and_comes_back(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.post("/desk/me/away", until="2026-11-05T09:00")
        _, mine = await place.get("/desk/me")
        await place.sign_in(ADA)
        _, shift = await place.get("/desk/shift")
        refused, _ = await place.post("/desk/me/away", until="2020-01-01T09:00")

    assert "until Thu 5 Nov, 09:00" in mine
    assert "until Thu 5 Nov, 09:00" in shift
    assert refused == 409


async def test_a_member_chooses_how_pages_call_them(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(TICKET, HANDOFF)
        _, before = await place.get("/desk")
        await place.post("/desk/me/notices", notice="sound")
        _, after = await place.get("/desk")

    assert ['data-notices="count"' in before, "<title>(1) Desk" in before] == [True, True]
    assert ['data-notices="sound"' in after, "<title>(1) Desk" in after] == [True, False]


async def test_a_filter_is_saved_under_a_name_shown_with_its_number_and_removed(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, replace(TICKET, id="t2", reference="T-2", language="zh"))
        saved, where = await place.post("/desk/lists", view="open", language="zh", name="Chinese")
        _, page = await place.get("/desk")
        _, mine = await place.get("/desk/me")
        key = re.search('name="list" value="([^"]+)"', mine)
        assert key
        await place.post("/desk/me/drop", list=key[1])
        _, after = await place.get("/desk")

    assert (saved, where) == (303, "/desk?language=zh")
    assert re.search(r'href="/desk\?language=zh">Chinese <span[^>]*>1</span>', page)
    assert "Chinese <span" not in after


async def test_an_admin_makes_a_team_to_which_a_ticket_can_be_passed_on(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(CUSTOMER, owned(TICKET, ADA))
        made, _ = await place.post("/admin/teams/save", name="Field", member=ADA.id)
        twice, _ = await place.post("/admin/teams/save", name="field")
        _, page = await place.get("/desk/tickets/T-2026-000042")

    assert (made, twice) == (303, 409)
    assert re.search(r'<option value="team:\d+">Team: Field</option>', page)


async def test_a_supervisor_sees_load_risk_and_why_a_promise_was_missed(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(CUSTOMER, LI, replace(owned(TICKET, LI), due=NOON), MISSED, replace(TICKET, id="t2"))
        await place.keep(replace(HANDOFF, ticket="t2"))
        said, _ = await place.post("/desk/shift/missed/q1", reason="The part came late")
        _, page = await place.get("/desk/shift")

    assert said == 303
    assert "Waiting and not claimed yet: 1. The longest wait is 7 min." in page
    assert 'value="The part came late"' in page
    assert re.search(r"Li Wei</a>.*?<td>At work</td>\s*<td>1</td><td>0</td><td class=\"late\">1</td>", page, re.DOTALL)


async def test_who_is_on_duty_is_known_as_soon_as_it_is_set(tmp_path: Path) -> None:
    roster = {"duty_roster": '{"manager": {"Bo Lin": "Mon-Sun 00:00-24:00"}}'}
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        _, before = await place.get("/desk/shift")
        await place.company.save(place.store, place.environment, Actor(ADA, "test"), roster)
        _, after = await place.get("/desk/shift")

    assert ["Bo Lin" in page for page in (before, after)] == [False, True]


async def test_of_a_promise_that_was_not_missed_nobody_says_why(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(CUSTOMER, TICKET, replace(MISSED, status="kept"))
        status, page = await place.post("/desk/shift/missed/q1", reason="The part came late")

    assert status == 409
    assert "This promise was not missed" in page


async def test_the_shift_is_shown_to_supervisors_alone(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        answers = [(await place.get("/desk/shift"))[0], (await place.post("/desk/shift/missed/q1", reason="x"))[0]]

    assert answers == [403, 403]


async def test_what_is_being_written_is_kept_and_a_second_window_is_told(tmp_path: Path) -> None:
    here = "/desk/tickets/T-2026-000042"
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, owned(TICKET, LI))
        by_button, _ = await place.post(f"{here}/unsent/reply", text="We are looking")
        headers = {"Sec-Fetch-Site": "same-origin", "X-Requested-With": "desk"}
        fields = {"text": "Another", "before": ""}
        async with place.client.post(f"{here}/unsent/reply", data=fields, headers=headers) as answer:
            by_script = answer.status
        _, page = await place.get(here)
        await place.post(f"{here}/reply", text="We are looking into it")
        _, sent = await place.get(here)

    assert (by_button, by_script) == (303, 409)
    assert ">We are looking</textarea>" in page
    assert "We are looking<" not in sent


async def test_files_come_with_a_reply_and_one_that_is_too_much_is_told(tmp_path: Path) -> None:
    agent = Agent(id=LI.id, name=LI.name, role="agent")
    async with open_place(tmp_path) as place:
        await place.sign_in(agent)
        await place.keep(CUSTOMER, owned(TICKET, LI))
        form = aiohttp.FormData({"text": "Here it is"})
        for n in range(11):
            form.add_field("files", b"%PDF-1.7", filename=f"{n}.pdf")
        headers = {"Sec-Fetch-Site": "same-origin"}
        async with place.client.post("/desk/tickets/T-2026-000042/reply", data=form, headers=headers) as answer:
            page = await answer.text()

    assert answer.status == 409
    assert "Ten files can go with one reply." in page
    assert ">Here it is</textarea>" in page


@pytest.mark.parametrize("sent", [{"text": "One more thing"}, {}])
async def test_a_reply_that_is_taken_back_comes_before_what_was_begun_meanwhile(
    tmp_path: Path, sent: dict[str, str]
) -> None:
    here = "/desk/tickets/T-2026-000042"
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, owned(TICKET, LI))
        await place.post(f"{here}/unsent/reply", text="One more thing")
        done, _ = await place.post(f"{here}/take-back", to="m1", **sent)
        _, page = await place.get(here)

    assert done == 303
    assert ">We look into it.\n\nOne more thing</textarea>" in page


async def test_who_is_away_is_marked_where_a_ticket_is_passed_on_and_it_is_told_what_happens(tmp_path: Path) -> None:
    back, mo = NOON + timedelta(hours=2), replace(LI, id="agent-mo", name="Mo")
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        away = replace(LI, is_away=True, away_until=back)
        await place.keep(CUSTOMER, owned(TICKET, ADA), HANDOFF, away, mo)
        _, page = await place.get("/desk/tickets/T-2026-000042")
        _, chinese = await place.get("/desk/tickets/T-2026-000042?lang=zh")

    assert page.index("Mo (Agent)") < page.index("Li Wei, away until Wed 4 Nov, 22:00 (Agent)")
    assert "reaches whoever is on duty" in page
    assert "Li Wei，离开至" in chinese


@pytest.mark.parametrize(("language", "title"), [("en", "Send me e-mail"), ("zh", "接收邮件")])
async def test_a_member_says_where_in_which_language_and_whether_they_get_mail(
    tmp_path: Path, language: str, title: str
) -> None:
    async with open_place(tmp_path, mail_url="smtp://mail.example", language=language) as place:
        await place.sign_in(LI)
        _, before = await place.get("/desk/me")
        wrong, again = await place.post("/desk/me/mail", mail="li.wei", language="zh", wanted="yes")
        await place.post("/desk/me/mail", mail="li.wei@desk.example", language="zh")
        made_up, _ = await place.post("/desk/me/mail", mail="li.wei@desk.example", language="xx")
        _, after = await place.get("/desk/me")
        (member,) = await place.store.unit().find(Agent, role="agent")

    assert title in before
    assert (wrong, made_up, 'value="li.wei"' in again) == (409, 400, True)
    assert (member.mail, member.mail_language, member.mail_off) == ("li.wei@desk.example", "zh", True)
    assert 'value="li.wei@desk.example"' in after


async def test_without_a_mail_server_nobody_is_asked_for_an_address(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        _, page = await place.get("/desk/me")
        status, _ = await place.post("/desk/me/mail", mail="li.wei@desk.example", language="en", wanted="yes")

    assert ('name="mail"' in page, status) == (False, 404)
