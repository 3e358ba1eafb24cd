"""What a customer's words come to: read in their situation, with the doubt that is left."""

import re
from dataclasses import dataclass, replace

from bot.desk.moves.act_table import CONSEQUENTIAL, TABLE, TOLD_TO_ENGINE, Move
from bot.desk.moves.situations import (
    BY_RULE,
    IDLE,
    REFERENCE,
    exact_reading,
    holds_value,
    languages_named,
    owed,
    situation_of,
    tells_wish,
)
from bot.desk.tickets.queue_order import CANNOT_WAIT
from bot.desk.turn.turn import Turn
from bot.understanding.acts import CONTROL, Act, Stage
from bot.understanding.kept_reading import to_json
from bot.understanding.reader_port import Reading, Situation
from bot.understanding.signals import GRAVE, HeardSignal, by_level
from dialogs.model.script import AskStep
from dialogs.reading.small_talk import language_of
from storage.records.complaint_records import Ticket

VERY_SURE = 0.95
"""So sure is a control word of itself that the value or the wish which it holds as well does not count."""
SURE = 0.9
"""Below it whoever speaks of a person is asked whether one is wanted."""
TALK = 0.08
"""Above it what may be an outburst or a demand puts no draft away and leaves no question."""
LIKELY = 0.5
"""Below it a message where nothing is asked is taken for a telling: none is lost, and one told twice is known."""

HEARD_IN_ANSWER = 0.4
"""From which confidence on a grave signal is heard in a few words that answer a question and hold no phrase of it."""
_FEW_WORDS = 60
"""Bytes of them."""
_A_WORD = re.compile("[A-Za-z]+|[\u4e00-\u9fff]{1,2}")
_MARKS = " .,!?。，！？…"
_ASKED_AT = (Stage.QUESTION, Stage.OFFER_KNOWN_ISSUE, Stage.OFFER_REPEAT, Stage.SUMMARY, Stage.SURVEY)

_TURNS = re.compile(
    r"[.!?]\s+|[。！？!?\n]+|\b(?=(?:but|however|although|though)\b)|(?=但是|不过|可是|只是|就是)", re.IGNORECASE
)
"""Where a text may turn to something else."""
_PARTS = 6

_GIVES_UP = frozenset({Act.WITHDRAWS, Act.LATER, Act.SOLVED, Act.DECLINES})
"""Acts by which a draft ends, rests, or goes on without what was asked."""
_LEAVES = frozenset({Act.LATER, Act.DECLINES})
"""Those of them of which nobody is asked whether they are meant."""
_TALKS = (Act.ANSWERS, Act.ADDS, Act.TELLS, Act.CORRECTS)
"""Acts of somebody who only goes on talking."""
_ASKS = frozenset({Act.ASKS_US, Act.ASKS_ANSWER})
_LOSES_WISH = CONTROL | _ASKS | {Act.ALREADY_TOLD, Act.SOLVED}
"""Acts by which a wish that stands in the same words would be lost."""
_OFFERS = (Stage.OFFER_KNOWN_ISSUE, Stage.OFFER_REPEAT)
_HEARD_BY_ACT = frozenset({"wants-person", "vulnerable"})
"""Signals that break into no other act: the act says whether they are a wish now."""
_ON_TICKET = frozenset(
    {Move.ADD_TO_TICKET, Move.REASSURE, Move.STATUS, Move.ASK_WITHDRAW, Move.ASK_SETTLE, Move.ASK_NEW, Move.EXPLAIN}
)
_WITHOUT_TICKET = {
    Move.ADD_TO_TICKET: Move.BEGIN,
    Move.ASK_WITHDRAW: Move.NOTHING_OPEN,
    Move.ASK_SETTLE: Move.GLAD,
    Move.ASK_NEW: Move.BEGIN,
}


