"""What known issues of a draft would have made of last month's tellings."""

from dataclasses import replace

import pytest

from bot.desk.recognition.issue_trial import DAYS_BACK, IssueTrial
from dialogs.language.known_issue import KnownIssue
from storage.records.complaint_records import Conversation
from tests.bot.desk.desk_harness import BILL, DeskHarness

WHEN = ("now", "then", "once", "twice", "today", "again", "in October")
SHOP = KnownIssue(
    "shop",
    {"en": "The shop in Garden Street", "zh": "花园街门店"},
    (*(f"the shop in Garden Street took far too much {when}" for when in WHEN), "Garden Street charged me too much"),
    {"en": "We pay it back.", "zh": "我们退款。"},
    "confirmed",
)


@pytest.fixture
def trial(desk: DeskHarness) -> IssueTrial:
    return IssueTrial(desk.store, desk.context)


async def test_it_tells_which_tellings_a_draft_would_have_answered_and_what_is_so_now(
    desk: DeskHarness, trial: IssueTrial
) -> None:
    await desk.files()
    there = desk.context.scripts.issues_in("known-issues/telecom")
    report = await trial.of("telecom", (*there, SHOP))
    (one,) = report.about("shop")

    assert (one.text, one.reference, one.before) == (BILL, (await desk.ticket()).reference, ())
    assert one.differs
    assert report.answered()["shop"] + report.offered()["shop"] == 1


async def test_with_what_is_in_force_nothing_is_otherwise(desk: DeskHarness, trial: IssueTrial) -> None:
    await desk.files()
    report = await trial.of("telecom", desk.context.scripts.issues_in("known-issues/telecom"))

    assert [one.differs for one in report.told] == [False]


async def test_what_is_only_suspected_is_told_to_nobody(desk: DeskHarness, trial: IssueTrial) -> None:
    await desk.files()
    report = await trial.of("telecom", (replace(SHOP, status="suspected"),))

    assert report.about("shop") == ()


async def test_what_was_told_long_ago_or_to_another_script_is_left_out(desk: DeskHarness, trial: IssueTrial) -> None:
    await desk.files()
    elsewhere = await trial.of("hotel", (SHOP,))
    desk.clock.forward(days=DAYS_BACK + 1)
    later = await trial.of("telecom", (SHOP,))

    assert (elsewhere.told, later.told) == ((), ())
    assert await desk.store.unit().find(Conversation) != []
