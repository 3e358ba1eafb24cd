"""One conversation as it was, turn by turn, in plain text. The values of private slots are hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.desk.scripts.replay_runner import ReplayedJournal
from dialogs.engine.advance import Advance
from dialogs.model.events import (
    Cancelled,
    Event,
    Filed,
    Finished,
    Found,
    GivenUp,
    HandedBack,
    HoursChanged,
    LanguageChosen,
    Pressed,
    Said,
    Silent,
    Started,
    TakenOver,
    Tell,
)
from dialogs.model.script import AskStep
from dialogs.versions.turn_views import PlayedEvent, TurnView

_HIDDEN = "•••"
_INDENT = 2 * " "
_OTHERS: Mapping[type[Event], str] = {
    Started: "desk:     begins the conversation",
    Cancelled: "customer: stops",
    Silent: "desk:     the customer is silent",
    GivenUp: "desk:     the customer stays silent and is given up",
    TakenOver: "desk:     a person takes over",
    HandedBack: "desk:     the person hands back",
    Finished: "desk:     the person settles the matter",
}


def transcript_as_text(replayed: ReplayedJournal, zone: ZoneInfo) -> str:
    """Return the conversation: of each turn what happened, the steps, the answers it left, and what the bot said."""
    conversation = replayed.conversation
    versions = ", then ".join(f"{version:.7}" for version in replayed.versions)
    ticket = f", {replayed.reference}" if replayed.reference else ""
    lines = [f"{conversation.id} on {conversation.script} {versions}, {conversation.status}{ticket}"]
    for number, (at, turn) in enumerate(replayed.turns, 1):
        lines += ["", f"turn {number} · {at.astimezone(zone):%Y-%m-%d %H:%M:%S}"]
        lines += [_INDENT + line for line in _turn(turn)]
    return "\n".join(lines)


def _turn(turn: TurnView) -> Iterator[str]:
    for moment in turn.moments:
        yield _happened(moment)
        if moment.visited:
            yield f"steps:    {' → '.join(moment.visited)}"
        yield from _learnt(moment)
        for effect in moment.effects:
            if isinstance(effect, Tell):
                yield _said("bot:      ", _public(moment, effect.text))
                if effect.buttons:
                    yield " " * 10 + " ".join(f"[{button.label}]" for button in effect.buttons)
        if moment.ignored:
            yield "(nothing comes of it)"


def _happened(moment: PlayedEvent) -> str:
    """Return the event in words, without what is private."""
    match moment.event:
        case Started(text=words) if words:
            return _said("customer: ", _public(moment, words))
        case Said():
            return _said("customer: ", _words(moment, moment.event))
        case Pressed():
            return f"customer: taps [{_label(moment, moment.event)}]"
        case Found(candidates=found):
            labels = ", ".join(_public(moment, one.label) for one in found)
            return f"desk:     finds {labels or 'nothing'}"
        case Filed(reference=reference):
            return f"desk:     files {reference}"
        case HoursChanged(closed=closed):
            return f"desk:     {'closed' if closed else 'open'}"
        case LanguageChosen(language=language):
            return f"customer: chooses {language}"
    return _OTHERS[type(moment.event)]


def _words(moment: PlayedEvent, said: Said) -> str:
    """Return what the customer wrote; an answer to a private question is hidden whole, usable or not."""
    step = moment.script.steps.get(moment.before.step)
    is_private = isinstance(step, AskStep) and moment.script.slots[step.slot].private
    words = _HIDDEN if is_private else _public(moment, said.text)
    return f"{words} [{said.file}]".strip() if said.file else words


def _label(moment: PlayedEvent, tap: Pressed) -> str:
    offered = Advance(moment.script, moment.before).buttons if tap.question == moment.before.question else ()
    return next((button.label for button in offered if button.key == tap.choice), f"{tap.choice}, of an older question")


def _learnt(moment: PlayedEvent) -> Iterator[str]:
    """Yield the answers that are known now and were not before."""
    slots = moment.script.slots
    for key, value in moment.state.slots.items():
        if key in slots and moment.before.slots.get(key) != value:
            shown = _HIDDEN if slots[key].private and value else _public(moment, value)
            yield f"slot:     {key} = {shown or '(none)'}"


def _public(moment: PlayedEvent, text: str) -> str:
    """Return the text with private answers hidden, those that this moment filled and those that it changed."""
    known = replace(moment.state, slots={**moment.before.slots, **moment.state.slots})
    return Advance(moment.script, moment.before).hide_private(Advance(moment.script, known).hide_private(text))


def _said(who: str, text: str) -> str:
    margin = _INDENT + " " * len(who)
    return who + "\n".join((margin + line).rstrip() if at else line for at, line in enumerate(text.split("\n")))
