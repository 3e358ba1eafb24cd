"""A reply shows in the staff's group by a reaction how far it has come, wherever it was written."""

from bot.desk.agents.dead_letters import DeadLetters
from tests.bot.channels.telegram.office import DESK, LI, Office

DELIVERED, READ = ["👌"], ["👀"]


async def test_a_reply_is_signed_as_delivered_and_as_read_once_the_customer_writes(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    number = await desk.says(desk.li, "We look into it.", ticket)
    delivered = desk.group.reactions[number]
    desk.desk.clock.forward(seconds=1)
    await desk.customer.says("thanks")
    await desk.settle()

    assert (delivered, desk.group.reactions[number]) == (DELIVERED, READ)


async def test_a_reply_from_the_page_is_signed_where_the_topic_shows_it(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.agent_writes(ticket.reference, LI, "We look into it.")
    await desk.settle()
    shown = next(one for one in await desk.bubbles(ticket) if "We look into it." in one.text)

    assert desk.group.reactions[shown.id] == DELIVERED


async def test_what_does_not_arrive_has_no_sign(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "/claim", ticket)
    await desk.customer.blocks()
    number = await desk.says(desk.li, "Are you there?", ticket)

    assert number not in desk.group.reactions


async def test_what_was_let_be_has_no_sign_either(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "/claim", ticket)
    await desk.customer.blocks()
    number = await desk.says(desk.li, "Are you there?", ticket)
    letters = DeadLetters(desk.desk.store)
    for letter in await letters.letters():
        await letters.drop(letter.row.id, LI)
    await desk.settle()

    assert await letters.count() == 0
    assert number not in desk.group.reactions


async def test_a_note_and_a_command_have_none_and_a_sign_is_put_once(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "/claim", ticket)
    await desk.says(desk.li, "// ask accounting", ticket)
    number = await desk.says(desk.li, "We look into it.", ticket)
    await desk.settle()

    assert list(desk.group.reactions) == [number]
    assert len(desk.api.arrivals_of("setMessageReaction")) == 1


async def test_a_group_without_reactions_goes_on(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    desk.api.fail_next("setMessageReaction", 400, "Bad Request: REACTION_INVALID", chat=DESK)
    await desk.says(desk.li, "We look into it.", ticket)
    await desk.customer.says("thanks")
    await desk.settle()

    assert (await desk.shown(ticket))[-1] == "thanks"
