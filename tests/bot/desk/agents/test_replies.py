"""What agents write, on a page or on a channel of their own, without either."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.channels.port import IncomingFile
from bot.desk.agents.handoffs import LONGEST
from bot.desk.agents.outgoing_files import AgentFile
from bot.desk.agents.replies import UNDO, AgentMessage, Replies
from bot.desk.core.errors import Refused
from bot.desk.turn.turn import Turn
from storage.file_store import FileStore
from storage.records.complaint_records import Message, Note, Ticket, Timer
from storage.records.traffic_records import Edit, InboxMark, InboxRow, MessageRef, OutboxRow
from tests.bot.desk.desk_harness import ADA, LI, WANG, DeskHarness

HERE = "telegram:-100:7"


@pytest.fixture
def answering(desk: DeskHarness) -> Replies:
    return Replies(desk.turns)


async def test_the_first_who_answers_has_claimed_the_ticket(desk: DeskHarness, answering: Replies) -> None:
    ticket = await desk.waits_for_a_person()
    await answering.reply(ticket.reference, LI, AgentMessage(ref=HERE, text="We look into it."))
    said = await desk.delivered()
    shown = await desk.store.unit().get(MessageRef, HERE)
    message = await desk.store.unit().last(Message, address=WANG)

    assert said == ["Li Wei from our team is with you now.", "We look into it."]
    assert (await desk.handoff(ticket)).claimed_by == LI.id
    assert shown
    assert message
    assert shown.message == message.id


async def test_an_owner_who_answers_a_waiting_conversation_has_claimed_it(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.says("/human")
    await desk.agent_writes(ticket.reference, LI, "One moment")
    said = await desk.delivered()
    await desk.passes(minutes=10)
    handoff = await desk.handoff(ticket)

    assert said == ["Li Wei from our team is with you now.", "One moment"]
    assert (handoff.status, handoff.claimed_by, handoff.level) == ("claimed", LI.id, "agent")
    assert await desk.store.unit().find(Timer, subject=handoff.id) == []


async def test_a_colleague_who_answers_a_waiting_conversation_leaves_the_owner(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.says("/human")
    await desk.agent_writes(ticket.reference, ADA, "One moment")

    assert ((await desk.handoff(ticket)).claimed_by, (await desk.ticket()).owner) == (ADA.id, LI.id)


async def test_what_the_bot_had_still_to_say_before_an_agents_first_word_is_never_sent(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.says("My parcel with the new phone never arrived")

    async def bot_says_something(turn: Turn, _: Ticket) -> None:
        turn.tell("too late")

    await desk.turns.on_ticket(ticket.reference, bot_says_something)
    await desk.agent_writes(ticket.reference, LI, "About your bill: one moment")

    assert await desk.delivered() == ["About your bill: one moment"]


async def test_a_reply_reaches_the_customer_under_the_name_of_the_agent(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.agent_writes(ticket.reference, LI, "  Let me look.\x00 ")
    await desk.delivered()
    sent = desk.channel.sent[-1]

    assert (sent.author, sent.name, sent.text) == ("agent", "Li Wei", "Let me look.")


async def test_an_agent_may_write_to_a_customer_whose_dialog_is_over(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.agent_writes(ticket.reference, LI, "One question")

    assert await desk.delivered() == ["One question"]
    assert await desk.says("Yes?") == []
    assert (await desk.handoff(ticket)).reason == "contact"


async def test_a_note_is_kept_and_never_sent(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.delivered()
    await desk.agent_notes(ticket.reference, ADA, "Billing knows.")
    notes = await desk.store.unit().find(Note, ticket=ticket.id)

    assert [(note.author, note.text) for note in notes] == [("Ada", "Billing knows.")]
    assert await desk.delivered() == []


async def test_of_a_secret_in_what_an_agent_writes_nothing_is_kept_or_sent(
    desk: DeskHarness, answering: Replies
) -> None:
    ticket = await desk.is_owned()
    await desk.delivered()
    await answering.reply(ticket.reference, LI, AgentMessage(text="Your password is hunter2x, we have reset it."))
    await answering.note(ticket.reference, LI, AgentMessage(text="Paid with 4111 1111 1111 1111"))
    await desk.resolves(ticket.reference, LI, "We have set the PIN 4711 again.")
    notes = await desk.store.unit().find(Note, ticket=ticket.id)

    assert (await desk.delivered())[0] == "Your password is ••••••••, we have reset it."
    assert [note.text for note in notes] == ["Paid with 4111 11•• •••• 1111"]
    assert (await desk.ticket()).outcome == "We have set the PIN •••• again."


async def test_a_colleague_who_comes_second_is_refused(desk: DeskHarness, answering: Replies) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)

    with pytest.raises(Refused, match="claimed-by-colleague"):
        await answering.reply(ticket.reference, ADA, AgentMessage(ref=HERE, text="mine"))


async def test_whoever_neither_owns_nor_has_it_must_claim_first(desk: DeskHarness, answering: Replies) -> None:
    ticket = await desk.is_owned()

    with pytest.raises(Refused, match="claim-first"):
        await answering.reply(ticket.reference, ADA, AgentMessage(ref=HERE, text="mine"))


@pytest.mark.parametrize(("text", "reason"), [(" ", "empty"), ("\x00", "empty"), ("x" * (LONGEST + 1), "too-long")])
async def test_nothing_and_too_much_are_refused(desk: DeskHarness, answering: Replies, text: str, reason: str) -> None:
    ticket = await desk.is_owned()

    with pytest.raises(Refused, match=reason):
        await answering.reply(ticket.reference, LI, AgentMessage(ref=HERE, text=text))
    with pytest.raises(Refused, match=reason):
        await answering.note(ticket.reference, LI, AgentMessage(ref=HERE, text=text))


async def test_a_ticket_that_there_is_not_is_refused(answering: Replies) -> None:
    with pytest.raises(Refused, match="no-such-ticket"):
        await answering.note("T-2026-999999", LI, AgentMessage(ref=HERE, text="note"))


async def test_a_file_for_another_channel_is_refused(desk: DeskHarness, answering: Replies) -> None:
    ticket = await desk.waits_for_a_person()
    photo = IncomingFile(kind="photo", source="f")

    with pytest.raises(Refused, match="no-files"):
        await answering.reply(ticket.reference, LI, AgentMessage(ref=HERE, file=photo))
    assert (await desk.handoff(ticket)).status == "waiting"


async def test_a_later_version_is_kept_beside_the_first_and_sent(desk: DeskHarness, answering: Replies) -> None:
    ticket = await desk.is_owned()
    await answering.reply(ticket.reference, LI, AgentMessage(ref=HERE, text="12 yuan"))
    message = await desk.store.unit().last(Message, address=WANG)
    assert message
    for _ in range(2):
        await answering.revise(ticket.reference, LI, AgentMessage(ref=f"web:{HERE}", text="21 yuan"), message.id)
    edits = await desk.store.unit().find(Edit, message=message.id)
    rows = await desk.store.unit().find(OutboxRow, address=WANG)

    assert [edit.text for edit in edits] == ["21 yuan"]
    assert [row.edit for row in rows if row.edit] == [edits[0].id]
    assert ("agent", "12 yuan") in await desk.transcript()


async def test_what_an_update_asks_for_is_done_once_and_takes_it_out(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    unit = desk.store.unit()
    unit.add(InboxRow(id="telegram:1:7", address="telegram:-100", at=desk.clock.now, raw="{}"))
    await unit.commit()

    for _ in range(2):
        await Replies(desk.turns, "telegram:1:7").reply(ticket.reference, LI, AgentMessage(ref=HERE, text="once"))

    assert [text for _, text in await desk.transcript()].count("once") == 1
    assert await desk.store.unit().get(InboxRow, "telegram:1:7") is None
    assert await desk.store.unit().get(InboxMark, "telegram:1:7")


async def test_a_reply_can_be_taken_back_for_a_moment_and_the_customer_sees_nothing_of_it(
    desk: DeskHarness, answering: Replies
) -> None:
    ticket = await desk.has_a_person()
    await answering.reply(ticket.reference, LI, AgentMessage(text="You are wrong.", held=UNDO))
    message = await desk.store.unit().last(Message, address=WANG)
    assert message
    words = await answering.take_back(ticket.reference, LI, message.id)
    said = await desk.delivered()

    assert (words, said) == ("You are wrong.", [])
    assert await desk.store.unit().get(Message, message.id) is None


async def test_what_waits_goes_out_by_itself_in_its_order_and_then_cannot_be_taken_back(
    desk: DeskHarness, answering: Replies
) -> None:
    ticket = await desk.has_a_person()
    await answering.reply(ticket.reference, LI, AgentMessage(text="One", held=UNDO))
    message = await desk.store.unit().last(Message, address=WANG)
    await answering.reply(ticket.reference, LI, AgentMessage(text="Two"))
    said = await desk.delivered()
    assert message
    with pytest.raises(Refused) as refused:
        await answering.take_back(ticket.reference, LI, message.id)

    assert (said, desk.pauses) == (["One", "Two"], [UNDO.total_seconds()])
    assert refused.value.reason == "on-its-way"


async def test_nobody_takes_back_what_a_colleague_says(desk: DeskHarness, answering: Replies) -> None:
    ticket = await desk.has_a_person()
    await answering.reply(ticket.reference, LI, AgentMessage(text="One", held=UNDO))
    message = await desk.store.unit().last(Message, address=WANG)
    assert message
    with pytest.raises(Refused):
        await answering.take_back(ticket.reference, ADA, message.id)

    assert await desk.delivered() == ["One"]


async def test_a_file_goes_along_with_its_words_and_back_with_them(
    desk: DeskHarness, answering: Replies, tmp_path: Path
) -> None:
    ticket, files = await desk.has_a_person(), FileStore(tmp_path / "kept")

    async def content() -> AsyncGenerator[bytes, None]:
        yield b"%PDF-1.7 the contract"

    async with files.receive(content()) as received:
        upload = AgentFile(files, received, "contract.pdf")
        await answering.reply(ticket.reference, LI, AgentMessage(text="Here it is", uploads=(upload,)))
    await desk.delivered()
    sent = desk.channel.sent[-1]

    assert (sent.text, [(one.kind, one.name, one.type) for one in sent.files]) == (
        "Here it is",
        [("document", "contract.pdf", "application/pdf")],
    )
    assert files.path(sent.files[0].digest).read_bytes() == b"%PDF-1.7 the contract"


async def test_the_same_form_sent_twice_writes_once(desk: DeskHarness) -> None:
    ticket = await desk.has_a_person()
    for _ in range(2):
        await desk.agent_writes(ticket.reference, LI, "We look into it.")
        await desk.agent_notes(ticket.reference, LI, "ask accounting")
    arrived = await desk.delivered()
    notes = [one.text for one in await desk.store.unit().find(Note, ticket=ticket.id)]
    desk.clock.forward(seconds=10)
    await desk.agent_writes(ticket.reference, LI, "We look into it.")

    assert (arrived, notes) == (["We look into it."], ["ask accounting"])
    assert await desk.delivered() == ["We look into it."]


async def test_two_colleagues_may_write_the_same(desk: DeskHarness) -> None:
    ticket = await desk.has_a_person()
    for agent in (LI, ADA):
        await desk.agent_notes(ticket.reference, agent, "ask accounting")

    assert len(await desk.store.unit().find(Note, ticket=ticket.id)) == 2
