"""From events to effects and back: plays an event through the engine and carries out what it asks for.

The look-ups and the filing are answered by further events within the same turn, so that a turn ends only when the
conversation waits for the customer, for a person, or for nothing more.
"""

from collections import deque
from dataclasses import replace
from datetime import timedelta

from bot.desk.core.words import DESK_WORDS
from bot.desk.customers import phone_codes
from bot.desk.dialog import false_alarms
from bot.desk.dialog.version_migration import migrate
from bot.desk.recognition import feedback, known_issues, repeats
from bot.desk.tickets import lifecycle, promises
from bot.desk.tickets.alerts import alert
from bot.desk.turn.timers import TimerKind, set_timer
from bot.desk.turn.turn import Turn
from bot.understanding.reader_port import Situation
from bot.understanding.signals import by_level
from dialogs.engine.engine import advance
from dialogs.model.events import (
    Effect,
    End,
    Event,
    FileTicket,
    Flag,
    HandOver,
    HoursChanged,
    LanguageChosen,
    Learn,
    LookUp,
    Said,
    Started,
    StartOver,
    TakeBack,
    Tell,
    Withdraw,
)
from dialogs.model.script import AskStep
from dialogs.reading.small_talk import language_of
from storage.records.complaint_records import Conversation, Handoff, Note, Ticket
from storage.records.statuses import AlertKind, Level

_LONGEST_DATA = 64
"""Characters that a button can carry, the limit of Telegram's callback data."""
_MAY_ANSWER = ("answers", "adds", "corrects")
"""Acts whose words may name a choice that is asked for: "take it off my bill" adds a wish where one is asked."""
_LONGEST_CHAIN = 50
"""Events of one turn; a checked script needs a handful."""


async def feed(turn: Turn, event: Event) -> None:
    """Play an event and everything that follows from it.

    Raises:
        RuntimeError: if it never ends, which a checked script cannot do.

    """
    moved = () if turn.desk.scripts.is_in_force(turn.here.script, turn.here.version) else migrate(turn)
    waiting = deque([*moved, *_hours_changed(turn, event), event])
    for _ in range(_LONGEST_CHAIN):
        if not waiting:
            return
        now = await _with_choices(turn, waiting.popleft())
        state, effects = advance(turn.script, turn.state(), now)
        turn.keep(now, state)
        await phone_codes.note_phones(turn, state)  # before the effects: an offer must not come below the next question
        for effect in effects:
            if (answer := await _carry_out(turn, effect)) is not None:
                waiting.append(answer)
    raise RuntimeError("a turn did not come to its end")


async def _with_choices(turn: Turn, event: Event) -> Event:
    """Return an event with the choices that its words name, surely or likely, where a model can be asked."""
    if isinstance(event, Started | Said) and event.text:
        step = turn.script.steps.get(turn.state().step)
        may_answer = isinstance(event, Said) and event.act in _MAY_ANSWER
        asked = step.slot if may_answer and isinstance(step, AskStep) else ""
        return replace(event, choices=await turn.desk.choices_in(event.text, turn.script, asked))
    return event


async def _carry_out(turn: Turn, effect: Effect) -> Event | None:
    """Do what the engine asks for; return the event that answers it, if one does."""
    match effect:
        case Tell(text=text, asks=asks):
            choices = tuple((button_data(turn.here.id, effect.question, one.key), one.label) for one in effect.buttons)
            if choices or asks:
                turn.ask(text, choices, asks)
            else:
                turn.tell(text)
        case LookUp(look="known-issue"):
            return await known_issues.find_known_issues(turn, effect)
        case LookUp():
            return await repeats.find_repeats(turn, effect)
        case Learn():
            feedback.keep_answer(turn, effect)
        case TakeBack(about=about):
            await lifecycle.take_back(turn, about)
            feedback.keep_taken_back(turn, about)
        case FileTicket():
            return await lifecycle.file(turn, effect)
        case HandOver():
            await _hand_over(turn, effect)
        case Flag(signals=signals):
            _flag(turn, signals)
        case Withdraw():
            await false_alarms.withdraw_call(turn, effect)
        case StartOver(text=text, goes_on=goes_on):
            # The new conversation's first event follows in the same turn.
            turn.begin(turn.desk.scripts.main)
            reading = await turn.desk.read(text, Situation(script=turn.here.script, language=turn.language))
            event = await started(turn, text, *by_level(reading.signals))
            return replace(event, act="tells", goes_on=goes_on, promised=goes_on)
        case End():
            pass  # `Turn.keep` has closed the conversation
    return None


def _hours_changed(turn: Turn, event: Event) -> tuple[Event, ...]:
    """Return the news that the desk has opened or closed since this conversation last heard of it.

    Telling when a closed desk opens in another language, or on another day, is news as well.
    """
    opens, state = turn.desk.opens_next(), turn.state()
    text = turn.moment(opens, _language(turn, event)) if opens else ""
    known = state.facts.get("opens", "") if state.desk_closed else ""
    return () if text == known else (HoursChanged(opens is not None, text),)


