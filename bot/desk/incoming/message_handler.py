"""What a turn does with what came in: a command, a button, words, or something that cannot be read."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.channels.port import Incoming
from bot.desk.briefing.ticket_routing import route_here, ticket_spoken_of
from bot.desk.core.bursts import joined
from bot.desk.core.file_words import FILES, transcript_text
from bot.desk.core.message_refs import message_at
from bot.desk.core.sanitize import LONGEST, clean_message
from bot.desk.dialog import chat_commands, false_alarms, privacy_wishes
from bot.desk.dialog.attachments import is_too_large, join_album, take_file, tell_if_too_large
from bot.desk.dialog.effects import feed, pick_up_draft, read_button
from bot.desk.dialog.file_allowance import within_allowance
from bot.desk.dialog.inactivity import watch_silence
from bot.desk.incoming import linking, settling
from bot.desk.incoming.edits import newest_text, take_edit
from bot.desk.moves.act_table import BEGINNINGS, Move
from bot.desk.moves.asides import ASIDE, by_word, meant_aside, open_aside
from bot.desk.moves.moves import carry_out, obey, take_aside
from bot.desk.moves.situations import situation_of
from bot.desk.moves.spoken import Spoken, understand
from bot.desk.redaction.redaction import begun, is_redacted, redacted
from bot.desk.turn.turn import Turn
from bot.understanding.acts import Act
from bot.understanding.signals import by_level
from dialogs.engine.advance import UNDO
from dialogs.model.events import Button, Pressed, Said, event_to_json
from dialogs.model.script import AskStep
from dialogs.reading.choices import choose
from dialogs.reading.contacts import phones
from dialogs.reading.folding import folded
from dialogs.reading.small_talk import language_of, yes_or_no
from storage.records.complaint_records import JournalEntry, Message

_SIX_DIGITS = re.compile(r"(?:\d[ -]?){6}")
"""What a code must hold."""
_ON_TICKET = (Move.ADD_TO_TICKET, Move.REASSURE, Move.STATUS)
"""Moves by which words belong to a ticket that is filed already."""
_LONGEST_SECRET = 64
IN_ONE_GO = timedelta(seconds=5)
"""Within this time the same button is tapped again by impatience."""


async def handle_message(turn: Turn, incoming: Incoming) -> None:
    """Take one thing that a customer did, whatever it is."""
    if incoming.file and not await within_allowance(turn, incoming.file):
        if not incoming.text:
            return
        incoming = turn.incoming = replace(incoming, file=None, attachment="")
    left = await take_edit(turn, incoming) if incoming.edits else incoming
    if left is not None and left.file and left.file.album:
        left = await join_album(turn, left, left.file)
    if left is not None:
        await _take(turn, left)
        if len(turn.customer.identities) > 1:
            await route_here(turn)
    await watch_silence(turn)


async def on_pause(turn: Turn) -> None:
    """Read what was kept unread, now that the customer has paused."""
    await read_unread(turn)
    if len(turn.customer.identities) > 1:
        await route_here(turn)
    await watch_silence(turn)


async def read_unread(turn: Turn) -> None:
    """Read what the customer wrote before and was kept unread, as one telling."""
    unread = await settling.take_unread(turn)
    if not unread:
        return
    incoming, turn.incoming, turn.unread = turn.incoming, None, unread
    text = joined([await newest_text(turn, message) for message in unread])
    await _take_now(turn, Incoming(address=turn.address, update="", text=text))
    turn.incoming, turn.unread = incoming, ()


async def _take(turn: Turn, incoming: Incoming) -> None:
    turn.incoming = incoming
    if incoming.answers:
        turn.answers = await message_at(turn.unit, incoming.answers)
    if await settling.settles(turn, incoming):
        text = clean_message(incoming.text)
        await settling.keep_unread(turn, redacted(text, before=await _begun(turn, text)))
        return
    await read_unread(turn)
    await _take_now(turn, incoming)


async def _take_now(turn: Turn, incoming: Incoming) -> None:
    goes_on = turn.busy or await pick_up_draft(turn)
    # A closed conversation will do for a command or a thank-you, a draft of too long ago will not.
    if not goes_on and (turn.conversation is None or turn.conversation.status == "abandoned"):
        turn.begin(turn.desk.scripts.main)
    turn.about = await ticket_spoken_of(turn) if turn.here.status == "with-person" else ""
    if incoming.button:
        await _take_button(turn, incoming)
        return
    # Who the customer is comes before what is an answer, or a secret to be crossed out.
    if incoming.contact:
        if await linking.take_contact(turn, incoming.contact, asked=_asks_for(turn, "phone")):
            return
    elif _may_be_code(turn, incoming) and await linking.take_code(turn, incoming.text):
        return
    text = clean_message(incoming.text)
    kept = redacted(text, cards=not _asks_for(turn, "digits"), before=await _begun(turn, text))
    kind = "" if incoming.attachment == "sticker" else incoming.attachment  # a sticker is what its emoji says
    await _take_text(turn, kept, kind, crossed_out=is_redacted(kept))


async def _begun(turn: Turn, text: str) -> str:
    """Return how the customer's message before leads to a secret that may be all that this one says."""
    if turn.unread or " " in text or not 3 <= len(text) <= _LONGEST_SECRET:
        return ""
    said = [one for one in await turn.unit.find(Message, address=turn.address, newest=4) if one.author == "customer"]
    return begun(said[-1].text) if said else ""


