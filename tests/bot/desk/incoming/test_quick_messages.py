"""Who tells it in several messages, one right after the other, is not told that they were not understood."""

from datetime import timedelta

from bot.channels.port import Incoming
from tests.bot.desk.desk_harness import WANG, DeskHarness

TOLD = ("My broadband is down again", "it's the third time", "and nobody calls back", "I am really tired of it")


async def writes(desk: DeskHarness, text: str, *, before: float) -> list[str]:
    """Write something so many seconds ago; returns what the desk answers."""
    written = desk.clock.now - timedelta(seconds=before)
    await desk.plays(Incoming(address=WANG, update=desk.new_update(), text=text, written=written))
    return desk.replies


async def test_a_burst_of_messages_is_one_telling(desk: DeskHarness) -> None:
    first = await writes(desk, TOLD[0], before=1)
    later = [await writes(desk, text, before=1) for text in TOLD[1:]]
    await desk.says("/human")
    ticket = await desk.ticket()

    assert len(first) == 2
    assert later == [[], [], []]
    assert ticket.description == " ".join(TOLD)


async def test_the_question_stays_and_is_answered_later(desk: DeskHarness) -> None:
    await writes(desk, TOLD[0], before=1)
    await writes(desk, TOLD[1], before=1)
    desk.clock.forward(seconds=30)

    assert await writes(desk, "None of these", before=0) != []


async def test_who_wrote_it_after_the_question_is_asked_again(desk: DeskHarness) -> None:
    await writes(desk, TOLD[0], before=1)
    desk.clock.forward(seconds=5)
    replies = await writes(desk, TOLD[1], before=1)

    assert replies != []


async def test_a_channel_whose_clock_is_slow_does_not_swallow_answers(desk: DeskHarness) -> None:
    await writes(desk, TOLD[0], before=300)
    desk.clock.forward(seconds=30)
    replies = await writes(desk, TOLD[1], before=300)

    assert replies != []
