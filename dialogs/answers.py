"""What a customer's answer does at the question where the conversation stands: words, or a button.

Which events reach a question at all is decided in `engine`; what the question shows, in `steps`.
"""

from dialogs import slots
from dialogs.phrases import is_greeting, is_unsolved, language_of, yes_or_no
from dialogs.play import Play
from dialogs.script import Ask, Check, Slot, Summary
from dialogs.steps import buttons, call_person, offer, run

_WISH = 40
"""A wish for a person shorter than this many characters tells nothing of the problem itself."""
_TRIES = 3
"""Unusable answers to a question about what was found or summed up."""


def answer(play: Play, text: str) -> None:
    """Take the customer's words as the answer to the question at hand."""
    step = play.step
    if isinstance(step, Ask):
        _answer_ask(play, step, text)
        return
    # A plain no comes first: it is none of what was found, even where one of that is called "No signal".
    key = _yes_or_no(play, text) or slots.choose(buttons(play), text)
    if key is None:
        _missed(play)
    else:
        understood(play, key)


def understood(play: Play, key: str) -> None:
    """Take a button of the question at hand as its answer."""
    step = play.step
    if isinstance(step, Ask):
        play.know(step.slot, _meant(play.script.slots[step.slot], key))
        run(play, step.goto)
    elif isinstance(step, Check):
        _answer_check(play, step, key)
    elif isinstance(step, Summary):
        _answer_summary(play, step, key)


def read_opening(play: Play, text: str, signals: tuple[str, ...]) -> None:
    """Keep the customer's first words as the problem, unless they only greet or ask for a person."""
    opening = play.script.opening
    only_a_wish = signals == ("wants-person",) and len(text) < _WISH
    if not text or not opening or opening in play.state.slots or only_a_wish or is_greeting(text):
        return
    _adopt_language(play, text)
    value = slots.read(play.script.slots[opening], play.heard(text))
    if value is not None:
        play.know(opening, value)


def _adopt_language(play: Play, text: str) -> None:
    """Speak the language of the first words, unless the customer has chosen one."""
    language = language_of(text, play.state.language)
    if language in play.script.languages and not play.state.language_chosen:
        play.set(language=language)


def _answer_ask(play: Play, step: Ask, text: str) -> None:
    if step.slot == play.script.opening:
        if is_greeting(text):
            play.ask(step.prompt, buttons(play))
            return
        _adopt_language(play, text)
    value = _read(play, play.script.slots[step.slot], text)
    if value is None:
        _missed(play)
    else:
        play.know(step.slot, value)
        run(play, step.goto)


def _read(play: Play, slot: Slot, text: str) -> str | None:
    offered = buttons(play)
    if slot.type in ("choice", "yes-no", "rating"):
        key = slots.choose(offered, text)
        if key is not None:
            return _meant(slot, key)
    elif any(text.strip().casefold() == button.label.casefold() for button in offered):
        return ""  # the only button of a free question is to skip it
    return slots.read(slot, play.heard(text))


def _meant(slot: Slot, key: str) -> str:
    """Return the value that a button stands for; only an optional slot has one to skip it."""
    return "" if key == "skip" and slot.optional else key


def _yes_or_no(play: Play, text: str) -> str | None:
    """Return the button that a plain yes or no stands for."""
    keys = {button.key for button in buttons(play)}
    step = play.step
    if isinstance(step, Check) and step.look == "repeat" and is_unsolved(text):
        word: str | None = "yes"  # "still not working" is a no to "did it help?", but a yes to "is it the same?"
    else:
        word = yes_or_no(text)
    meant = {"yes": ("yes", "send"), "no": ("no", "none", "change")}.get(word or "", ())
    return next((key for key in meant if key in keys), None)


def _answer_check(play: Play, step: Check, key: str) -> None:
    if key in ("no", "none"):
        play.set(checked=(*play.state.checked, step.key))
        run(play, step.goto)
        return
    chosen = next((one for one in play.state.candidates if one.key == key), play.state.candidates[0])
    if key != "yes" and step.look == "known-issue":
        offer(play, step, (chosen,))  # one of several: show its answer before asking whether it helped
        return
    facts = {**play.state.facts, **chosen.facts}
    play.set(checked=(*play.state.checked, step.key), accepted=chosen.key, facts=facts)
    run(play, step.accepted)


def _answer_summary(play: Play, step: Summary, key: str) -> None:
    if play.state.changing:
        rest = {slot: value for slot, value in play.state.slots.items() if slot != key}
        play.set(slots=rest, changing=False)
        asked = (one.key for one in play.script.steps.values() if isinstance(one, Ask) and one.slot == key)
        run(play, next(asked, step.key))
    elif key == "send":
        run(play, step.goto)
    else:
        play.set(changing=True, misses=0)
        play.ask(play.common("change-what"), buttons(play))


def _missed(play: Play) -> None:
    """Ask again, or call a person after so many unusable answers."""
    step = play.step
    play.set(misses=play.state.misses + 1)
    if isinstance(step, Ask):
        target, tries, text = step.otherwise, step.tries, step.reprompt
    else:
        person = play.script.interrupts.get("wants-person")
        target, tries, text = person.goto if person else "", _TRIES, play.common("choose-a-button")
    if target and play.state.misses >= tries:
        call_person(play, reason="unusable-answers", target=target)
    else:
        play.ask_again(text, buttons(play))