@dataclass(frozen=True)
class Spoken:
    """Words of a customer, and what is to be made of them."""

    text: str
    stage: Stage
    act: Act
    move: Move
    instead: Move | None = None
    """The other move, where it has to be asked which one is meant."""
    signals: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Those of both that are about somebody else."""
    message: str = ""
    """The id of the message."""
    ticket: Ticket | None = None
    """The filed ticket that it is about."""


async def understand(turn: Turn, text: str) -> Spoken:
    """Read words where the conversation stands, and decide what happens."""
    situation = await situation_of(turn)
    reading = exact_reading(turn, text, situation) or await turn.desk.read(text, situation)
    if reading.act is Act.PRAISES and (complaint := await _complaint_within(turn, text, situation)):
        reading = replace(reading, acts=complaint.acts)
    reading = _without_unnamed_language(turn, text, reading)
    turn.reading = to_json(situation, reading)
    spoken = _decided(turn, text, situation, reading)
    if spoken.move not in _ON_TICKET:
        return spoken
    ticket = await _ticket_meant(turn, spoken)
    return replace(spoken, ticket=ticket, move=spoken.move if ticket else _WITHOUT_TICKET.get(spoken.move, spoken.move))


def _without_unnamed_language(turn: Turn, text: str, reading: Reading) -> Reading:
    """Return a reading in which nobody asks for a language who neither names nor writes another one: "陈桂英"."""
    act, confidence = reading.acts[0]
    if act is not Act.SWITCHES_LANGUAGE or confidence >= SURE:
        return reading
    is_other = language_of(text, turn.language) != turn.language
    return reading if is_other or languages_named(text) else replace(reading, acts=(*reading.acts[1:], reading.acts[0]))


async def _complaint_within(turn: Turn, text: str, situation: Situation) -> Reading | None:
    """Return how a part of a praise reads that tells of a problem: such a praise is a complaint."""
    told = [part for part in _TURNS.split(text) if part.strip()]
    for part in told[1:_PARTS]:
        reading = await turn.desk.read(part, situation)
        if reading.act is Act.TELLS and reading.acts[0][1] >= LIKELY:
            return reading
    return None


def _decided(turn: Turn, text: str, situation: Situation, reading: Reading) -> Spoken:
    act, doubt = _act(turn, text, situation, reading)
    move, instead = TABLE[act][situation.stage], TABLE[doubt][situation.stage] if doubt else None
    signals, unsure, others = by_level(_worth_hearing(turn, text, situation.stage, act, reading.signals))
    spoken = Spoken(text, situation.stage, act, move, signals=signals, unsure=unsure, others=others)
    if move not in TOLD_TO_ENGINE and _breaks_in(turn, signals):
        instead_of = {Stage.WAITING: Move.ACKNOWLEDGE} | dict.fromkeys(IDLE, Move.BEGIN)
        return replace(spoken, move=instead_of.get(situation.stage, Move.ANSWER))
    if situation.stage is Stage.WAITING and CANNOT_WAIT.intersection(signals):
        return replace(spoken, move=Move.ACKNOWLEDGE)
    if instead is None or instead is move or (signals and move is not Move.CANCEL):
        return spoken  # who is angry as well may only be angry: that ends nothing
    if {move, instead} & CONSEQUENTIAL:
        return replace(spoken, instead=instead)
    if move is Move.CONFIRM and situation.stage in (Stage.SUMMARY, Stage.SURVEY, *_OFFERS):
        return replace(spoken, move=Move.ASK_AGAIN)
    return spoken


def _act(turn: Turn, text: str, situation: Situation, reading: Reading) -> tuple[Act, Act | None]:
    """Return what the words do, and what else they may do."""
    act, doubt, confidence = reading.act, reading.doubt, reading.acts[0][1]
    asks = situation.stage is Stage.QUESTION
    controls = act in CONTROL or (act is Act.ANSWERS and doubt in CONTROL)
    if asks and controls and confidence < VERY_SURE and holds_value(turn, text, situation.slot):
        return Act.ANSWERS, None
    needed = LIKELY if act in _ASKS else VERY_SURE  # "how long until it's fixed?" is a question that names a wish
    if asks and act in _LOSES_WISH and confidence < needed and tells_wish(turn, text):
        return Act.ADDS, None  # "just give it back" asks for nothing else
    is_grave = {TABLE[one][situation.stage] for one in (act, doubt) if one} & CONSEQUENTIAL
    if situation.stage in (*IDLE, Stage.FILED) and not is_grave and (confidence < LIKELY or doubt is Act.TELLS):
        return (act if act is Act.ADDS else Act.TELLS), None
    if situation.stage is Stage.WAITING and not is_grave and confidence < LIKELY:
        return Act.ADDS, None  # whoever waits tells more of the matter
    if situation.stage is Stage.RESTING and reading.version != BY_RULE:
        return _act_at_draft(turn, text, reading), None
    is_plain = doubt is None or act in _GIVES_UP - {Act.WITHDRAWS}
    if confidence < VERY_SURE and is_plain and (safer := _not_lost(situation.stage, reading)):
        return safer
    return act, doubt


def _act_at_draft(turn: Turn, text: str, reading: Reading) -> Act:
    """Return what words do at a draft that was put away: what is in doubt has it asked whether to go on."""
    step = turn.script.steps.get(turn.state().step)
    if isinstance(step, AskStep) and reading.act not in _GIVES_UP and holds_value(turn, text, step.slot):
        return Act.ANSWERS
    if turn.state().status == "abandoned" and reading.act is Act.DENIES:
        return reading.acts[1][0]  # nothing was asked that could be denied
    if reading.act is Act.ASKS_US and reading.acts[0][1] < VERY_SURE:
        return Act.ADDS  # who is back more likely goes on
    return reading.act if reading.acts[0][1] >= LIKELY else Act.TELLS


def _not_lost(stage: Stage, reading: Reading) -> tuple[Act, Act | None] | None:
    """Return what unsure words are taken for instead, so that no complaint is lost by them, or by which it is asked."""
    act, confidence = reading.acts[0]
    if stage in IDLE and act is Act.PRAISES:
        return Act.TELLS, None
    if confidence < LIKELY and act is Act.CONFIRMS and stage in _OFFERS:
        return Act.ADDS, None  # an offer that is taken files the matter as answered
    if act is Act.WANTS_PERSON and stage in (Stage.QUESTION, *_OFFERS) and confidence < SURE:
        return act, Act.ADDS  # "the clerk says it's not his job" speaks of a person and asks for none
    if stage not in (Stage.QUESTION, *_OFFERS) or act not in _GIVES_UP:
        return None
    may_talk = sum(likely for one, likely in reading.acts if one in _TALKS) > TALK
    is_talk = confidence < LIKELY or (may_talk and act in _LEAVES and stage is Stage.QUESTION)
    if is_talk and not (act is Act.DECLINES and stage in _OFFERS):
        return Act.ADDS, None  # somebody who only talks still wants to be asked
    return (act, Act.ADDS) if act is Act.WITHDRAWS else None


def _worth_hearing(turn: Turn, text: str, stage: Stage, act: Act, heard: tuple[HeardSignal, ...]) -> list[HeardSignal]:
    """Return the signals of a message; a few words that only answer need more to tell a grave one that no phrase names.

    A model sees too little in a single word: "Payments" is like what the defrauded write, and tells nothing by itself.
    "我吃了安眠药" does, whatever it answers.
    """
    if stage not in _ASKED_AT or act in (Act.TELLS, Act.ADDS) or len(text.encode()) > _FEW_WORDS:
        return list(heard)
    phrased, is_a_word = turn.desk.lists.read(text), _A_WORD.fullmatch(text.strip(_MARKS))
    return [
        one
        for one in heard
        if one.name not in GRAVE or one.name in phrased or (one.confidence >= HEARD_IN_ANSWER and not is_a_word)
    ]


def _breaks_in(turn: Turn, signals: tuple[str, ...]) -> bool:
    """Tell whether a signal leads elsewhere whatever the words do besides."""
    heard, interrupts = turn.state().heard, turn.script.interrupts
    grave = [one for one in signals if one in interrupts and one not in _HEARD_BY_ACT]
    return any(heard.get(one, 0) + 1 >= interrupts[one].times for one in grave)


async def _ticket_meant(turn: Turn, spoken: Spoken) -> Ticket | None:
    """Return the ticket that the words name, else that of this talk, else the customer's newest that is owed."""
    if named := REFERENCE.search(spoken.text):
        ticket = await turn.unit.last(Ticket, reference=named[0].upper())
        if ticket is not None and ticket.customer == turn.customer.id:
            return ticket
    if turn.here.ticket and spoken.stage not in IDLE:
        return await turn.unit.get(Ticket, turn.here.ticket)
    return await owed(turn) if spoken.stage in (Stage.IDLE_WITH_TICKET, Stage.FILED) else None
