"""A draft played on a store of its own: by the real rules, and without a trace on the desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.desk.scripts.case_results import case_results
from bot.desk.scripts.validation import Source
from bot.tryout import MOST_OPEN, NotPlayable, Tryout, Tryouts, TryoutWish, open_tryout
from dialogs.language.case_forms import add_case
from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation, Handoff
from tests.bot.desk.desk_harness import BILL, DeskHarness, open_desk
from tests.bot.desk.texts import BROKEN, CHANGED, TELECOM, source

REMEMBERING = CHANGED.replace("kind:\n    type", "kind:\n    remember: yes\n    type")
ISSUES = """\
format: 1
known-issues:
  bill:
    title: {en: Too much, zh: 多收}
    status: confirmed
    wordings:
      - The shop in Garden Street took far too much in October
      - the Garden Street shop took too much
      - Garden Street charged me far too much in October
      - they took far too much at the shop in Garden Street
      - too much was taken in October by the Garden Street shop
      - your shop in Garden Street took more than it should
      - I paid far too much in the Garden Street shop
      - in October the shop took too much from me
    answer: {en: We pay it back by Monday., zh: 周一退款。}
"""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    async with open_desk(tmp_path) as desk:
        yield desk


@asynccontextmanager
async def tried(
    desk: DeskHarness, draft: Source, wish: TryoutWish | None = None, issues: Source | None = None
) -> AsyncIterator[Tryout]:
    tryout = await open_tryout(desk.context, draft, wish or TryoutWish(), issues)
    try:
        yield tryout
    finally:
        await tryout.close()


async def told(tryout: Tryout) -> list[str]:
    return [message.text for message in await tryout.transcript() if message.author == "bot"]


async def test_a_draft_answers_and_the_desk_hears_nothing_of_it(desk: DeskHarness) -> None:
    async with tried(desk, source(CHANGED)) as tryout:
        await tryout.says(BILL)
        (_, asked) = await told(tryout)
        await tryout.says("/human")
        _, with_bot = await tryout.stands_at()
    unit = desk.store.unit()

    assert (await unit.find(Conversation), await unit.find(Handoff)) == ([], [])
    assert asked == "Kind"
    assert not with_bot
    assert desk.context.scripts.current("telecom") == TELECOM.id


async def test_a_button_is_tapped_by_what_it_carries(desk: DeskHarness) -> None:
    async with tried(desk, source(CHANGED)) as tryout:
        await tryout.says(BILL)
        before = await tryout.stands_at()
        data, _ = (await tryout.transcript())[-1].choices[0]
        await tryout.says(button=data)
        last = (await told(tryout))[-1]

    assert before == ("ask-kind", True)
    assert last.startswith("Filed as T-")


async def test_a_customer_who_comes_again_is_offered_what_was_given_before(desk: DeskHarness) -> None:
    async with tried(desk, source(REMEMBERING), TryoutWish(returning=True)) as tryout:
        await tryout.says(BILL)
        last = (await told(tryout))[-1]

    assert "Bill" in last


async def test_the_desk_is_closed_where_that_is_wished(desk: DeskHarness) -> None:
    closed = CHANGED.replace(
        "goto: ask-problem}", "when-closed: {en: We are closed, zh: 已下班}, goto: ask-problem}", 1
    )
    async with tried(desk, source(closed), TryoutWish(closed=True)) as tryout:
        await tryout.says(BILL)
        first = (await told(tryout))[0]

    assert first == "We are closed"


async def test_a_draft_of_its_known_issues_is_tried_with_it(desk: DeskHarness) -> None:
    issues = Source("telecom.yaml", ISSUES, known_issues=True)
    async with tried(desk, TELECOM, issues=issues) as tryout:
        await tryout.says(BILL)
        labels = [label for _, label in (await tryout.transcript())[-1].choices]

    assert "Too much" in labels


async def test_a_draft_with_a_mistake_cannot_be_played(desk: DeskHarness) -> None:
    with pytest.raises(NotPlayable):
        await open_tryout(desk.context, source(BROKEN))


async def test_each_admin_has_one_and_the_oldest_gives_way(desk: DeskHarness) -> None:
    tryouts, admins = Tryouts(desk.context), [Agent(id=f"agent-{n}", name="", role="admin") for n in range(MOST_OPEN)]
    for admin in admins:
        await tryouts.begin(admin.id, source(CHANGED), TryoutWish(), None)
    again = await tryouts.begin(admins[-1].id, source(CHANGED), TryoutWish(closed=True), None)
    await tryouts.begin("one-more", source(CHANGED), TryoutWish(), None)
    held = [tryouts.of(admin.id) for admin in admins]
    await tryouts.close()

    assert held[0] is None
    assert held[-1] is again
    assert tryouts.of("one-more") is None


async def test_a_tryout_begins_at_a_step_by_what_a_case_says_up_to_there(desk: DeskHarness) -> None:
    async with tried(desk, source(CHANGED), TryoutWish(step="bye")) as tryout:
        assert [one.author for one in await tryout.transcript()].count("customer") == 2
    async with tried(desk, source(CHANGED), TryoutWish(step="nowhere")) as tryout:
        assert await tryout.transcript() == []


async def test_a_customer_of_another_language_is_spoken_to_in_it(desk: DeskHarness) -> None:
    async with tried(desk, source(CHANGED), TryoutWish(language="zh")) as tryout:
        await tryout.says("12345")

        assert "您好" in (await told(tryout))[0]


async def test_what_was_tried_is_a_case_that_holds(desk: DeskHarness) -> None:
    async with tried(desk, source(CHANGED)) as tryout:
        await tryout.says(BILL)
        (button, _) = (await tryout.transcript())[-1].choices[0]
        await tryout.says(button=button)
        entries = await tryout.as_case()
    assert entries is not None
    results = case_results(Source("telecom.yaml", CHANGED, add_case("", "tried", entries)))

    assert [(one.key, one.problems) for one in results] == [("tried", ())]
    assert [turn.taps for turn in results[0].turns] == ["", "bill"]
    assert results[0].turns[1].filed == "open"
