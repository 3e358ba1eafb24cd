"""Who tells it in several messages, one right after the other, is not told that they were not understood."""

from datetime import timedelta

from bot.channels.port import Incoming
from tests.bot.desk.house import WANG, House

TOLD = ("My broadband is down again", "it's the third time", "and nobody calls back", "I am really tired of it")


async def writes(house: House, text: str, *, before: float) -> list[str]:
    """Write something so many seconds ago; returns what the desk answers."""
    written = house.clock.now - timedelta(seconds=before)
    await house.plays(Incoming(address=WANG, update=house.new_update(), text=text, written=written))
    return house.replies


async def test_a_burst_of_messages_is_one_telling(house: House) -> None:
    first = await writes(house, TOLD[0], before=1)
    later = [await writes(house, text, before=1) for text in TOLD[1:]]
    await house.says("/human")
    ticket = await house.ticket()

    assert len(first) == 2
    assert later == [[], [], []]
    assert ticket.description == " ".join(TOLD)


async def test_the_question_stays_and_is_answered_later(house: House) -> None:
    await writes(house, TOLD[0], before=1)
    await writes(house, TOLD[1], before=1)
    house.clock.forward(seconds=30)

    assert await writes(house, "None of these", before=0) != []


async def test_who_wrote_it_after_the_question_is_asked_again(house: House) -> None:
    await writes(house, TOLD[0], before=1)
    house.clock.forward(seconds=5)
    replies = await writes(house, TOLD[1], before=1)

    assert replies != []


async def test_a_channel_whose_clock_is_slow_does_not_swallow_answers(house: House) -> None:
    await writes(house, TOLD[0], before=300)
    house.clock.forward(seconds=30)
    replies = await writes(house, TOLD[1], before=300)

    assert replies != []