def _may_be_code(turn: Turn, incoming: Incoming) -> bool:
    """Tell whether it is worth a look at the store; what was kept unread is none."""
    text = "" if incoming.attachment or turn.unread else incoming.text
    return bool(_SIX_DIGITS.search(text)) or is_redacted(text)


async def _take_text(turn: Turn, text: str, kind: str, *, crossed_out: bool) -> None:
    """Take words, or a file of this kind, or both."""
    if len(text) > LONGEST:
        turn.heard(transcript_text(kind, text) if kind in FILES else text)
        turn.tell(turn.common("too-long"))
    elif kind in FILES and _asks_for(turn, "file") and not is_too_large(turn.file):
        turn.heard(transcript_text(kind, text))
        if crossed_out:
            _warn(turn, text)
        await _take_caption(turn, text, kind)
    elif text:
        await _take_words(turn, text, kind, crossed_out=crossed_out)
    elif kind in FILES:
        await take_file(turn, kind)
    else:
        turn.heard(transcript_text(kind, "") or "[…]")
        if turn.here.status != "with-person":
            turn.tell(turn.common("unreadable"))


async def _take_words(turn: Turn, text: str, kind: str, *, crossed_out: bool) -> None:
    language = await _language_meant(turn, text)
    if language:
        turn.heard(text)
        await chat_commands.choose_language(turn, language)
        return
    if wish := await privacy_wishes.wish_meant(turn, text):
        turn.heard(text)
        await privacy_wishes.note_wish(turn, wish)
        return
    if not re.search(r"[^\W\d]", text) and await _is_number_for_link(turn, text):
        turn.heard(text)
        await chat_commands.obey(turn, f"/link {text}")
        return
    if turn.open is None and _takes_back_in_words(turn, text):
        turn.heard(text)
        await feed(turn, Pressed(turn.state().stated, UNDO))
        return
    if false_alarms.is_taken_back(turn, text) and await false_alarms.is_nobody_there(turn):
        turn.heard(text)
        if more := false_alarms.more_than_that(text):
            await feed(turn, Said(more))
        await feed(turn, Pressed(turn.state().stated, UNDO))
        return
    if text.startswith("/"):
        _hear(turn, text, kind, crossed_out=crossed_out)
        await obey(turn, text)
        return
    aside = await open_aside(turn)
    spoken = None if meant_aside(aside, text) else await understand(turn, text)
    word = {Act.CONFIRMS: "yes", Act.DENIES: "no"}.get(spoken.act) if spoken else None
    if data := meant_aside(aside, text) or by_word(aside, word):
        _hear(turn, text, kind, crossed_out=crossed_out)
        await take_aside(turn, data)
    elif spoken and turn.open is None and turn.state().stated and spoken.act is Act.DENIES:
        turn.heard(text)
        await feed(turn, Pressed(turn.state().stated, UNDO))
    elif spoken:
        await _do(turn, spoken, kind, crossed_out=crossed_out)


async def _do(turn: Turn, spoken: Spoken, kind: str, *, crossed_out: bool) -> None:
    """Record words where they belong, and do what they come to."""
    if turn.open is None and spoken.move in BEGINNINGS:
        turn.begin(turn.desk.scripts.main)
    _speak_as_they_do(turn, spoken.text)
    ticket = spoken.ticket.id if spoken.ticket and spoken.move in _ON_TICKET else ""
    message = _hear(turn, spoken.text, kind, ticket, crossed_out=crossed_out)
    await carry_out(turn, replace(spoken, message=message.id))


def _hear(turn: Turn, text: str, kind: str, ticket: str = "", *, crossed_out: bool) -> Message:
    message = turn.heard(transcript_text(kind, text) if kind else text, ticket)
    if turn.file:
        tell_if_too_large(turn, turn.file)
    if crossed_out:
        _warn(turn, text)
    return message


def _speak_as_they_do(turn: Turn, text: str) -> None:
    """Answer in the language of the words where no dialog has one yet; the engine does so for its own."""
    language = language_of(text, turn.language)
    if turn.state().status in ("new", "closed") and language in turn.script.languages:
        turn.customer = replace(turn.customer, language=language)
        turn.unit.put(turn.customer)


