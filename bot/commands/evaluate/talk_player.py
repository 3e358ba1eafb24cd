"""Plays whole conversations on desks of their own, as a customer at the terminal meets them. Judges nothing.

Each conversation has a desk with a new store and the clock at the same moment, so that none hears of another.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels.port import Channel, Incoming, Outgoing
from bot.commands.evaluate.talk_file import Talk, TalkTurn
from bot.container import Container, put_in_force, put_together
from bot.desk.core.environment import Environment
from bot.desk.jobs.scheduler import Scheduler
from bot.desk.scripts.validation import Source
from bot.settings import Settings
from dialogs.model.script import AskStep
from storage.opening import open_any
from storage.records.complaint_records import Conversation, Message, Occurrence, Ticket

BEGIN = datetime(2026, 11, 29, 14, tzinfo=UTC)
"""A Sunday afternoon."""
_READING = timedelta(seconds=20)
"""What a customer takes to read a reply and to write the next message."""
_TYPING = timedelta(seconds=1)
"""What lies between messages in quick succession."""
_PAUSE = timedelta(seconds=30)
"""What a customer waits for an answer after several messages."""
_LOOK = timedelta(minutes=10)
"""How often timers are looked at while nobody says anything."""
_MOST_ANSWERS = 25
"""Questions that a customer who gives all answers is asked at most."""
_ADDRESS = "terminal:customer"
_SEND = "send"
"""The key of the button below a summary."""
_TAKEN_FIRST = ("no", "none", "skip")
"""Keys of buttons that are tapped where no answer was given: an offer is refused, a question left."""


@dataclass
class PlayedTalk:
    """What was seen of a conversation."""

    lines: list[str] = field(default_factory=list)
    """The transcript."""
    said: tuple[str, ...] = ()
    """All that was said, the labels of buttons included."""
    last: tuple[str, ...] = ()
    """What of it was said to the last thing that the customer did."""
    tickets: tuple[Ticket, ...] = ()
    on_tickets: tuple[str, ...] = ()
    """What the customer told or wrote to the tickets."""
    amiss: str = ""
    """What could not be done, such as a tap on a button that was not there."""


class _Screen(Channel):
    """The terminal of one customer, who reads everything."""

    name = "terminal"

    def __init__(self) -> None:
        self.shown: list[Outgoing] = []

    def cut(self, outgoing: Outgoing) -> tuple[Outgoing]:
        return (outgoing,)

    async def ready(self, address: str) -> None:
        pass

    async def send(self, outgoing: Outgoing) -> tuple[str, ...]:
        self.shown.append(outgoing)
        return ()


class _NoButton(Exception):
    """A button that a customer wants to tap is not there."""


async def play_talk(talk: Talk, own: Source | None = None) -> PlayedTalk:
    """Play a conversation; with ``own``, with this script in force as well, in place of a shipped one of its name."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), script=talk.script)
        clock, ids = _Clock(), count()
        environment = Environment(clock, lambda: f"{next(ids):020}", lambda: f"secret-{next(ids)}", lambda: "482915")
        store = await open_any("", settings.data_dir)
        try:
            container = await put_together(settings, environment, store)
            if own:
                await container.publisher.publish(own, "folder")
            await put_in_force(container)
            customer = _Customer(container, clock)
            await customer.play(talk.turns)
            return await customer.seen()
        finally:
            await store.close()


class _Clock:
    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now


