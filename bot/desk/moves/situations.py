"""Where a conversation stands when a message comes, as the reader is shown it; and what needs no reader."""

import re
from datetime import timedelta

from bot.desk.scripts.registry import AFTER_ANSWER
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.tickets.open_handoffs import current_in
from bot.desk.turn.turn import Turn
from bot.understanding.acts import Act, Stage
from bot.understanding.reader_port import Reading, Situation
from dialogs.engine.advance import Advance
from dialogs.engine.besides import holds_answer
from dialogs.model.script import AskStep, CheckStep
from dialogs.reading.folding import folded
from dialogs.reading.slots import Heard
from dialogs.reading.small_talk import asks_what_we_are, is_back, meanings, plain_answer
from dialogs.reading.wishes import wished
from dialogs.strict_yaml.common_words import language_names
from storage.records.complaint_records import Message, Ticket

JUST_FILED = timedelta(hours=1)
"""How long what was filed last is what a customer speaks of."""
OWED = (*UNSOLVED, "resolved")
"""Statuses of a ticket that is not done with."""
BY_RULE = "exact"
"""The version of a reading that closed lists decided."""

IDLE = (Stage.IDLE, Stage.IDLE_WITH_TICKET)

_LOOKED_AT = 6
"""The newest messages, of which the reader is shown some."""
_BEFORE = 3
_OPEN = (Stage.QUESTION, Stage.OFFER_KNOWN_ISSUE, Stage.OFFER_REPEAT, Stage.SUMMARY, Stage.SURVEY, Stage.RESTING)
"""Stages at which something waits for an answer."""
REFERENCE = re.compile(r"\bT-\d{4}-\d{6}\b", re.IGNORECASE)
_BESIDE_REFERENCE = 12
"""Characters beside a reference that still ask for nothing but where it stands: "T-2026-000042 status?"."""
_BRIEF = 24
"""Characters of an answer that say nothing else: "Riverside Gardens 3", "last Tuesday evening"."""
_LETTER = re.compile(r"[^\W\d_]")


async def situation_of(turn: Turn) -> Situation:
    """Return what a message is to be read in."""
    now = {message.id for message in turn.unread}
    newest = await turn.unit.find(Message, conversation=turn.here.id, newest=_LOOKED_AT + len(now))
    said = [one for one in newest if one.id not in now]
    stage, slot = await _stage(turn, said)
    idle = stage in IDLE
    asked = "" if idle else next((one.text for one in reversed(said) if one.author == "bot"), "")
    before = () if idle else tuple(one.text for one in said if one.author == "customer")[-_BEFORE:]
    return Situation(stage, slot, asked, before, turn.here.script, turn.language)


async def _stage(turn: Turn, said: list[Message]) -> tuple[Stage, str]:
    """Return the stage, and the slot that is asked for."""
    state = turn.state()
    if state.status == "with-person":
        handoff = await current_in(turn.unit, turn.here.id)
        return (Stage.WAITING if handoff and handoff.status == "waiting" else Stage.WITH_PERSON), ""
    if state.status == "abandoned" or state.resuming:
        return Stage.RESTING, ""
    if state.status != "active":
        return await _stage_without_question(turn, said), ""
    if turn.here.script == AFTER_ANSWER:
        return Stage.SURVEY, ""
    match turn.script.steps.get(state.step):
        case AskStep(slot=slot):
            return Stage.QUESTION, slot
        case CheckStep(look="repeat"):
            return Stage.OFFER_REPEAT, ""
        case CheckStep():
            return Stage.OFFER_KNOWN_ISSUE, ""
    return Stage.SUMMARY, ""


async def _stage_without_question(turn: Turn, said: list[Message]) -> Stage:
    ticket = await turn.unit.get(Ticket, turn.here.ticket) if turn.here.ticket else None
    since = turn.desk.environment.now() - JUST_FILED
    if ticket is not None and ticket.status in UNSOLVED and said and said[-1].at >= since:
        return Stage.FILED
    return Stage.IDLE_WITH_TICKET if await owed(turn) else Stage.IDLE


async def owed(turn: Turn) -> Ticket | None:
    """Return the customer's newest ticket that is not done with."""
    tickets = await turn.unit.find(Ticket, customer=turn.customer.id)
    return next((ticket for ticket in reversed(tickets) if ticket.status in OWED), None)


def exact_reading(turn: Turn, text: str, situation: Situation) -> Reading | None:
    """Return what closed lists and the buttons at hand say for sure, which no model need be asked; else None."""
    act = _exact_act(turn, text, situation)
    return Reading(((act, 1.0), (Act.OTHER, 0.0)), (), BY_RULE) if act else None


def _exact_act(turn: Turn, text: str, situation: Situation) -> Act | None:
    if (named := REFERENCE.search(text)) and len(text) - len(named[0]) <= _BESIDE_REFERENCE:
        return Act.ASKS_STATUS
    said = meanings(text)
    if "thanks" in said:
        return Act.THANKS
    if "greeting" in said:
        return Act.GREETS
    if asks_what_we_are(text) and situation.stage is not Stage.WITH_PERSON:
        return Act.ASKS_US
    if situation.stage is Stage.QUESTION and is_back(text):
        return Act.GREETS
    if situation.stage not in _OPEN:
        # "It works now" after the end may be news of a ticket; where there is none, a nod needs no answer.
        return Act.CONFIRMS if situation.stage is Stage.IDLE and plain_answer(said) == "yes" else None
    if said & {"back", "same"} or _is_label(turn, text):
        return Act.ANSWERS
    if situation.stage is Stage.QUESTION and not said and _is_plain_value(turn, text, situation.slot):
        return Act.ANSWERS
    if situation.stage in (Stage.QUESTION, Stage.SURVEY):
        return (Act.DECLINES if said & {"skip", "unknown"} else Act.ANSWERS) if said else None
    word = plain_answer(said)
    return None if word is None else Act.CONFIRMS if word == "yes" else Act.DENIES


def _is_label(turn: Turn, text: str) -> bool:
    """Tell whether it is what stands on a button, or the number of one, or a number that is asked for."""
    if not _LETTER.search(text):
        return True
    at_hand = Advance(turn.script, turn.state())
    buttons = at_hand.buttons if turn.state().step in turn.script.steps else ()  # a version may be lost meanwhile
    return folded(text) in {folded(button.label) for button in buttons}


def _is_plain_value(turn: Turn, text: str, slot: str) -> bool:
    """Tell whether a few words are a value that is asked for, and tell nothing grave besides: most answers are."""
    if turn.script.slots[slot].wish:
        return False  # words of a wish stand in questions as well: "how soon can you fix it?"
    return len(text) <= _BRIEF and holds_value(turn, text, slot) and not turn.desk.lists.read(text)


def holds_value(turn: Turn, text: str, slot: str) -> bool:
    """Tell whether the words hold a value of the strict type that is asked for: "Cancel Street" is a place."""
    return holds_answer(turn.script.slots[slot], Heard(text, turn.language, turn.desk.wall_clock()))


def tells_wish(turn: Turn, text: str) -> bool:
    """Tell whether the words ask for something that the script has among its wishes."""
    return any(wished(slot.choices, folded(text)) for slot in turn.script.slots.values() if slot.wish)


def languages_named(text: str) -> set[str]:
    """Return the languages that a text names: "can we do this in English"."""
    names, plain = language_names(), folded(text)
    return {names[name] for name in names if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", plain)}
