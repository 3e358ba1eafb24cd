"""Known issues in the browser: plain forms, a draft like a script's, begun from a resolved ticket."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.scripts.validation import Source
from dialogs.language.issue_forms import read_forms
from storage.records.access_records import Agent, Audit
from tests.bot.desk.texts import SMALL, source
from tests.bot.web.place import ADA, CUSTOMER, TELLING, TICKET, Place, open_place

ISSUES = """\
format: 1
known-issues:
  roaming-off:   # often
    title: {en: No service abroad, zh: 境外没有信号}
    status: standing
    wordings: [no signal abroad, 出国以后没信号]
    answer: {en: Switch roaming on., zh: 请开通漫游。}
"""
FORM = {
    "title@en": "Charged twice",
    "title@zh": "重复扣费",
    "answer@en": "We pay it back.",
    "answer@zh": "我们会退款。",
    "status": "confirmed",
    "wordings": "I was charged twice\r\n\r\nyou took the money twice\r\nI was charged twice",
    "since": "",
    "until": "2026-12-31",
    "area": "",
}
WORDINGS = "\r\n".join(
    (
        "I was charged twice",
        "you took the money twice",
        "the same amount left my account two times",
        "charged twice for one month",
        "I paid twice in October",
        "my bill was taken twice",
        "there are two charges for the same bill",
        "why was I charged two times",
    )
)
HERE = "/admin/known-issues/telecom"


async def with_issues(place: Place) -> None:
    await place.sign_in(ADA)
    await place.studio.publisher.publish(source(SMALL), "start")
    await place.studio.publisher.publish(Source("telecom.yaml", ISSUES, known_issues=True), "start")


async def forms(place: Place) -> dict[str, tuple[str, tuple[str, ...]]]:
    draft = await place.studio.drafts.find("known-issues/telecom")
    return {key: (one.status, one.wordings) for key, one in (read_forms(draft.text) or {}).items()} if draft else {}


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{12})"', page)
    return found[1] if found else ""


async def test_a_new_issue_is_added_to_the_draft_published_and_told(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        saved = await place.post(f"{HERE}/new", **FORM, **{"product:bill": "yes"})
        drafted = await forms(place)
        _, page = await place.get(HERE)
        published = await place.post(f"{HERE}/publish", note="Asked every day", seen="0")
        told = {issue.key: issue for issue in place.studio.scripts.known_issues("telecom")}

    assert saved == (303, f"{HERE}?saved=1")
    assert drafted["charged-twice"] == ("confirmed", ("I was charged twice", "you took the money twice"))
    assert "Charged twice" in page
    assert published[0] == 303
    assert (told["charged-twice"].until, told["charged-twice"].products) == ("2026-12-31", ("bill",))
    assert list(told) == ["roaming-off", "charged-twice"]


async def test_a_secret_in_a_pasted_wording_is_not_kept(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        await place.post(f"{HERE}/new", **FORM | {"wordings": "my password hunter2 fails"})
        drafted = await forms(place)

    assert drafted["charged-twice"][1] == ("my password ••••••• fails",)


async def test_an_issue_is_changed_where_it_stands(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        _, page = await place.get(f"{HERE}/issue/roaming-off")
        await place.post(f"{HERE}/issue/roaming-off", **FORM, seen=seen_on(page))
        draft = await place.studio.drafts.find("known-issues/telecom")

    assert draft
    assert (
        "  roaming-off:   # often\n    title: {en: Charged twice, zh: 重复扣费}\n    status: confirmed\n" in draft.text
    )


async def test_what_somebody_else_changed_meanwhile_is_shown_and_not_overwritten(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        _, page = await place.get(f"{HERE}/issue/roaming-off")
        await place.post(f"{HERE}/issue/roaming-off", **FORM, seen=seen_on(page))
        mine = FORM | {"answer@en": "Mine"}
        status, clash = await place.post(f"{HERE}/issue/roaming-off", **mine, seen=seen_on(page))
        again, _ = await place.post(f"{HERE}/issue/roaming-off", **mine, seen=seen_on(clash))

    assert (status, again) == (409, 303)
    assert "Somebody else changed this issue meanwhile." in clash
    assert ("We pay it back." in clash, ">\nMine</textarea>" in clash) == (True, True)


@pytest.mark.parametrize("empty", ["wordings", "title"])
async def test_an_issue_needs_a_title_and_a_wording(tmp_path: Path, empty: str) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        left_out = {key: "" for key in FORM if key.startswith(empty)}
        status, page = await place.post(f"{HERE}/new", **(FORM | left_out))

        assert (status, await forms(place)) == (409, {})
        assert "We pay it back." in page


async def test_the_only_issue_is_not_removed_another_one_is(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        refused, _ = await place.post(f"{HERE}/issue/roaming-off/drop")
        await place.post(f"{HERE}/new", **FORM)
        removed = await place.post(f"{HERE}/issue/roaming-off/drop")

        assert (refused, removed) == (409, (303, HERE))
        assert list(await forms(place)) == ["charged-twice"]


async def test_a_resolved_ticket_proposes_wordings_and_answer_and_that_is_on_record(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        ticket = replace(TICKET, status="resolved", outcome="We paid it back on Monday.")
        await place.keep(CUSTOMER, ticket, TELLING)
        _, page = await place.get(f"{HERE}/new?ticket=t-2026-000042")
        _, ticket_page = await place.get("/desk/tickets/T-2026-000042")
        acts = [(one.act, one.about) for one in await place.store.unit().find(Audit, agent=ADA.id)]

    assert "We paid it back on Monday." in page
    assert "I was charged twice in October." in html.unescape(page)
    assert f"{HERE}/new?ticket=T-2026-000042" in ticket_page
    assert ("ticket-viewed", "T-2026-000042") in acts


async def test_nobody_but_an_admin_is_shown_that_way(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(Agent(id="agent-bo", name="Bo", role="agent"))
        await place.keep(CUSTOMER, replace(TICKET, status="resolved"), TELLING)
        _, page = await place.get("/desk/tickets/T-2026-000042")

    assert "known-issues" not in page


async def test_the_trial_tells_which_tellings_of_last_month_an_issue_would_have_reached(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        await place.keep(CUSTOMER, TICKET, TELLING)
        await place.post(f"{HERE}/new", **FORM | {"wordings": WORDINGS})
        _, page = await place.get(f"{HERE}/trial?go=1&issue=charged-twice")
        _, all_of_them = await place.get(f"{HERE}/trial?go=1")

    assert "Tellings: 1. Answered: 0. Offered: 1." in page
    assert "I was charged twice in October." in page
    assert "With the draft otherwise: 1." in all_of_them


async def test_a_script_without_known_issues_gets_its_first_one(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.studio.publisher.publish(source(SMALL), "start")
        _, empty = await place.get(HERE)
        await place.post(f"{HERE}/new", **FORM)
        published, _ = await place.post(f"{HERE}/publish", note="", seen="0")

        assert "There is none yet." in empty
        assert published == 303
        assert [issue.key for issue in place.studio.scripts.known_issues("telecom")] == ["charged-twice"]


@pytest.mark.parametrize("path", ["/issue/nothing", "/new?ticket=T-1", "/../nothing"])
async def test_of_what_is_not_there_there_is_no_page(tmp_path: Path, path: str) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)

        assert (await place.get(HERE + path))[0] == 404


async def test_while_it_is_written_an_issue_is_tried_on_what_customers_told(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        await place.keep(CUSTOMER, replace(TICKET, script="telecom"), TELLING)
        _, tried = await place.post(f"{HERE}/check", **{**FORM, "wordings": WORDINGS})
        _, unfinished = await place.post(f"{HERE}/check", wordings="")
        draft = await place.studio.drafts.find("known-issues/telecom")

    assert "Of the last 1 tellings:" in tried
    assert "I was charged twice in October." in tried
    assert "once it has a title" in unfinished
    assert draft is None


async def test_two_issues_are_merged_and_one_is_retired_in_the_draft(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        await place.post(f"{HERE}/new", **FORM)
        await place.post(f"{HERE}/issue/charged-twice/merge", other="roaming-off")
        merged = await forms(place)
        await place.post(f"{HERE}/issue/charged-twice/retire")
        draft = await place.studio.drafts.find("known-issues/telecom")

    assert list(merged) == ["charged-twice"]
    assert merged["charged-twice"][1][-1] == "出国以后没信号"
    assert draft is not None
    assert "until: 2026-11-03" in draft.text


async def test_an_admin_sees_who_would_be_told_what_before_anybody_is(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_issues(place)
        await place.keep(CUSTOMER, replace(TICKET, known_issue="roaming-off"))
        here = f"{HERE}/issue/roaming-off/broadcast"
        _, page = await place.get(f"{here}?kind=workaround")
        sent = await place.post(here, **{"kind": "workaround", "seen": TICKET.id, "text@en": "Switch roaming on."})
        refused, _ = await place.post(here, kind="workaround", seen=TICKET.id)
        _, after = await place.get(here)

    assert all(words in page for words in ("Who is told: 1", TICKET.reference, "Switch roaming on."))
    assert (sent[0], refused) == (303, 409)
    assert "0 of 1" in after
