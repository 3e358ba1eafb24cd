"""Open conversations and the versions that come into force meanwhile."""

from dataclasses import replace

from bot.desk.dialog.version_migration import MigrationCount, count_migration
from bot.desk.scripts.publisher import Publisher
from storage.records.complaint_records import Conversation, JournalEntry
from storage.records.script_records import ScriptVersion
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL, DeskHarness
from tests.bot.desk.texts import CASES, CHANGED, SMALL, TELECOM, source

OTHER_CHOICE = SMALL.replace("network: {en: Network", "mobile: {en: Mobile")
LATER_QUESTION = (
    SMALL.replace("goto: file-open}", "goto: ask-more}", 1)
    .replace(
        "  file-open:",
        "  ask-more:\n    {ask: more, prompt: {en: More, zh: 还有}, reprompt: {en: More, zh: 还有},"
        " otherwise: file-open, goto: file-open}\n  file-open:",
    )
    .replace("  kind:\n", "  more: {type: text, label: {en: More, zh: 更多}}\n  kind:\n", 1)
)


MOBILE = CASES.replace("taps: network", "taps: mobile")
LATER_ANSWER = CASES.replace("        filed: open", "      - says: no more to tell\n        filed: open")


async def put_in_force(desk: DeskHarness, text: str, cases: str = CASES) -> str:
    """Put a text in force; returns its version."""
    scripts = desk.context.scripts
    outcome = await Publisher(desk.store, scripts, desk.context.environment).publish(source(text, cases), "command")
    assert outcome.mistakes == ()
    return scripts.current("telecom")


async def version(desk: DeskHarness) -> str:
    return (await desk.conversation()).version


async def test_a_conversation_goes_on_on_the_new_version_with_the_customers_next_answer(desk: DeskHarness) -> None:
    await put_in_force(desk, SMALL)
    await desk.says(BILL)
    new = await put_in_force(desk, LATER_QUESTION, LATER_ANSWER)
    told = await desk.presses("Bill")

    assert told == ["More"]
    assert await version(desk) == new


async def test_a_button_that_was_shown_before_the_version_changed_still_counts(desk: DeskHarness) -> None:
    await put_in_force(desk, SMALL)
    await desk.says(BILL)
    await put_in_force(desk, CHANGED)
    told = await desk.presses("Network")

    assert told == [f"Filed as {(await desk.ticket()).reference}"]
    assert (await desk.ticket()).slots["kind"] == "network"


async def test_what_would_mean_something_else_ends_on_the_version_it_began_on(desk: DeskHarness) -> None:
    await put_in_force(desk, SMALL)
    await desk.says(BILL)
    begun = await version(desk)
    await put_in_force(desk, OTHER_CHOICE, MOBILE)
    await desk.presses("Network")

    assert await version(desk) == begun
    assert (await desk.ticket()).slots["kind"] == "network"


async def test_the_journal_tells_which_version_played_each_event(desk: DeskHarness) -> None:
    await put_in_force(desk, SMALL)
    await desk.says(BILL)
    begun = await version(desk)
    new = await put_in_force(desk, CHANGED)
    await desk.presses("Bill")
    journal = await desk.store.unit().find(JournalEntry, conversation=(await desk.conversation()).id)

    assert {entry.version for entry in journal} == {begun, new}
    assert journal[0].version == begun
    assert journal[-1].version == new


async def test_it_is_counted_how_many_will_move(desk: DeskHarness) -> None:
    await put_in_force(desk, SMALL)
    await desk.says(BILL, to="web:wang")
    await desk.says(BILL, to="web:chen")
    await put_in_force(desk, OTHER_CHOICE, MOBILE)
    await desk.says(BILL, to="web:zhao")

    assert await count_migration(desk.store, desk.context.scripts, "telecom") == MigrationCount(open=3, move=1)


async def test_whose_version_cannot_be_read_any_more_is_asked_again_only_what_is_missing(desk: DeskHarness) -> None:
    await desk.says(BILL, *ALL_ANSWERS[:1])
    new = await put_in_force(desk, LATER_QUESTION, LATER_ANSWER)
    await lose(desk, TELECOM.id)
    told = await desk.says("It was the October bill")
    state = (await desk.conversation()).state

    assert told[0] == "Good day"
    assert state["slots"]["problem"] == BILL
    assert await version(desk) == new


async def test_a_person_may_go_on_though_the_version_cannot_be_read_any_more(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await lose(desk, TELECOM.id)
    await put_in_force(desk, SMALL)
    await desk.says("Are you there?")

    assert (await desk.conversation()).status == "with-person"
    assert ("customer", "Are you there?") in await desk.transcript()
    assert (await desk.ticket()).reference == ticket.reference


async def lose(desk: DeskHarness, key: str) -> None:
    """Make a version one that this program refuses."""
    version = await desk.store.unit().get(ScriptVersion, key)
    assert version
    desk.context.scripts.keep(replace(version, text="format: 0\n"))
    assert await desk.store.unit().last(Conversation, address="web:wang")
