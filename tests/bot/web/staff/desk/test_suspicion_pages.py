from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.desk.hotspots.hotspot_monitor import SUSPECTED
from storage.records.access_records import Agent
from storage.records.complaint_records import Occurrence
from storage.records.finding_records import Suspicion
from tests.bot.web.place import ADA, LI, NOON, OWN_PAGE, TICKET, Place, open_place

OAK = Suspicion(
    id="s1",
    kind="burst",
    script="telecom",
    words=("no signal",),
    area="Oak Street",
    samples=("no <b>signal</b> on Oak Street", "Oak Street is dead"),
    tickets=("ticket-1", "gone"),
    people=5,
    usual=0.2,
    at=NOON - timedelta(minutes=3),
)
BOSS = Agent(id="agent-boss", name="Boss", role="supervisor")
HERE = "/desk/suspicions/s1"


async def status(place: Place) -> str:
    found = await place.store.unit().get(Suspicion, "s1")
    assert found is not None
    return found.status


async def test_the_desk_shows_on_top_what_many_people_tell(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(TICKET, OAK)
        _, page = await place.get("/desk")

    assert "5 people within a short time: no signal, Oak Street" in page
    assert "no &lt;b&gt;signal&lt;/b&gt; on Oak Street" in page
    assert "usually nobody" in page
    assert 'href="/desk/tickets/T-2026-000042"' in page
    assert 'aria-labelledby="suspicions-title">' in page


async def test_a_drift_is_told_in_chinese_with_what_is_usual(tmp_path: Path) -> None:
    drift = replace(OAK, kind="drift", people=31, usual=12.4, words=("退订",), area="")
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(drift)
        _, page = await place.get("/desk?lang=zh")

    assert "一周内有 31 人反映：退订" in page
    assert "平时 12 人" in page


async def test_where_nothing_is_suspected_nothing_is_shown(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(replace(OAK, status="dismissed"))
        _, page = await place.get("/desk")

    assert 'aria-labelledby="suspicions-title" hidden' in page
    assert "no signal" not in page


async def test_an_agent_sees_it_and_cannot_judge_it(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(TICKET, OAK)
        _, desk = await place.get("/desk")
        _, page = await place.get(HERE)
        refused, why = await place.post(f"{HERE}/confirm")
        after = await status(place)

    assert f'action="{HERE}/confirm"' not in desk + page
    assert (refused, after) == (409, "suspected")
    assert "Only a supervisor or an admin may do this." in why


async def test_an_admin_who_confirms_it_comes_to_the_filled_form_of_the_known_issue(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(TICKET, OAK)
        await place.post(f"{HERE}/name", title="Oak Street has no signal")
        answer = await place.post(f"{HERE}/confirm")
        _, listed = await place.get("/admin/hotspots")

    assert answer == (303, "/admin/known-issues/telecom/new?suspicion=s1")
    assert "Oak Street has no signal" in listed


async def test_one_shows_its_curve_places_and_who_told_it(tmp_path: Path) -> None:
    telling = Occurrence(id="o1", ticket=TICKET.id, conversation="c", at=NOON - timedelta(hours=1), text="No signal")
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await place.keep(TICKET, telling, OAK)
        _, page = await place.get(HERE)

    assert all(words in page for words in ("<svg", "People who told it", "People in all: 1"))


async def test_a_supervisor_who_confirms_it_gets_the_known_issue_to_copy(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(BOSS)
        await place.keep(TICKET, OAK)
        _, before = await place.get(HERE)
        answer = await place.post(f"{HERE}/confirm")
        _, page = await place.get(HERE)
        after = await status(place)

    assert (answer, after) == ((303, HERE), "confirmed")
    assert "known_issues/telecom.yaml" in page
    assert "no-signal-oak-street:" in page
    assert "no-signal-oak-street:" not in before
    assert f'action="{HERE}/dismiss"' not in page


async def test_what_is_confirmed_stays_on_the_desk_for_some_days(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(
            replace(OAK, status="confirmed"), replace(OAK, id="s0", at=NOON - timedelta(days=8), status="confirmed")
        )
        _, page = await place.get("/desk")

    assert 'href="/desk/suspicions/s1"' in page
    assert 'href="/desk/suspicions/s0"' not in page


async def test_what_is_dismissed_leaves_the_desk(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(OAK)
        silent, _ = await place.post(f"{HERE}/dismiss")
        answer = await place.post(f"{HERE}/dismiss", reason="A test of ours")
        _, page = await place.get("/desk")

    assert (silent, answer) == (409, (303, "/desk"))
    assert "no signal" not in page


async def test_what_a_colleague_has_judged_is_not_judged_otherwise(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(replace(OAK, status="dismissed"))
        refused, page = await place.post(f"{HERE}/confirm")

    assert refused == 409
    assert "A colleague has judged it already." in page


async def test_there_is_no_page_for_an_unknown_one_or_another_verdict(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(OAK)
        answers = [
            (await place.get("/desk/suspicions/s9"))[0],
            (await place.post("/desk/suspicions/s9/confirm"))[0],
            (await place.post(f"{HERE}/publish"))[0],
        ]

    assert answers == [404, 404, 404]


async def test_strangers_are_sent_to_sign_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(OAK)
        answers = [await place.get(HERE), await place.post(f"{HERE}/confirm")]

    assert [answer[0] for answer in answers] == [303, 303]


async def test_an_open_desk_learns_of_a_suspicion(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        async with await place.client.ws_connect("/desk/live", headers=OWN_PAGE) as live:
            before = await live.receive_str(timeout=5)
            await place.keep(OAK)
            place.store.changes.tell(SUSPECTED)
            after = await live.receive_str(timeout=5)

    assert "no signal, Oak Street" not in before
    assert "no signal, Oak Street" in after
    assert 'id="list"' not in after  # it looks as before
