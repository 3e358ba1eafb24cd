from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.agents.hotspot_review import as_issue_form, as_known_issue, judge_suspicion
from bot.desk.briefing.queries import DeskQueries, SuspicionView
from bot.desk.core.errors import Refused
from bot.desk.core.words import DESK_WORDS
from bot.desk.hotspots.hotspot_monitor import SUSPECTED
from bot.desk.staff.audit import Actor
from dialogs.language.known_issue import KnownIssue, load_known_issues
from storage.records.access_records import Agent
from storage.records.finding_records import Suspicion
from storage.records.statuses import SuspicionStatus
from tests.bot.desk.desk_harness import ADA, LI, NOON, DeskHarness
from tests.bot.desk.tellers import keep, told

OAK = Suspicion(
    id="s1",
    kind="burst",
    script="telecom",
    words=("no signal", "oak street"),
    area="Oak Street",
    samples=("no signal on Oak Street", "Oak Street: no signal", "no signal on oak street"),
    tickets=("t1", "t2"),
    people=5,
    usual=0.2,
    at=NOON,
)


BY = Actor(ADA, "desk pages")


async def status(desk: DeskHarness) -> str:
    found = await desk.store.unit().get(Suspicion, OAK.id)
    assert found is not None
    return found.status


@pytest.mark.parametrize(
    ("verdict", "after"), [("confirm", "confirmed"), ("watch", "watched"), ("dismiss", "dismissed")]
)
async def test_a_supervisor_confirms_watches_or_dismisses_it_and_the_pages_are_told(
    desk: DeskHarness, verdict: str, after: str
) -> None:
    await keep(desk.store, [OAK])
    with desk.store.changes.watch() as changes:
        await judge_suspicion(desk.store, desk.context.environment, OAK.id, BY, verdict, "a test")
        hint = await anext(changes)

    assert (await status(desk), hint) == (after, SUSPECTED)


async def test_one_is_dismissed_with_a_reason_only(desk: DeskHarness) -> None:
    await keep(desk.store, [OAK])
    with pytest.raises(Refused, match="empty"):
        await judge_suspicion(desk.store, desk.context.environment, OAK.id, BY, "dismiss")

    assert await status(desk) == "suspected"


def test_its_name_area_and_tellings_fill_the_form_of_the_known_issue() -> None:
    form = as_issue_form(replace(OAK, title="No signal in Oak Street"))

    assert (form.title["en"], form.status, form.area) == ("No signal in Oak Street", "confirmed", ("Oak Street",))
    assert form.wordings == ("no signal on Oak Street", "Oak Street: no signal")


async def test_the_same_verdict_twice_changes_nothing(desk: DeskHarness) -> None:
    await keep(desk.store, [OAK])
    for _ in range(2):
        await judge_suspicion(desk.store, desk.context.environment, OAK.id, BY, "confirm")

    assert await status(desk) == "confirmed"


@pytest.mark.parametrize(
    ("agent", "key", "before", "reason"),
    [
        (LI, "s1", "suspected", "supervisors-only"),
        (ADA, "s9", "suspected", "no-such-suspicion"),
        (ADA, "s1", "dismissed", "judged-already"),
    ],
)
async def test_what_cannot_be_judged_is_refused(
    desk: DeskHarness, agent: Agent, key: str, before: SuspicionStatus, reason: str
) -> None:
    await keep(desk.store, [replace(OAK, status=before)])
    with pytest.raises(Refused, match=reason):
        await judge_suspicion(desk.store, desk.context.environment, key, Actor(agent, ""), "confirm")

    assert await status(desk) == before


async def test_the_board_names_its_tickets_as_far_as_they_are_there(desk: DeskHarness) -> None:
    [ticket, telling] = told("no signal on Oak Street", NOON, "wang")
    suspicion = replace(OAK, tickets=(ticket.id, "removed"))
    await keep(desk.store, [ticket, telling, suspicion])
    board = DeskQueries(desk.store, desk.context.scripts.script, desk.context.recognition.weights)
    found, nothing = await board.suspicion(OAK.id), await board.suspicion("s9")

    assert found == SuspicionView(suspicion, ("T-001793793600-wang",))
    assert found.what == "no signal, Oak Street"
    assert nothing is None


async def test_the_board_shows_what_nobody_has_judged_first_and_the_newest_of_it_first(desk: DeskHarness) -> None:
    waiting = [replace(OAK, id=f"s{number}") for number in range(3)]
    old = replace(OAK, id="s4", status="confirmed", at=NOON - timedelta(days=30))
    judged = [replace(OAK, id="s3", status="confirmed"), old, replace(OAK, id="s5", status="dismissed")]
    await keep(desk.store, [*waiting, *judged])
    board = DeskQueries(desk.store, desk.context.scripts.script, desk.context.recognition.weights)
    found = await board.suspicions(NOON - timedelta(days=1))

    assert [view.suspicion.id for view in found] == ["s2", "s1", "s0", "s3"]


def issue_of(suspicion: Suspicion) -> KnownIssue:
    """Return what an admin gets who copies the text into a file."""
    issues, problems = load_known_issues("format: 1\nknown-issues:\n" + as_known_issue(suspicion))
    assert problems == ()
    [issue] = issues
    return issue


def test_its_known_issue_can_be_copied_as_it_is_and_is_shown_to_nobody() -> None:
    issue = issue_of(OAK)

    assert (issue.key, issue.status) == ("no-signal-oak-street", "suspected")
    assert issue.title["en"] == "no signal, Oak Street"
    assert issue.wordings == ("no signal on Oak Street", "Oak Street: no signal")
    assert issue.answer == {language: DESK_WORDS.word(language, "suspicion.answer") for language in ("en", "zh")}


def test_a_long_name_is_cut_and_ends_in_a_word() -> None:
    assert issue_of(replace(OAK, words=("a" * 39, "b"))).key == "a" * 39


def test_a_chinese_one_is_named_by_its_day() -> None:
    issue = issue_of(replace(OAK, words=("银杏路断网",), area="银杏路", samples=("银杏路断网了",)))

    assert issue.key == "suspected-2026-11-04"
    assert issue.title["zh"] == "银杏路断网, 银杏路"


@given(st.lists(st.text(min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=3), st.text(max_size=60))
def test_whatever_customers_wrote_the_text_can_be_read(samples: list[str], area: str) -> None:
    kept = tuple(f"x {sample}" for sample in samples)
    issue = issue_of(replace(OAK, samples=kept, area=area))

    assert issue.wordings