def _language(turn: Turn, event: Event) -> str:
    """Return the language in which the event will be answered: the first words choose it."""
    state = turn.state()
    match event:
        case LanguageChosen(language=language):
            return language
        case Started(text=text) | Said(text=text) if (
            not state.language_chosen and turn.script.opening not in state.slots
        ):
            spoken = language_of(text, turn.language)
            return spoken if spoken in turn.script.languages else turn.language
    return turn.language


async def _hand_over(turn: Turn, effect: HandOver) -> None:
    """Put the conversation into the queue; what is graver than what was promised is promised sooner."""
    environment = turn.desk.environment
    ticket = await turn.unit.get(Ticket, turn.here.ticket)
    handoff = Handoff(
        id=environment.new_id(),
        conversation=turn.here.id,
        ticket=turn.here.ticket,
        reason=effect.reason,
        level=await _level(turn, effect),
        requested=environment.now(),
    )
    turn.unit.add(handoff)
    set_ladder(turn, handoff)
    if ticket is None:
        return
    if ticket.status in lifecycle.UNSOLVED and (due := turn.desk.due(ticket.slots, effect.reason)) < ticket.due:
        ticket = await promises.renew_promise(turn, ticket, due, effect.reason)
    if handoff.level != "agent":
        kind: AlertKind = "not-satisfied" if effect.reason == "not-helped" else "called"
        await alert(turn, ticket, kind, handoff.level, handoff.id)
    elif ticket.owner:  # whose customer comes back, for whom it is kept a while
        await alert(turn, ticket, "came-back", "agent", handoff.id)


async def _level(turn: Turn, effect: HandOver) -> Level:
    """Return who must look at it: after an answer that did not help, one above those who have looked so far."""
    if effect.reason != "not-helped":
        return effect.level
    before = [one.level for one in await turn.unit.find(Handoff, ticket=turn.here.ticket)]
    return "manager" if {"supervisor", "manager"}.intersection(before) else "supervisor"


def _flag(turn: Turn, signals: tuple[str, ...]) -> None:
    """Note on the ticket what is perhaps to be heard in the customer's words."""
    environment, language = turn.desk.environment, turn.desk.policy.language
    named = [DESK_WORDS.word(language, f"reason.{signal}") for signal in signals]
    text = DESK_WORDS.word(language, "note.perhaps", signals=DESK_WORDS.word(language, "note.and").join(named))
    note = Note(
        id=environment.new_id(),
        ticket=turn.here.ticket,
        author=DESK_WORDS.word(language, "note.assistant"),
        at=environment.now(),
        text=text,
    )
    turn.unit.add(note)


def set_ladder(turn: Turn, handoff: Handoff) -> None:
    """Set the timers by which a handoff that nobody claims comes before a supervisor, then the manager."""
    now, policy = turn.desk.environment.now(), turn.desk.policy
    set_timer(turn, TimerKind.SUPERVISOR, handoff.id, now + policy.supervisor_after)
    set_timer(turn, TimerKind.MANAGER, handoff.id, now + policy.manager_after)


def button_data(conversation: str, question: int, key: str) -> str:
    """Return what a button carries, so that its tap is known for what it was."""
    return f"{conversation}:{question}:{key}"


def read_button(data: str) -> tuple[str, int, str] | None:
    """Return what `button_data` put together, or None for anything else."""
    conversation, _, rest = data.partition(":")
    question, _, key = rest.partition(":")
    is_number = question.isascii() and question.isdigit() and len(question) < 10
    is_ours = len(data) <= _LONGEST_DATA and data.isprintable()
    return (conversation, int(question), key) if is_ours and conversation and is_number and key else None


DRAFTS_KEPT = timedelta(days=30)
"""How long a customer is asked whether an abandoned draft is to go on."""


async def started(
    turn: Turn,
    text: str = "",
    signals: tuple[str, ...] = (),
    unsure: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
) -> Started:
    """Return the event that begins the conversation at hand, with what earlier tickets tell."""
    remembered = await _remembered(turn)
    at = turn.desk.wall_clock()
    return Started(turn.language, text, signals, remembered=remembered, at=at, unsure=unsure, others=others)


async def pick_up_draft(turn: Turn) -> bool:
    """Turn to the conversation that this customer left unfinished here, and tell whether there is one."""
    oldest = turn.desk.environment.now() - DRAFTS_KEPT
    conversations = await turn.unit.find(Conversation, address=turn.address)
    drafts = [one for one in conversations if one.status == "abandoned" and one.started >= oldest]
    if drafts:
        turn.conversation = drafts[-1]
    return bool(drafts)


async def _remembered(turn: Turn) -> dict[str, str]:
    """Return the newest value of each slot that the script would offer again."""
    wanted = {slot.key for slot in turn.script.slots.values() if slot.remember}
    if not wanted:
        return {}
    tickets = await turn.unit.find(Ticket, customer=turn.customer.id)
    filled = (item for ticket in tickets for item in ticket.slots.items())
    return {key: str(value) for key, value in filled if key in wanted and value}
