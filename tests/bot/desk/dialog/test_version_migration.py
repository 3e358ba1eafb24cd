"""Open conversations and the versions that come into force meanwhile."""

from dataclasses import replace

from bot.desk.dialog.version_migration import Moves, moves
from bot.desk.scripts.publisher import Publisher
from storage.records import Conversation, JournalEntry, ScriptVersion
from tests.bot.desk.house import ALL_ANSWERS, BILL, House
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


async def put_in_force(house: House, text: str, cases: str = CASES) -> str:
    """Put a text in force; returns its version."""
    scripts = house.desk.scripts
    outcome = await Publisher(house.store, scripts, house.desk.world).publish(source(text, cases), "command")
    assert outcome.mistakes == ()
    return scripts.current("telecom")


async def version(house: House) -> str:
    return (await house.conversation()).version


async def test_a_conversation_goes_on_on_the_new_version_with_the_customers_next_answer(house: House) -> None:
    await put_in_force(house, SMALL)
    await house.says(BILL)
    new = await put_in_force(house, LATER_QUESTION, LATER_ANSWER)
    told = await house.presses("Bill")

    assert told == ["More"]
    assert await version(house) == new


async def test_a_button_that_was_shown_before_the_version_changed_still_counts(house: House) -> None:
    await put_in_force(house, SMALL)
    await house.says(BILL)
    await put_in_force(house, CHANGED)
    told = await house.presses("Network")

    assert told == [f"Filed as {(await house.ticket()).reference}"]
    assert (await house.ticket()).slots["kind"] == "network"


async def test_what_would_mean_something_else_ends_on_the_version_it_began_on(house: House) -> None:
    await put_in_force(house, SMALL)
    await house.says(BILL)
    begun = await version(house)
    await put_in_force(house, OTHER_CHOICE, MOBILE)
    await house.presses("Network")

    assert await version(house) == begun
    assert (await house.ticket()).slots["kind"] == "network"


async def test_the_journal_tells_which_version_played_each_event(house: House) -> None:
    await put_in_force(house, SMALL)
    await house.says(BILL)
    begun = await version(house)
    new = await put_in_force(house, CHANGED)
    await house.presses("Bill")
    journal = await house.store.unit().find(JournalEntry, conversation=(await house.conversation()).id)

    assert {entry.version for entry in journal} == {begun, new}
    assert journal[0].version == begun
    assert journal[-1].version == new


async def test_it_is_counted_how_many_will_move(house: House) -> None:
    await put_in_force(house, SMALL)
    await house.says(BILL, to="web:wang")
    await house.says(BILL, to="web:chen")
    await put_in_force(house, OTHER_CHOICE, MOBILE)
    await house.says(BILL, to="web:zhao")

    assert await moves(house.store, house.desk.scripts, "telecom") == Moves(open=3, move=1)


async def test_whose_version_cannot_be_read_any_more_is_asked_again_only_what_is_missing(house: House) -> None:
    await house.says(BILL, *ALL_ANSWERS[:1])
    new = await put_in_force(house, LATER_QUESTION, LATER_ANSWER)
    await lose(house, TELECOM.id)
    told = await house.says("It was the October bill")
    state = (await house.conversation()).state

    assert told[0] == "Good day"
    assert state["slots"]["problem"] == BILL
    assert await version(house) == new


async def test_a_person_may_go_on_though_the_version_cannot_be_read_any_more(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await lose(house, TELECOM.id)
    await put_in_force(house, SMALL)
    await house.says("Are you there?")

    assert (await house.conversation()).status == "with-person"
    assert ("customer", "Are you there?") in await house.transcript()
    assert (await house.ticket()).reference == ticket.reference


async def lose(house: House, key: str) -> None:
    """Make a version one that this program refuses."""
    version = await house.store.unit().get(ScriptVersion, key)
    assert version
    house.desk.scripts.keep(replace(version, text="format: 0\n"))
    assert await house.store.unit().last(Conversation, address="web:wang")
