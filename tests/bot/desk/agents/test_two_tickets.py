"""Two tickets of one customer in one chat: what is said about the one is not said about the other."""

from bot.desk.briefing.queries import DeskQueries
from bot.desk.core.message_refs import note_ref
from storage.records.complaint_records import Message, Ticket
from tests.bot.desk.desk_harness import ADA, ALL_ANSWERS, BILL, LI, WANG, DeskHarness
from tests.bot.desk.sent_files import photo

OTHER = "The technician did not come on Monday"
HERE = f"{WANG}:7"


async def has_two(desk: DeskHarness) -> tuple[Ticket, Ticket]:
    """Let a customer have a ticket that is Li's, and talk to Ada about a second one; returns both."""
    first = await desk.is_owned()
    await desk.says(OTHER, "/human")
    second = await desk.ticket()
    await desk.handoffs.claim(second.reference, ADA)
    return first, second


async def said_about(desk: DeskHarness, ticket: Ticket) -> list[str]:
    """Return what agents and the customer said about a ticket, as the staff see it."""
    board = DeskQueries(desk.store, desk.context.scripts.script, desk.context.recognition.weights)
    view = await board.ticket(ticket.reference)
    assert view is not None
    return [message.text for message in view.messages if message.author != "bot"]


async def newest(desk: DeskHarness, author: str) -> Message:
    return next(one for one in reversed(await desk.store.unit().find(Message, address=WANG)) if one.author == author)


async def is_shown(desk: DeskHarness, message: Message) -> None:
    """Let a message stand where the customer can point at it."""
    unit = desk.store.unit()
    note_ref(unit, HERE, message, desk.clock.now)
    await unit.commit()


async def test_a_reply_and_the_answer_to_it_belong_to_the_ticket_that_was_replied_on(desk: DeskHarness) -> None:
    first, second = await has_two(desk)
    await desk.agent_writes(first.reference, LI, "We paid it back.")
    delivered = await desk.delivered()
    await desk.says("thank you, it is there")

    assert delivered[-1] == "We paid it back."
    assert (await said_about(desk, first))[-2:] == ["We paid it back.", "thank you, it is there"]
    assert await said_about(desk, second) == [OTHER, "/human"]


async def test_words_go_to_whoever_wrote_last(desk: DeskHarness) -> None:
    first, second = await has_two(desk)
    await desk.says("hello?")
    await desk.agent_writes(first.reference, LI, "We paid it back.")
    await desk.agent_writes(second.reference, ADA, "He comes tomorrow.")
    await desk.says("at nine please")

    assert (await said_about(desk, first))[-1] == "We paid it back."
    assert (await said_about(desk, second))[-3:] == ["hello?", "He comes tomorrow.", "at nine please"]


async def test_whoever_claims_the_conversation_is_the_one_who_is_spoken_to(desk: DeskHarness) -> None:
    first = await desk.is_owned()
    await desk.says(OTHER, "/human")
    second = await desk.ticket()
    await desk.agent_writes(first.reference, LI, "We paid it back.")
    desk.clock.forward(seconds=1)
    await desk.handoffs.claim(second.reference, ADA)
    await desk.says("Monday, I said")

    assert (await said_about(desk, second))[-1] == "Monday, I said"


async def test_words_that_point_at_a_message_are_about_its_ticket(desk: DeskHarness) -> None:
    first, second = await has_two(desk)
    await desk.agent_writes(first.reference, LI, "We paid it back.")
    await is_shown(desk, await newest(desk, "agent"))
    await desk.agent_writes(second.reference, ADA, "He comes tomorrow.")
    await desk.says("how much was it?", answers=HERE)

    assert (await said_about(desk, first))[-2:] == ["We paid it back.", "how much was it?"]
    assert (await said_about(desk, second))[-1] == "He comes tomorrow."


async def test_files_and_later_versions_belong_to_the_ticket_of_their_message(desk: DeskHarness) -> None:
    first, second = await has_two(desk)
    await desk.agent_writes(first.reference, LI, "Which bill is it?")
    await desk.sends(photo(), "this one", ref=HERE)
    await desk.agent_writes(second.reference, ADA, "He comes tomorrow.")
    await desk.says("this one, of October", edits=HERE)
    board = DeskQueries(desk.store, desk.context.scripts.script, desk.context.recognition.weights)
    views = [await board.ticket(ticket.reference) for ticket in (first, second)]
    found = [
        ([one.kind for files in view.transcript.files.values() for one in files],
         [one.text for edits in view.transcript.versions.values() for one in edits])
        for view in views if view
    ]  # fmt: skip

    assert found == [(["photo"], ["this one, of October"]), ([], [])]


async def test_a_dialog_that_an_agent_broke_into_is_about_its_own_matter_afterwards(desk: DeskHarness) -> None:
    first = await desk.is_owned()
    await desk.says(OTHER)
    await desk.agent_writes(first.reference, LI, "We paid it back.")
    await desk.says("thank you")
    during = await desk.conversation()
    await desk.handoffs.hand_back(first.reference, LI)
    afterwards = await desk.conversation()

    assert (during.ticket, afterwards.ticket) == (first.id, "")
    assert OTHER not in await said_about(desk, first)
    assert (await said_about(desk, first))[-2:] == ["We paid it back.", "thank you"]


async def test_what_was_said_of_a_repeat_that_was_none_belongs_to_the_new_ticket(desk: DeskHarness) -> None:
    first = await desk.files()
    before = await said_about(desk, first)
    await desk.says(BILL, "no, something new", *ALL_ANSWERS)
    second = await desk.ticket()

    assert await said_about(desk, first) == before
    assert await said_about(desk, second) == [BILL, "no, something new", *ALL_ANSWERS]