class _Customer:
    """Does what a conversation says, and reads what comes."""

    def __init__(self, container: Container, clock: _Clock) -> None:
        self._container = container
        self._clock = clock
        self._screen = _Screen()
        self._outbox = container.outbox({"terminal": self._screen})
        self._scheduler = Scheduler(container.store, container.environment, container.turns, asyncio.sleep)
        self._played = PlayedTalk()

    async def play(self, turns: tuple[TalkTurn, ...]) -> None:
        """Do one thing after the other, until one cannot be done."""
        try:
            for turn in turns:
                await self._do(turn)
        except _NoButton as missing:
            self._played.amiss = str(missing)

    async def seen(self) -> PlayedTalk:
        """Return what was seen, with what is kept of it."""
        unit = self._container.store.unit()
        self._played.said = tuple(_texts(self._screen.shown))
        self._played.tickets = tuple(await unit.find(Ticket))
        told = [one.text for one in await unit.find(Occurrence)]
        written = [one.text for one in await unit.find(Message) if one.author == "customer" and one.ticket]
        self._played.on_tickets = (*told, *written)
        return self._played

    async def _do(self, turn: TalkTurn) -> None:
        began = len(self._screen.shown)
        if len(turn.says) > 1:
            await self._burst(turn.says)
        elif turn.says:
            await self._say(turn.says[0])
        if turn.taps:
            await self._tap(self._labelled(turn.taps))
        if turn.pauses:
            await self._wait(timedelta(seconds=turn.pauses))
        if turn.gives or turn.until:
            began = await self._give(turn.gives, turn.until)
        self._played.last = tuple(_texts(self._screen.shown[began:]))

    async def _burst(self, texts: tuple[str, ...]) -> None:
        """Write several messages as in a chat, where the desk waits until nothing more comes."""
        for text in texts:
            await self._say(text, at_once=False)
            self._clock.now += _TYPING
        for _ in range(_PAUSE // _TYPING):
            self._clock.now += _TYPING
            await self._scheduler.tick()
        await self._read()

    async def _give(self, answers: Mapping[str, str], until: str) -> int:
        """Answer what is asked, each slot once; return how many bubbles were shown before the last reply."""
        left, began = dict(answers), 0
        for _ in range(_MOST_ANSWERS):
            buttons = {data.rpartition(":")[2]: (data, label) for data, label in self._buttons()}
            slot = await self._asked()
            if slot is None or (until and slot == until) or _SEND in buttons or not (slot in left or buttons):
                break
            began = len(self._screen.shown)
            answer = left.pop(slot, "")
            if button := _meant(answer, buttons):
                await self._tap(button)
            else:
                await self._say(answer)
        return began

    async def _asked(self) -> str | None:
        """Return the slot that is asked for, nothing if something else is, and None if the dialog waits for nothing."""
        here = await self._container.store.unit().last(Conversation, address=_ADDRESS)
        if here is None or here.state["status"] != "active":
            return None
        script = self._container.desk.scripts.script(here.script)
        step = script.steps.get(here.state["step"]) if script else None
        return step.slot if isinstance(step, AskStep) else ""

    def _labelled(self, wished: str) -> tuple[str, str]:
        for data, label in self._buttons():
            if label.casefold().startswith(wished.casefold()):
                return data, label
        raise _NoButton(f"no button “{wished}”")

    def _buttons(self) -> tuple[tuple[str, str], ...]:
        """Return the buttons under what was shown last."""
        shown = self._screen.shown
        return shown[-1].choices if shown else ()

    async def _tap(self, button: tuple[str, str]) -> None:
        self._clock.now += _READING
        data, label = button
        await self._plays(f"[{label}]", Incoming(address=_ADDRESS, update=self._new_id(), button=data))

    async def _say(self, text: str, *, at_once: bool = True) -> None:
        self._clock.now += _READING if at_once else timedelta()
        update = self._new_id()
        await self._plays(text, Incoming(address=_ADDRESS, update=update, text=text, name="customer", at_once=at_once))

    async def _plays(self, line: str, incoming: Incoming) -> None:
        self._played.lines.append(f"you> {line}")
        await self._container.turns.play(incoming)
        await self._read()

    async def _wait(self, span: timedelta) -> None:
        """Let time pass, and carry out what falls due."""
        self._played.lines.append(f"({span} later)")
        until = self._clock.now + span
        while self._clock.now < until:
            self._clock.now = min(self._clock.now + _LOOK, until)
            await self._scheduler.tick()
        await self._read()

    async def _read(self) -> None:
        began = len(self._screen.shown)
        await self._outbox.deliver(_ADDRESS)
        self._played.lines += [f"bot> {text}" for text in _texts(self._screen.shown[began:])]

    def _new_id(self) -> str:
        return self._container.environment.new_id()


def _meant(answer: str, buttons: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Return the button whose label begins like the answer, or without an answer the one that leads on the soonest."""
    if answer:
        return next((one for one in buttons.values() if one[1].casefold().startswith(answer.casefold())), None)
    first = next((key for key in _TAKEN_FIRST if key in buttons), next(iter(buttons)))
    return buttons[first]


def _texts(shown: list[Outgoing]) -> Iterator[str]:
    for one in shown:
        yield one.text
        yield from (f"  {number}. {label}" for number, (_, label) in enumerate(one.choices, start=1))
