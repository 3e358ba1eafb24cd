"""Which buttons and keys are over when something is said, on a channel that has refs."""

from dataclasses import dataclass
from itertools import count

import pytest

from bot.channels.port import Incoming, Outgoing
from bot.desk.core.sanitize import LONGEST
from tests.bot.desk.desk_harness import BILL, LI, WANG, DeskHarness
from tests.bot.desk.sent_files import photo


@dataclass
class Screen:
    """A chat as a customer sees it: what stands in it, and where buttons are left."""

    desk: DeskHarness

    def shown(self, label: str) -> str:
        """Return the ref of the newest bubble with this button."""
        refs = [ref for ref, one in self._bubbles if any(label == known for _, known in one.choices)]
        return refs[-1]

    @property
    def left(self) -> list[str]:
        """The labels of the first button of every bubble that still has its buttons."""
        over = {ref for _, one in self._bubbles for ref in one.over}
        return [one.choices[0][1] for ref, one in self._bubbles if one.choices and ref not in over]

    @property
    def asks(self) -> list[str]:
        """What the bubbles ask for."""
        return [one.asks for _, one in self._bubbles]

    async def taps(self, label: str, ref: str = "") -> list[str]:
        """Tap a button, which the channel marks; returns what the desk answered."""
        ref = ref or self.shown(label)
        data = next(data for at, one in self._bubbles if at == ref for data, known in one.choices if known == label)
        await self.desk.plays(Incoming(address=WANG, update=self.desk.new_update(), button=data, tapped=ref))
        return self.desk.replies

    @property
    def _bubbles(self) -> list[tuple[str, Outgoing]]:
        return [(f"{WANG}:{number}", one) for number, one in enumerate(self.desk.channel.sent)]


@pytest.fixture
def screen(desk: DeskHarness, monkeypatch: pytest.MonkeyPatch) -> Screen:
    numbers = count()

    async def send(outgoing: Outgoing) -> tuple[str, ...]:
        desk.channel.sent.append(outgoing)
        return (f"{WANG}:{next(numbers)}",)

    monkeypatch.setattr(desk.channel, "send", send)
    return Screen(desk)


async def test_the_buttons_of_a_question_that_was_answered_in_words_are_over(desk: DeskHarness, screen: Screen) -> None:
    await desk.says(BILL)
    before = screen.left
    await desk.says("2")

    assert (before, screen.left) == (["Network or signal"], ["Skip"])


async def test_what_was_tapped_is_left_to_the_channel(desk: DeskHarness, screen: Screen) -> None:
    await desk.says(BILL)
    await screen.taps("Bill or charges")

    assert screen.left == ["Network or signal", "Skip"]


async def test_a_question_that_is_asked_again_has_its_buttons_below_the_newest_words_only(
    desk: DeskHarness, screen: Screen
) -> None:
    await desk.says(BILL, "hm?")

    assert len(desk.channel.sent) > 1
    assert screen.left == ["Network or signal"]


async def test_what_answers_nothing_leaves_the_buttons_alone(desk: DeskHarness, screen: Screen) -> None:
    await desk.says(BILL, "/status", "/help")

    assert screen.left == ["Network or signal"]


async def test_a_tap_that_comes_too_late_takes_the_old_buttons_away(desk: DeskHarness, screen: Screen) -> None:
    await desk.says(BILL)
    old = screen.shown("Bill or charges")
    await screen.taps("Bill or charges")
    replies = await screen.taps("Network or signal", old)

    assert replies == [desk.common("stale")]
    assert screen.left == ["Skip"]


async def test_while_a_person_has_the_conversation_no_buttons_of_the_bot_are_left(
    desk: DeskHarness, screen: Screen
) -> None:
    await desk.says(BILL, "/human")
    before = screen.left
    await desk.handoffs.claim((await desk.ticket()).reference, LI)
    await desk.delivered()

    assert (before, screen.left) == ([], [])


async def test_the_way_back_from_a_stated_repeat_is_over_with_the_next_conversation(
    desk: DeskHarness, screen: Screen
) -> None:
    await desk.files()
    await desk.says(f"{BILL}, still not solved")
    before = screen.left
    await desk.says("My broadband has been down since this morning, the router blinks red")

    assert before[-1:] == [desk.common("something-new")]
    assert desk.common("something-new") not in screen.left


async def test_a_phone_and_a_place_are_asked_for_as_what_they_are(desk: DeskHarness, screen: Screen) -> None:
    await desk.says(BILL, "2", "128", "skip")
    phone = screen.asks[-1]
    await desk.says("13800138000")
    after = [asks for asks in screen.asks if asks]
    await desk.says("2", "1")

    assert (phone, after) == ("phone", ["phone"])
    assert screen.asks[-1] == "nothing"  # the first thing without buttons puts the keys away
    assert screen.asks.count("nothing") == 1


@pytest.mark.parametrize("words", ["/status", "/help", "x" * (LONGEST + 1)])
async def test_the_keys_of_a_question_stay_while_it_is_open(desk: DeskHarness, screen: Screen, words: str) -> None:
    await desk.says(BILL, "2", "128", "skip", words)
    await desk.sends(photo())
    await desk.says("/cancel")

    asked = [one for one in screen.asks if one]
    assert set(asked[:-1]) == {"phone"}
    assert asked[-1] == "nothing"
    assert screen.asks[-1] == "nothing"


async def test_what_is_told_to_another_chat_leaves_its_keys_alone(desk: DeskHarness, screen: Screen) -> None:
    other = "web:other"
    await desk.files()
    await desk.says("My calls keep dropping at home since Monday", "1")
    where = screen.asks[-1]
    await desk.says(BILL, "2", "128", "skip", "13800138000", to=other)
    await desk.delivered()  # the code to show that both are one
    code = desk.channel.sent[-1]

    assert (where, code.address) == ("place", WANG)
    assert (code.asks, code.over) == ("", ())
