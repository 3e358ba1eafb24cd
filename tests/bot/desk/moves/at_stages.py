"""A customer brought to each stage of a conversation, says one thing, and what can be seen of it then."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.understanding.acts import Stage
from storage.records.complaint_records import Conversation, Message, Ticket
from tests.bot.desk.desk_harness import LI, WANG, DeskHarness

TOLD = "The shop in Garden Street took 300 yuan too much in October"
"""A problem with an amount, for which no known issue is offered."""
KNOWN = "I have no signal abroad with my 300 yuan plan"
"""A problem for which one is."""
ANSWERS = ("Bill or charges", "skip", "13800138000", "2")
"""The answers to the questions after `TOLD`; the summary comes then."""


async def _idle(desk: DeskHarness) -> None:
    pass


async def _idle_with_ticket(desk: DeskHarness) -> None:
    await _filed(desk)
    desk.clock.forward(days=2)


async def _question(desk: DeskHarness) -> None:
    await desk.says(TOLD, "Bill or charges")


async def _offer_known_issue(desk: DeskHarness) -> None:
    await desk.says(KNOWN)


async def _offer_repeat(desk: DeskHarness) -> None:
    await _filed(desk)
    desk.clock.forward(days=2)
    await desk.says("Still the same with the shop in Garden Street, they took 300 yuan")


async def _summary(desk: DeskHarness) -> None:
    await desk.says(TOLD, *ANSWERS)


async def _filed(desk: DeskHarness) -> None:
    await desk.says(TOLD, *ANSWERS, "send")


async def _waiting(desk: DeskHarness) -> None:
    await desk.says(TOLD, "/human")


async def _with_person(desk: DeskHarness) -> None:
    await _waiting(desk)
    await desk.handoffs.claim((await desk.ticket()).reference, LI)
    await desk.delivered()


async def _survey(desk: DeskHarness) -> None:
    await _filed(desk)
    reference = (await desk.ticket()).reference
    await desk.handoffs.claim(reference, LI)
    await desk.resolves(reference, LI, "You get it back.")
    await desk.delivered()


async def _resting(desk: DeskHarness) -> None:
    await _question(desk)
    await desk.passes(hours=25)


BRINGS: Mapping[Stage, Callable[[DeskHarness], Awaitable[None]]] = {
    Stage.IDLE: _idle,
    Stage.IDLE_WITH_TICKET: _idle_with_ticket,
    Stage.QUESTION: _question,
    Stage.OFFER_KNOWN_ISSUE: _offer_known_issue,
    Stage.OFFER_REPEAT: _offer_repeat,
    Stage.SUMMARY: _summary,
    Stage.FILED: _filed,
    Stage.WAITING: _waiting,
    Stage.WITH_PERSON: _with_person,
    Stage.SURVEY: _survey,
    Stage.RESTING: _resting,
}


@dataclass(frozen=True)
class Scene:
    """What can be seen before and after a message."""

    desk: DeskHarness
    text: str
    replies: tuple[str, ...]
    shown: tuple[str, ...]
    """The labels of the buttons below the last reply."""
    before: Conversation | None
    after: Conversation
    tickets: tuple[Ticket, ...]
    """Afterwards."""
    had: tuple[Ticket, ...]
    """Before."""
    message: Message
    """What the customer wrote."""

    @property
    def slots(self) -> Mapping[str, str]:
        slots: Mapping[str, str] = self.after.state["slots"]
        return slots

    @property
    def step(self) -> str:
        return str(self.after.state["step"])

    @property
    def stood(self) -> str:
        """The step before."""
        return str(self.before.state["step"]) if self.before else ""

    @property
    def same(self) -> bool:
        """Whether it is still the same conversation, at the same step and as open as before, or one not begun yet."""
        there = self.before
        if there is None or self.after.state["status"] == "new":
            return True
        return (there.id, there.status, self.stood) == (self.after.id, self.after.status, self.step)

    def says(self, key: str) -> bool:
        """Tell whether one of the replies is this common wording, whatever is named in it."""
        parts = self.desk.common(key).split("{")
        fixed = [parts[0], *(part.partition("}")[2] for part in parts[1:])]
        return any(all(part in reply for part in fixed) for reply in self.replies)


async def play(desk: DeskHarness, stage: Stage, text: str, **how: Any) -> Scene:
    """Bring a customer to a stage and have it say one thing, which the reader was told how to read."""
    await BRINGS[stage](desk)
    unit = desk.store.unit()
    before, had = await unit.last(Conversation, address=WANG), await desk.tickets()
    replies = await desk.says(text, **how)
    newest = desk.channel.sent[-1] if replies else None
    unit = desk.store.unit()
    said = [one for one in await unit.find(Message, address=WANG) if one.author == "customer"]
    return Scene(
        desk=desk,
        text=text,
        replies=tuple(replies),
        shown=tuple(label for _, label in newest.choices) if newest else (),
        before=before,
        after=await desk.conversation(),
        tickets=tuple(await desk.tickets()),
        had=tuple(had),
        message=said[-1],
    )