async def _take_caption(turn: Turn, text: str, kind: str) -> None:
    """Take a file that is asked for, with the words that came along."""
    reading = await turn.desk.read(text, await situation_of(turn)) if text else None
    sure, unsure, others = by_level(reading.signals if reading else ())
    await chat_commands.speak(turn, text, sure, file=kind, act=Act.ANSWERS, unsure=unsure, others=others)


def _warn(turn: Turn, text: str) -> None:
    """Tell that a secret was not kept: before the answer, whose buttons are those of the newest message."""
    language = language_of(text, turn.language)
    turn.tell(turn.common("not-kept", language=language if language in turn.script.languages else ""))


def _asks_for(turn: Turn, kind: str) -> bool:
    """Tell whether the question at hand is answered by something of this type."""
    state = turn.state()
    step = turn.script.steps.get(state.step) if state.status == "active" else None
    return isinstance(step, AskStep) and turn.script.slots[step.slot].type == kind


async def _language_meant(turn: Turn, text: str) -> str | None:
    """Return the language that is asked for, or that a number stands for right after /language has offered some."""
    wished = chat_commands.language_wished(text)
    if wished in turn.script.languages:
        is_person_there = turn.here.status == "with-person" and not await false_alarms.is_nobody_there(turn)
        return None if is_person_there else wished
    newest = await turn.unit.last(Message, address=turn.address)
    offered = newest.choices if newest else ()
    languages = [
        Button(data.removeprefix(chat_commands.LANGUAGE_BUTTON), label)
        for data, label in offered
        if data.startswith(chat_commands.LANGUAGE_BUTTON)
    ]
    return choose(languages, text) if languages else None


async def _is_number_for_link(turn: Turn, text: str) -> bool:
    """Tell whether it is a phone number right after /link has asked for it."""
    newest = await turn.unit.last(Message, address=turn.address)
    asked = newest is not None and folded(newest.text) == folded(turn.common("link-how"))
    return asked and bool(phones(folded(text)))


async def _take_button(turn: Turn, incoming: Incoming) -> None:
    data = incoming.button
    button = read_button(data)
    if button is not None and await _tapped_just_now(turn, button):
        return
    turn.heard(await _label(turn, data))
    if data.startswith(chat_commands.LANGUAGE_BUTTON):
        language = data.removeprefix(chat_commands.LANGUAGE_BUTTON)
        if language.partition("-")[0] in turn.script.languages:
            await chat_commands.choose_language(turn, language)
        return
    if wish := privacy_wishes.wish_of(data):
        await privacy_wishes.note_wish(turn, wish)
        return
    if data.startswith(ASIDE):
        await take_aside(turn, data)
        return
    await _see_to_the_buttons(turn, incoming.tapped, button)
    if button is not None and _takes_back(turn, button):
        if turn.open is None or await false_alarms.is_nobody_there(turn):
            await feed(turn, Pressed(button[1], button[2]))
    elif turn.open is None:
        turn.tell(turn.common("closed-button"))
    elif button is None or button[0] != turn.here.id:
        turn.tell(turn.common("stale"))
    elif turn.here.status != "with-person":
        await feed(turn, Pressed(button[1], button[2]))


async def _tapped_just_now(turn: Turn, button: tuple[str, int, str]) -> bool:
    """Tell whether it is a second tap in one go: the first has been answered, and nobody meant anything by this one."""
    conversation, question, choice = button
    first, since = event_to_json(Pressed(question, choice)), turn.desk.environment.now() - IN_ONE_GO
    lately = await turn.unit.find(JournalEntry, conversation=conversation, newest=10)
    return any(entry.event == first and entry.at > since for entry in lately)


async def _see_to_the_buttons(turn: Turn, tapped: str, button: tuple[str, int, str] | None) -> None:
    """Leave the buttons that were tapped to the channel, which marks the tapped one; those that count no more go."""
    message = await message_at(turn.unit, tapped) if tapped else ""
    if not message or button is None:
        return
    counts = button[:2] == (turn.here.id, turn.state().question) or _takes_back(turn, button)
    if not counts:
        turn.over = message
    elif message == turn.here.asked:
        turn.change(asked="")


def _takes_back(turn: Turn, button: tuple[str, int, str]) -> bool:
    """Tell whether a button takes back what the newest conversation, closed or not, was taken for without asking."""
    return button == (turn.here.id, turn.state().stated, UNDO)


def _takes_back_in_words(turn: Turn, text: str) -> bool:
    offered = [Button(UNDO, turn.common("something-new"))]
    return turn.state().stated > 0 and (yes_or_no(text) == "no" or choose(offered, text) is not None)


async def _label(turn: Turn, data: str) -> str:
    """Return what was written on a button, for the transcript."""
    for message in reversed(await turn.unit.find(Message, conversation=turn.here.id)):
        for known, label in message.choices:
            if known == data:
                return label
    return "[…]"
