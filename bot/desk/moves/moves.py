"""How each move is carried out. What happens when is in `act_table`."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from itertools import takewhile

from bot.desk.agents.handoffs import end_talks
from bot.desk.agents.surveys import ask_later
from bot.desk.core.bursts import joined
from bot.desk.dialog import chat_commands
from bot.desk.dialog.effects import feed, started
from bot.desk.dialog.waiting import awaited, hear_danger, sign, tell_duty, tell_truth
from bot.desk.moves.act_table import Move
from bot.desk.moves.asides import ask_aside, read_aside
from bot.desk.moves.questions_to_us import explain
from bot.desk.moves.situations import IDLE, REFERENCE
from bot.desk.moves.spoken import Spoken
from bot.desk.recognition.known_issues import find_known_issues
from bot.desk.scripts.registry import AFTER_ANSWER
from bot.desk.tickets.lifecycle import MOVES, facts, give_up, keep_praise
from bot.desk.turn.turn import Turn
from bot.understanding.acts import Act, Stage
from dialogs.model.events import AskAgain, Cancelled, Finished, LookUp, PutAway
from dialogs.reading.folding import folded
from dialogs.strict_yaml.common_words import language_names
from storage.records.complaint_records import Message, Ticket

WORTH_TELLING = 0.7
"""From which confidence on a known answer is worth telling to who asks for one."""

_IN_ONE_GO = 40
"""Messages at most that are looked through for one telling."""

_ENGINE_ACTS: Mapping[Move, Act] = {
    Move.ANSWER: Act.ANSWERS,
    Move.CORRECT: Act.CORRECTS,
    Move.CONFIRM: Act.CONFIRMS,
    Move.DENY: Act.DENIES,
    Move.DECLINE: Act.DECLINES,
    Move.SHOW_KNOWN: Act.ALREADY_TOLD,
}
"""What the engine is told that the words do, where the move says it better than the act."""
_NEXT: Mapping[Stage, Move] = dict.fromkeys((*IDLE, Stage.FILED), Move.BEGIN) | {Stage.SURVEY: Move.ADD_TO_TICKET}
"""What passes a question on that cannot be answered; elsewhere it goes into the telling."""


async def carry_out(turn: Turn, spoken: Spoken) -> None:
    """Do what the words come to."""
    before = turn.events
    if spoken.instead is not None:
        _ask_which(turn, spoken, spoken.instead)
    else:
        await _CARRIED_OUT.get(spoken.move, _say)(turn, spoken)
    if turn.events == before:
        newest = await turn.unit.last(Message, address=turn.address)
        has_buttons = newest is not None and newest.author == "bot" and bool(newest.choices)
        stays = has_buttons and not spoken.unsure
        await feed(turn, AskAgain(stays, spoken.signals, spoken.unsure, spoken.others))
    if spoken.stage is Stage.WITH_PERSON:
        await tell_duty(turn)


async def obey(turn: Turn, text: str) -> None:
    """Carry out a command; one from who waits for a person is answered with what is true meanwhile."""
    handoff = await awaited(turn)
    word = text.split(maxsplit=1)[0].partition("@")[0].casefold()
    ticket = await turn.unit.get(Ticket, handoff.ticket) if handoff else None
    if handoff is None or ticket is None or word not in ("/human", "/start", "/cancel"):
        await chat_commands.obey(turn, text)
    elif word != "/cancel" or "withdraw" not in MOVES[ticket.status]:
        await tell_truth(turn, handoff)
    else:
        await _ask_about_ticket(turn, Spoken(text, Stage.WAITING, Act.WITHDRAWS, Move.ASK_WITHDRAW, ticket=ticket))


async def take_aside(turn: Turn, data: str) -> None:
    """Carry out what was tapped at a question of two buttons."""
    read = read_aside(data)
    if read is None:
        turn.tell(turn.common("stale"))
        return
    move, subject = read
    message = await turn.unit.get(Message, subject)
    is_told = message is not None and message.address == turn.address
    text, key = (await _told_with(turn, message), message.ticket) if message and is_told else ("", subject)
    ticket = await turn.unit.get(Ticket, key) if key else None
    if (ticket is not None and ticket.customer != turn.customer.id) or not (text or ticket):
        turn.tell(turn.common("stale"))
        return
    if move is Move.BEGIN and turn.open is None:
        turn.begin(turn.desk.scripts.main)
    await carry_out(turn, Spoken(text, Stage.IDLE, Act.TELLS, move, message=subject, ticket=ticket))


async def _told_with(turn: Turn, message: Message) -> str:
    """Return what a customer said in one go, up to a message."""
    said = [*await turn.unit.find(Message, address=turn.address, before=message.id, newest=_IN_ONE_GO), message]
    own = takewhile(lambda one: one.author == "customer" and one.conversation == message.conversation, reversed(said))
    return joined([one.text for one in own][::-1])


def _ask_which(turn: Turn, spoken: Spoken, instead: Move) -> None:
    """Ask whether the move that ends something or hands it over is meant."""
    first, other = (spoken.move, instead) if spoken.move in _ASKED else (instead, spoken.move)
    labels = (first, f"move-{first}"), (other, "no-go-on")
    ask_aside(turn, _ASKED[first], labels, spoken.message, {})


_ASKED = {Move.CANCEL: "ask-cancel", Move.PERSON: "ask-person"}


async def _say(turn: Turn, spoken: Spoken) -> None:
    """Give the words to the engine."""
    act = spoken.act if spoken.act is Act.OTHER else _ENGINE_ACTS.get(spoken.move, spoken.act)
    await chat_commands.speak(turn, spoken.text, spoken.signals, act=act, unsure=spoken.unsure, others=spoken.others)


async def _begin(turn: Turn, spoken: Spoken) -> None:
    """Begin with the words; the survey that they come upon is put off."""
    if turn.here.script == AFTER_ANSWER and turn.busy:
        if spoken.ticket is not None and spoken.ticket.status == "resolved":
            ask_later(turn, spoken.ticket)
        await feed(turn, Finished())
        turn.begin(turn.desk.scripts.main)
    if turn.state().status != "new":
        await _say(turn, spoken)
        return
    event = await started(turn, spoken.text, spoken.signals, spoken.unsure, spoken.others)
    said = await turn.unit.find(Message, conversation=turn.here.id, newest=1 + max(1, len(turn.unread)))
    goes_on = any(one.author == "bot" for one in said)
    await feed(turn, replace(event, act=spoken.act, goes_on=goes_on))


async def _acknowledge(turn: Turn, spoken: Spoken) -> None:
    await _say(turn, spoken)
    if not await hear_danger(turn, spoken.signals):
        await sign(turn, corrected=spoken.act is Act.CORRECTS)


async def _greet(turn: Turn, spoken: Spoken) -> None:
    await chat_commands.speak(
        turn, spoken.text, spoken.signals, act=spoken.act, unsure=spoken.unsure, others=spoken.others
    )


async def _cancel(turn: Turn, spoken: Spoken) -> None:
    await feed(turn, Cancelled(solved=spoken.move is Move.DROP))


async def _rest(turn: Turn, _: Spoken) -> None:
    await feed(turn, PutAway())


async def _person(turn: Turn, spoken: Spoken) -> None:
    if (handoff := await awaited(turn)) is not None:
        await tell_truth(turn, handoff)
    elif turn.here.status == "with-person":
        turn.tell(turn.common("cancel-with-person"))
    else:
        await chat_commands.call_person(turn, spoken.text, spoken.signals)


async def _language(turn: Turn, spoken: Spoken) -> None:
    """Go on in the language that is named and not spoken now; ask where that is not plain."""
    names, plain = language_names(), folded(spoken.text)
    named = {names[name] for name in names if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", plain)}
    wished = named - {turn.language} or named
    await chat_commands.ask_language(turn, wished.pop() if len(wished) == 1 else "")


async def _status(turn: Turn, spoken: Spoken) -> None:
    named = REFERENCE.search(spoken.text)
    await chat_commands.tell_status(turn, named[0].upper() if named else "")


async def _explain(turn: Turn, spoken: Spoken) -> None:
    await explain(turn, spoken.text, spoken.ticket)


async def _inform(turn: Turn, spoken: Spoken) -> None:
    """Answer what is known for sure, and offer to pass on what is not."""
    found = await find_known_issues(turn, LookUp("known-issue", spoken.text, turn.state().slots))
    first = found.candidates[0] if found.candidates else None
    if first is not None and (found.sure or first.confidence >= WORTH_TELLING):
        turn.tell(turn.common("answer-known", first.facts))
        return
    move = _NEXT.get(spoken.stage, Move.ADD)
    ask_aside(turn, "answer-unknown", ((move, "move-pass"), (Move.KEEP, "move-keep")), spoken.message, {})


async def _reassure(turn: Turn, spoken: Spoken) -> None:
    """Tell who is there, and what is being waited for."""
    ticket, handoff = spoken.ticket, await awaited(turn)
    if handoff is not None and REFERENCE.search(spoken.text):
        await _status(turn, spoken)
    elif handoff is not None:
        await tell_truth(turn, handoff)
    elif spoken.stage in (Stage.FILED, *IDLE) and ticket is not None:
        turn.tell(turn.common("nudge-filed", facts(turn, ticket)))
    else:
        turn.tell(turn.common("nudge-open"))


async def _thank(turn: Turn, _: Spoken) -> None:
    turn.tell(turn.common("you-are-welcome" if turn.busy and turn.state().status == "active" else "thanks"))


async def _praise(turn: Turn, spoken: Spoken) -> None:
    praise = await keep_praise(turn, spoken.text)
    turn.tell(turn.common("praise-kept", {"reference": praise.reference}))
    if turn.state().status == "new":
        await feed(turn, Finished())


async def _add_to_ticket(turn: Turn, spoken: Spoken) -> None:
    if spoken.stage is Stage.FILED and await _is_of_another_kind(turn, spoken):
        await _ask_new(turn, spoken)
    elif spoken.ticket is not None:
        turn.tell(turn.common("added-to", {"reference": spoken.ticket.reference}), ticket=spoken.ticket.id)


async def _is_of_another_kind(turn: Turn, spoken: Spoken) -> bool:
    """Tell whether the words surely name another kind than the ticket is of."""
    kind = next((slot.key for slot in turn.script.slots.values() if slot.type == "choice"), "")
    known = spoken.ticket.slots.get(kind) if spoken.ticket else None
    read = await turn.desk.choices_in(spoken.text, turn.script) if known else None
    return any(one.slot == kind and one.sure and one.key != known for one in read or ())


async def _ask_about_ticket(turn: Turn, spoken: Spoken) -> None:
    """Ask by two buttons before a ticket is given up."""
    if spoken.ticket is None:
        return
    does = Move.WITHDRAW if spoken.move is Move.ASK_WITHDRAW else Move.SETTLE
    labels = (does, f"move-{does}"), (Move.KEEP, "move-keep")
    ask_aside(turn, str(spoken.move), labels, spoken.ticket.id, {"reference": spoken.ticket.reference})


async def _ask_drop(turn: Turn, spoken: Spoken) -> None:
    ask_aside(turn, "ask-drop", ((Move.DROP, "move-drop"), (Move.KEEP, "no-go-on")), spoken.message, {})


async def _ask_new(turn: Turn, spoken: Spoken) -> None:
    labels = (Move.BEGIN, "move-begin"), (Move.ADD_TO_TICKET, "move-add-to-ticket")
    reference = spoken.ticket.reference if spoken.ticket else ""
    ask_aside(turn, "ask-new", labels, spoken.message, {"reference": reference})


async def _give_up(turn: Turn, spoken: Spoken) -> None:
    """Close a ticket because its customer says so; nobody waits for anything about it any more."""
    ticket, verb = spoken.ticket, "withdraw" if spoken.move is Move.WITHDRAW else "settle"
    if ticket is None or verb not in MOVES[ticket.status]:
        turn.tell(turn.common("stale"))
        return
    over = await give_up(turn, ticket, "withdraw" if spoken.move is Move.WITHDRAW else "settle")
    if turn.here.script == AFTER_ANSWER and turn.here.ticket == ticket.id:
        await feed(turn, Finished())
    await end_talks(turn, over)
    said = "withdrawn" if verb == "withdraw" else "settled"
    turn.tell(turn.common(said, {"reference": ticket.reference}), ticket=ticket.id)


def _telling(key: str) -> Callable[[Turn, Spoken], Awaitable[None]]:
    async def tell(turn: Turn, _: Spoken) -> None:
        turn.tell(turn.common(key))

    return tell


async def _ask_again(_: Turn, __: Spoken) -> None:
    """Have the question come again, which it does after whatever is told beside it."""


_CARRIED_OUT: Mapping[Move, Callable[[Turn, Spoken], Awaitable[None]]] = {
    Move.CANCEL: _cancel,
    Move.DROP: _cancel,
    Move.REST: _rest,
    Move.BEGIN: _begin,
    Move.GREET: _greet,
    Move.PERSON: _person,
    Move.ACKNOWLEDGE: _acknowledge,
    Move.LANGUAGE: _language,
    Move.STATUS: _status,
    Move.EXPLAIN: _explain,
    Move.INFORM: _inform,
    Move.REASSURE: _reassure,
    Move.HELLO: _telling("hello-again"),
    Move.THANK: _thank,
    Move.ALL_RIGHT: _telling("all-right"),
    Move.GLAD: _telling("glad"),
    Move.WHENEVER: _telling("whenever"),
    Move.PRAISE: _praise,
    Move.ADD_TO_TICKET: _add_to_ticket,
    Move.NOTHING_OPEN: _telling("nothing-to-cancel"),
    Move.ASK_DROP: _ask_drop,
    Move.ASK_WITHDRAW: _ask_about_ticket,
    Move.ASK_SETTLE: _ask_about_ticket,
    Move.ASK_NEW: _ask_new,
    Move.WITHDRAW: _give_up,
    Move.SETTLE: _give_up,
    Move.KEEP: _telling("kept-going"),
    Move.ASK_AGAIN: _ask_again,
}
"""All other moves are the engine's, which is told what the words do."""
