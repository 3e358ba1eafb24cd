"""What customers and agents said of what was recognised: kept, so that thresholds can be fitted to it."""

from bot.desk.turn.turn import Turn
from dialogs.model.events import Learn
from storage.records.access_records import Agent
from storage.records.complaint_records import Ticket
from storage.records.finding_records import Label
from storage.records.statuses import LabelAnswer, LabelLook


def keep_answer(turn: Turn, said: Learn) -> None:
    """Keep the customer's answer: what was chosen is accepted, all else that was offered is refused."""
    for key, confidence in said.offered.items():
        answer: LabelAnswer = "accepted" if key == said.chosen else "refused"
        label = Label(
            id=turn.desk.environment.new_id(),
            look=said.look,
            text=said.text,
            about=key,
            answer=answer,
            stated=said.stated,
            confidence=confidence,
            conversation=turn.here.id,
            at=turn.desk.environment.now(),
        )
        turn.unit.add(label)


def keep_taken_back(turn: Turn, about: str) -> None:
    """Keep that a repeat which was stated was none."""
    state = turn.state()
    keep_one(turn, "repeat", state.slots.get(turn.script.opening, ""), about, "undone", "customer")


def keep_not_meant(turn: Turn, signal: str, text: str) -> None:
    """Keep that the customer did not mean the signal that was heard in a text."""
    keep_one(turn, "signal", text, signal, "undone", "customer")


def keep_judged(turn: Turn, ticket: Ticket, other: Ticket, agent: Agent, *, same: bool) -> None:
    """Keep whether an agent takes the tickets of two customers for one matter."""
    keep_one(turn, "alike", ticket.description, other.id, "accepted" if same else "refused", agent.id)


def keep_one(turn: Turn, look: LabelLook, text: str, about: str, answer: LabelAnswer, by: str) -> None:
    """Keep one answer that goes with no confidence."""
    environment, here = turn.desk.environment, turn.here.id
    label = Label(
        id=environment.new_id(),
        look=look,
        text=text,
        about=about,
        answer=answer,
        by=by,
        conversation=here,
        at=environment.now(),
    )
    turn.unit.add(label)
