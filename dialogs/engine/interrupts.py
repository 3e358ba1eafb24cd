"""What is heard in words besides the matter: what is said to it, whom it calls, and how the customer takes that back.

A sure signal has its tone line said and may call a person. One that is only perhaps there has a quiet line said, with a
button that makes it sure, and the question at hand stays. A person who was called because of a signal is called off
with one tap, as long as nobody has come.
"""

from dataclasses import replace

from dialogs.engine.advance import SIGNAL_BUTTON, Advance
from dialogs.engine.steps import call_person
from dialogs.model.events import GRAVE, AskAgain, Flag, Said, Started, Withdraw
from dialogs.model.script import WITH_CHOICES, AskStep, HandoffStep, Interrupt
from dialogs.model.state import Alarm, State
from dialogs.reading.folding import folded
from dialogs.reading.small_talk import is_wish

_CHOSEN_BY_NUMBER = (*WITH_CHOICES, "yes-no", "rating")
"""Types of slots where a number that is typed means a button, and no answer of its own."""
_MOST_SINCE = 100
"""Messages kept that are said while a person is waited for."""


def note_signals(advance: Advance, event: Started | Said | AskAgain) -> None:
    """Count what is surely heard and have its tone lines said; remember what is perhaps there."""
    state = advance.state
    if event.others:
        advance.set(others=tuple(dict.fromkeys((*state.others, *event.others))))
    if event.signals:
        _count(advance, event.signals)
    new = tuple(signal for signal in event.unsure if signal not in (*event.signals, *state.perhaps))
    if new:
        advance.set(perhaps=(*state.perhaps, *new), flags=(*state.flags, *new))
    if event.unsure and not GRAVE.intersection(event.signals):
        wordless = (*event.signals, *state.quiet)
        due = (signal for signal in advance.script.quiet if signal in event.unsure and signal not in wordless)
        advance.set(quiet={**state.quiet, **dict.fromkeys([*due][:1], "")})


def follow_interrupt(advance: Advance, event: Started | Said) -> bool:
    """Follow the first interrupt that one of the signals calls for; tell whether there was one."""
    for signal, interrupt in advance.script.interrupts.items():
        if signal in event.signals and advance.state.heard[signal] >= interrupt.times:
            target = _target(interrupt, others=signal in event.others)
            if _can_be_taken_back(advance, event, target):
                advance.set(alarm=Alarm(signal, advance.before, event))
            call_person(advance, reason=signal, target=target)
            return True
    return False


def confirmed_in_words(advance: Advance, text: str) -> str:
    """Return the key of the quiet line's button that the words stand for: by its label, or by its number."""
    step, own = advance.step, len(advance.buttons)
    slot = advance.script.slots[step.slot] if isinstance(step, AskStep) else None
    by_number = own > 0 and (slot is None or slot.type in _CHOSEN_BY_NUMBER)
    for number, button in enumerate(advance.quiet_buttons, own + 1):
        if folded(text).strip(" .!。") == folded(button.label) or (by_number and text.strip() == str(number)):
            return button.key
    return ""


def confirm(advance: Advance, key: str) -> None:
    """Take the button of a quiet line: the signal is surely there."""
    signal = key.removeprefix(SIGNAL_BUTTON)
    _count(advance, (signal,))
    target = _target(advance.script.interrupts[signal], others=signal in advance.state.others)
    call_person(advance, reason=signal, target=target)


def show_flags(advance: Advance) -> None:
    """Have the staff see what is perhaps there, as soon as there is a ticket to see it on."""
    if advance.state.flags and advance.state.reference and advance.state.status != "filing":
        advance.effects.append(Flag(advance.state.flags))
        advance.set(flags=())


def keep_words(advance: Advance, text: str) -> None:
    """Keep what is said while a person is waited for who may yet be called off."""
    alarm = advance.state.alarm
    if alarm and text and len(alarm.since) < _MOST_SINCE:
        advance.set(alarm=replace(alarm, since=(*alarm.since, text)))


def call_off(advance: Advance, alarm: Alarm) -> Started | Said:
    """Go back to where the signal was heard, and return the words to be taken for nothing but what they say."""
    now, before, event = advance.state, alarm.before, alarm.event
    known = event.facts.get("reference", "") if isinstance(event, Started) else before.reference
    advance.effects.append(Withdraw(alarm.signal, event.text, filed=bool(now.reference) and not known))
    advance.state = _with_the_present(before, now)
    advance.tell(advance.texts["misheard"])
    told = before.slots.get(advance.script.opening)
    if told is None:
        event = replace(event, text="\n".join((event.text, *alarm.since)))
    elif alarm.since:
        advance.set(slots={**before.slots, advance.script.opening: "\n".join((told, *alarm.since))})
    plain = replace(event, signals=(), unsure=(), others=())
    return replace(plain, goes_on=True) if isinstance(plain, Started) else plain


def _with_the_present(before: State, now: State) -> State:
    """Return an earlier state, as far as the world and the screen have not gone on since."""
    opens = {"opens": now.facts["opens"]} if "opens" in now.facts else {}
    return replace(
        before,
        question=now.question,
        language=now.language,
        language_chosen=now.language_chosen,
        desk_closed=now.desk_closed,
        facts={**before.facts, **opens},
        quiet=now.quiet,
        perhaps=now.perhaps,
        flags=now.flags,
    )


def _count(advance: Advance, signals: tuple[str, ...]) -> None:
    heard = {**advance.state.heard, **{signal: advance.state.heard.get(signal, 0) + 1 for signal in signals}}
    new = tuple(signal for signal in advance.script.tone if heard.get(signal) == 1 and signal in signals)
    advance.set(heard=heard, tones=(*advance.state.tones, *new))


def _target(interrupt: Interrupt, *, others: bool) -> str:
    return interrupt.of_another if others and interrupt.of_another else interrupt.goto


def _can_be_taken_back(advance: Advance, event: Started | Said, target: str) -> bool:
    """Tell whether it may be a misunderstanding, and nothing but a ticket comes of it: who asks for a person means it.

    A ticket that is opened again on the way to a person stays open.
    """
    only_a_wish = event.signals == ("wants-person",) and is_wish(event.text)
    return bool(event.text) and not only_a_wish and isinstance(advance.script.steps[target], HandoffStep)
