"""How one message arrives: what is kept of where it is shown, and what a fault or a crash in between means for it."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from bot.channels.port import Incoming, Outgoing, TryLater, Undeliverable, Unreachable
from bot.desk.delivery.sender import UNCERTAIN, Sender
from storage.ports import Unavailable
from storage.records.complaint_records import Conversation, Customer, Message
from storage.records.traffic_records import MessageRef, OutboxRow, Pause
from storage.unit_of_work import Unit
from tests.bot.desk.desk_harness import BILL, WANG, DeskHarness


class Places:
    """A channel with refs and bubbles of ten characters, which fails as it is told to."""

    name = "web"

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.faults: list[Exception | None] = []
        """What the next sendings raise; None for one that goes well."""

    def cut(self, outgoing: Outgoing) -> list[Outgoing]:
        text = outgoing.text
        return [replace(outgoing, text=text[at : at + 10]) for at in range(0, len(text), 10)]

    async def ready(self, address: str) -> None:
        pass

    async def send(self, outgoing: Outgoing) -> tuple[str, ...]:
        fault = self.faults.pop(0) if self.faults else None
        if fault:
            raise fault
        self.shown.append(outgoing.text)
        return (f"{outgoing.address}:{len(self.shown)}",)


class Crash(BaseException):
    """The program dies in the middle of a sending."""


@pytest.fixture
def channel() -> Places:
    return Places()


@pytest.fixture
def delivering(desk: DeskHarness, channel: Places) -> Sender:
    return Sender(desk.store, {"web": channel}, desk.context.environment)


async def waits(desk: DeskHarness, text: str = "Hello", *, once: bool = False) -> None:
    """Let one message wait to be delivered."""
    await desk.turns.play(Incoming(address=WANG, update=desk.new_update(), text=BILL))
    unit = desk.store.unit()
    for row in await unit.find(OutboxRow):
        unit.delete(row)
    talk = await unit.last(Conversation, address=WANG)
    assert talk is not None
    unit.add(Message(id="m1", address=WANG, conversation=talk.id, at=desk.clock.now, author="bot", text=text))
    unit.add(OutboxRow(id="r1", address=WANG, conversation=talk.id, message="m1", epoch=0, once=once))
    await unit.commit()


async def all_of_it(delivering: Sender) -> None:
    while await delivering.next(WANG):
        pass


async def shown(desk: DeskHarness) -> list[MessageRef]:
    return [one for one in await desk.store.unit().find(MessageRef) if one.message == "m1"]


async def row(desk: DeskHarness) -> OutboxRow:
    found = await desk.store.unit().get(OutboxRow, "r1")
    assert found is not None
    return found


async def test_what_arrived_is_known_by_its_place(desk: DeskHarness, channel: Places, delivering: Sender) -> None:
    await waits(desk)
    await all_of_it(delivering)

    assert [(one.id, one.uncertain) for one in await shown(desk)] == [(f"{WANG}:1", False)]
    assert await desk.store.unit().find(OutboxRow) == []


async def test_a_long_message_goes_on_with_the_bubble_that_has_not_arrived(
    desk: DeskHarness, channel: Places, delivering: Sender
) -> None:
    channel.faults = [None, TryLater("patience", 1), None]
    await waits(desk, "a" * 10 + "b" * 10 + "c")
    with pytest.raises(TryLater):
        await all_of_it(delivering)
    desk.clock.forward(seconds=2)
    await all_of_it(delivering)

    assert channel.shown == ["a" * 10, "b" * 10, "c"]
    assert [one.uncertain for one in await shown(desk)] == [False, False, False]


@pytest.mark.parametrize("fault", [Crash(), TryLater("the answer was lost", uncertain=True)])
async def test_what_was_being_sent_is_sent_again_and_flagged(
    desk: DeskHarness, channel: Places, delivering: Sender, fault: BaseException
) -> None:
    channel.faults = [fault]  # type: ignore[list-item]  # a crash is no error
    await waits(desk)
    with pytest.raises(type(fault)):
        await all_of_it(delivering)
    await all_of_it(delivering)

    assert [one.uncertain for one in await shown(desk)] == [True]


@pytest.mark.parametrize("fault", [Crash(), TryLater("the answer was lost", uncertain=True)])
async def test_a_notice_to_many_is_not_sent_again_but_left_for_the_staff(
    desk: DeskHarness, channel: Places, delivering: Sender, fault: BaseException
) -> None:
    channel.faults = [fault]  # type: ignore[list-item]  # a crash is no error
    await waits(desk, once=True)
    with pytest.raises(type(fault)):
        await all_of_it(delivering)
    await all_of_it(delivering)

    assert channel.shown == []
    assert (await row(desk)).problem == UNCERTAIN


async def test_what_surely_did_not_arrive_is_sent_again_without_a_flag(
    desk: DeskHarness, channel: Places, delivering: Sender
) -> None:
    channel.faults = [TryLater("cannot be reached")]
    await waits(desk, once=True)
    with pytest.raises(TryLater):
        await all_of_it(delivering)
    await all_of_it(delivering)

    assert [one.uncertain for one in await shown(desk)] == [False]


async def test_nothing_is_sent_before_the_channels_pause_has_ended_also_after_a_restart(
    desk: DeskHarness, channel: Places, delivering: Sender
) -> None:
    channel.faults = [TryLater("patience", 35)]
    await waits(desk)
    with pytest.raises(TryLater):
        await all_of_it(delivering)
    reborn = Sender(desk.store, {"web": channel}, desk.context.environment)
    desk.clock.forward(seconds=34)
    with pytest.raises(TryLater) as still:
        await all_of_it(reborn)

    assert still.value.seconds == pytest.approx(1)
    assert channel.shown == []

    desk.clock.forward(seconds=1)
    await all_of_it(reborn)

    assert channel.shown == ["Hello"]
    assert await desk.store.unit().find(Pause) == []


async def test_a_second_pause_takes_the_place_of_the_first(
    desk: DeskHarness, channel: Places, delivering: Sender
) -> None:
    channel.faults = [TryLater("patience", 1), TryLater("more patience", 60)]
    await waits(desk)
    for _ in range(2):
        with pytest.raises(TryLater):
            await all_of_it(delivering)
        desk.clock.forward(seconds=1)
    (pause,) = await desk.store.unit().find(Pause)

    assert pause.until == desk.clock.now + timedelta(seconds=59)


async def test_who_blocked_us_is_unreachable_until_the_next_word(
    desk: DeskHarness, channel: Places, delivering: Sender
) -> None:
    channel.faults = [Unreachable("bot was blocked by the user")]
    await waits(desk)
    await all_of_it(delivering)
    (blocked,) = await desk.store.unit().find(Customer)
    await desk.turns.play(Incoming(address=WANG, update=desk.new_update(), text="hello?"))
    (back,) = await desk.store.unit().find(Customer)

    assert (blocked.unreachable, back.unreachable) == ((WANG,), ())
    assert (await row(desk)).problem == "bot was blocked by the user"


async def test_a_message_that_is_refused_says_nothing_of_the_customer(
    desk: DeskHarness, channel: Places, delivering: Sender
) -> None:
    channel.faults = [Undeliverable("message is empty")]
    await waits(desk)
    await all_of_it(delivering)
    (customer,) = await desk.store.unit().find(Customer)

    assert customer.unreachable == ()


async def test_an_answer_is_shown_below_what_it_answers(desk: DeskHarness) -> None:
    await waits(desk)
    unit = desk.store.unit()
    message = await unit.get(Message, "m1")
    assert message is not None
    unit.delete(message)
    unit.add(MessageRef(id=f"{WANG}:77", message="m0", conversation=message.conversation, at=desk.clock.now))
    await unit.commit()
    unit = desk.store.unit()
    unit.add(replace(message, answers="m0"))
    await unit.commit()
    await desk.delivered()

    assert desk.channel.sent[-1].answers == f"{WANG}:77"


async def test_another_bot_in_the_same_chat_may_number_its_messages_anew(
    desk: DeskHarness, channel: Places, delivering: Sender
) -> None:
    await waits(desk)
    unit = desk.store.unit()
    unit.add(MessageRef(id=f"{WANG}:1", message="m0", conversation="old", at=desk.clock.now))
    await unit.commit()
    await all_of_it(delivering)

    assert channel.shown == ["Hello"]
    assert [one.id for one in await shown(desk)] == [f"{WANG}:1"]


async def test_what_waits_for_its_turn_is_not_under_way(desk: DeskHarness, channel: Places, delivering: Sender) -> None:
    channel.ready = AsyncMock(side_effect=[TryLater("not now", 35), Crash()])  # type: ignore[method-assign]
    await waits(desk, once=True)
    with pytest.raises(TryLater):
        await all_of_it(delivering)
    (pause,) = await desk.store.unit().find(Pause)
    desk.clock.forward(seconds=35)
    with pytest.raises(Crash):
        await all_of_it(delivering)

    assert pause.until == desk.clock.now
    assert not (await row(desk)).begun


async def test_what_was_taken_back_while_it_waited_for_its_turn_is_not_shown(
    desk: DeskHarness, channel: Places, delivering: Sender
) -> None:
    async def claim(address: str) -> None:
        unit = desk.store.unit()
        unit.put(replace(await desk.conversation(), owner_epoch=1))
        await unit.commit()

    channel.ready = claim  # type: ignore[method-assign]
    await waits(desk)
    await all_of_it(delivering)

    assert channel.shown == []


async def test_what_fails_by_a_fault_of_ours_is_left_for_the_staff_and_never_shown_again_and_again(
    desk: DeskHarness, channel: Places, delivering: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    channel.faults = [KeyError("Ada's account")]
    await waits(desk)
    await all_of_it(delivering)

    assert channel.shown == []
    assert (await row(desk)).problem.startswith("it failed: KeyError at ")
    assert "Ada" not in caplog.text


async def test_what_a_person_silences_stays_in_the_transcript_if_it_may_have_arrived(
    desk: DeskHarness, channel: Places, delivering: Sender
) -> None:
    channel.faults = [TryLater("the answer was lost", uncertain=True)]
    await waits(desk)
    with pytest.raises(TryLater):
        await all_of_it(delivering)
    unit = desk.store.unit()
    unit.put(replace(await desk.conversation(), owner_epoch=1))
    await unit.commit()
    await all_of_it(delivering)

    assert await desk.store.unit().find(OutboxRow) == []
    assert await desk.store.unit().get(Message, "m1")


async def test_what_arrived_while_that_could_not_be_written_down_is_not_sent_again(
    desk: DeskHarness, channel: Places, delivering: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waits(desk, once=True)
    commit, commits = Unit.commit, iter([True, False, False])  # "being sent" can be written, what comes of it cannot

    async def commit_or_not(unit: Unit) -> None:
        if not next(commits, True):
            raise Unavailable("the disk is full")
        await commit(unit)

    monkeypatch.setattr(Unit, "commit", commit_or_not)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await all_of_it(delivering)
    await all_of_it(delivering)

    assert channel.shown == ["Hello"]
    assert [one.uncertain for one in await shown(desk)] == [False]
    assert await desk.store.unit().find(OutboxRow) == []
