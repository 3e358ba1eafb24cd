"""What a customer's answer does at the question where the conversation stands: words, or a button.

Which events reach a question at all is decided in `engine`; what the question shows, in `steps` and `buttons`.
"""

from dataclasses import replace

from dialogs.engine.buttons import buttons
from dialogs.engine.finding import answer_check
from dialogs.engine.play import Advance
from dialogs.engine.steps import call_person, run
from dialogs.engine.summary import amended, answer_summary
from dialogs.language.wording import in_language
from dialogs.model.events import StartOver
from dialogs.model.script import AskStep, CheckStep, Slot, SummaryStep, Text
from dialogs.reading import slots
from dialogs.reading.choices import choose
from dialogs.reading.places import point
from dialogs.reading.slots import TELLING, Heard
from dialogs.reading.small_talk import (
    asks_why,
    is_back,
    is_greeting,
    is_same,
    is_skip,
    is_unknown,
    is_unsolved,
    is_wish,
    language_of,
    yes_or_no,
)
from dialogs.reading.telling_slots import held
from dialogs.strict_yaml.placeholders import fill

_TRIES = 3
"""Unusable answers to a question about what was found or summed up."""
_SHORTEST_TELLING = 8
"""Signs beside the answer itself that may hold another one: "bill, 88002233"."""
_NUMBERS = ("phone", "email", "digits")
"""Types of slots which people like to know the use of before they give them away."""
_GIVEN_UP_AT = 2
"""Times that a customer who cannot answer a question is asked it."""


def answer(play: Advance, heard: Heard) -> None:
    """Take the customer's words as the answer to the question at hand."""
    step = play.step
    if is_back(heard.text) and not play.state.resuming:
        _go_back(play)
    elif isinstance(step, AskStep) and not play.state.resuming:
        _answer_ask(play, step, heard)
    elif not (isinstance(step, SummaryStep) and not play.state.resuming and amended(play, step, heard)):
        # A plain no comes first: it is none of what was found, even where one of that is called "No signal".
        key = _yes_or_no(play, heard.text) or choose(buttons(play), heard.text) or _passed_over(play, heard.text)
        if key is None:
            _missed(play, heard)
        else:
            understood(play, key)


def understood(play: Advance, key: str) -> None:
    """Take a button of the question at hand as its answer."""
    step = play.step
    if play.state.resuming:
        _answer_resume(play, key)
    elif isinstance(step, AskStep):
        _tap_ask(play, step, key)
    elif isinstance(step, CheckStep):
        answer_check(play, step, key)
    elif isinstance(step, SummaryStep):
        answer_summary(play, step, key)


def read_opening(play: Advance, text: str, signals: tuple[str, ...]) -> None:
    """Keep the customer's first words as the problem, unless they only greet or ask for a person."""
    opening = play.script.opening
    only_a_wish = signals == ("wants-person",) and is_wish(text)
    if not text or not opening or opening in play.state.slots or only_a_wish or is_greeting(text):
        return
    _adopt_language(play, text)
    value = slots.read(play.script.slots[opening], play.heard(text))
    if value is not None:
        asks = (step.key for step in play.script.steps.values() if isinstance(step, AskStep) and step.slot == opening)
        _know(play, opening, value, next(asks, ""))
    if value is not None or point(text):
        _know_what_else_it_holds(play, play.heard(text))


def come_back(play: Advance, text: str) -> None:
    """Ask a customer who left a draft behind whether it is to go on."""
    play.set(status="active", resuming=True, unheard=text)
    ask_to_resume(play)


def ask_to_resume(play: Advance) -> None:
    """Ask whether the draft is to go on."""
    told = next((value for value in play.state.slots.values() if value), "")
    play.ask(play.common("resume"), buttons(play), {"description": play.state.slots.get(play.script.opening) or told})


def _adopt_language(play: Advance, text: str) -> None:
    """Speak the language of the first words, unless the customer has chosen one."""
    language = language_of(text, play.state.language)
    if language in play.script.languages and not play.state.language_chosen:
        play.set(language=language)


def _know(play: Advance, slot: str, value: str, step: str) -> None:
    """Fill a slot with what the customer said at this step, so that `_go_back` finds the way to it."""
    play.know(slot, value)
    if step:
        play.set(trail=(*play.state.trail, step), picked=())


def _know_what_else_it_holds(play: Advance, heard: Heard, but: str = "") -> None:
    """Fill the other slots that the words hold; ``but`` is the value they were taken for already."""
    asked = play.step.slot if isinstance(play.step, AskStep) else ""
    found = held(play.script, {**play.state.slots, asked: but}, heard)
    found = {key: value for key, value in found.items() if not but or value.lstrip("+") != but}
    if found:
        play.set(slots={**play.state.slots, **found})


def _go_back(play: Advance) -> None:
    """Ask once more what the customer answered last."""
    state = play.state
    if state.changing:
        run(play, state.step)
    elif not state.trail:
        play.ask_again(play.common("nothing-before"), buttons(play))
    else:
        step = play.script.steps[state.trail[-1]]
        play.set(trail=state.trail[:-1], checked=())  # what is told anew is looked up anew
        if isinstance(step, AskStep):
            play.forget(step.slot)
            if step.slot == play.script.opening:
                play.set(accepted="", tried="", later="")
        run(play, step.key)


def _answer_ask(play: Advance, step: AskStep, heard: Heard) -> None:
    slot = play.script.slots[step.slot]
    if step.slot == play.script.opening:
        if is_greeting(heard.text):
            play.ask(step.prompt, buttons(play))
            return
        _adopt_language(play, heard.text)
    if is_skip(heard.text) or is_unknown(heard.text):
        _cannot_say(play, step, slot)
    elif key := _button_meant(play, slot, heard.text):
        _tap_ask(play, step, key)
    elif value := slots.read(slot, heard):
        _know(play, step.slot, value, step.key)
        if slot.type in TELLING or len(heard.text) - len(value) >= _SHORTEST_TELLING:
            _know_what_else_it_holds(play, heard, value)
        run(play, step.goto)
    else:
        _know_what_else_it_holds(play, heard)
        _missed(play, heard)


def _button_meant(play: Advance, slot: Slot, text: str) -> str | None:
    """Return the button that the words stand for; where words are an answer, only the label of skip or done does."""
    offered = buttons(play)
    if slot.key in play.state.remembered:
        return _yes_or_no(play, text) or choose(offered, text)
    if slot.type in ("choice", "yes-no", "rating"):
        return choose(offered, text)
    aside = (button for button in offered if button.key in ("skip", "done"))
    return next((button.key for button in aside if button.label.casefold() == text.strip().casefold()), None)


def _cannot_say(play: Advance, step: AskStep, slot: Slot) -> None:
    """Go on without an answer where that is possible; else ask once more, and no third time."""
    if slot.optional:
        _know(play, slot.key, "", step.key)
        run(play, step.goto)
    elif play.state.misses + 1 >= _GIVEN_UP_AT:
        call_person(play, reason="unusable-answers", target=step.otherwise)
    else:
        play.set(misses=play.state.misses + 1)
        reprompt = in_language(play.script, play.state, step.reprompt)
        play.ask_again(play.common("needed"), buttons(play), {"reprompt": reprompt})


def _tap_ask(play: Advance, step: AskStep, key: str) -> None:
    slot = play.script.slots[step.slot]
    if step.slot in play.state.remembered:
        _answer_remembered(play, step, key)
    elif slot.type == "multi-choice" and key not in ("skip", "done"):
        _pick(play, slot, key)
    else:
        value = ",".join(play.state.picked) if key == "done" else "" if key == "skip" else key
        _know(play, step.slot, value, step.key)
        run(play, step.goto)


def _answer_remembered(play: Advance, step: AskStep, key: str) -> None:
    remembered = dict(play.state.remembered)
    value = remembered.pop(step.slot)
    play.set(remembered=remembered)
    if key == "yes":
        _know(play, step.slot, value, step.key)
    run(play, step.key)


def _pick(play: Advance, slot: Slot, key: str) -> None:
    """Add one of several choices and ask for more, until there are no more."""
    step = play.step
    picked = {*play.state.picked, key}
    ordered = tuple(choice.key for choice in slot.choices if choice.key in picked)
    play.set(picked=ordered, misses=0)
    if len(ordered) == len(slot.choices):
        understood(play, "done")
    elif isinstance(step, AskStep):
        shown = slots.shown(slot, ",".join(ordered), play.state.language)
        play.ask_again(play.common("and-else"), buttons(play), {"picked": shown})


def _answer_resume(play: Advance, key: str) -> None:
    unheard = play.state.unheard
    play.set(resuming=False, unheard="")
    if key == "no":
        play.end()
        play.effects.append(StartOver(unheard))
        return
    step = play.step
    slot = play.script.slots[step.slot] if isinstance(step, AskStep) else None
    # What was written on coming back may be the very answer; plain words more likely only say hello.
    value = slots.read(slot, play.heard(unheard)) if slot and slot.type not in TELLING else None
    if isinstance(step, AskStep) and value is not None:
        _know(play, step.slot, value, step.key)
    run(play, step.key)


def _yes_or_no(play: Advance, text: str) -> str | None:
    """Return the button that a plain yes or no stands for."""
    keys = {button.key for button in buttons(play)}
    step = play.step
    if isinstance(step, CheckStep) and step.look == "repeat" and (is_unsolved(text) or is_same(text)):
        word: str | None = "yes"  # "still not working" is a no to "did it help?", but a yes to "is it the same?"
    else:
        word = yes_or_no(text)
    candidates = play.state.candidates if isinstance(step, CheckStep) else ()
    the_only_one = [one.key for one in candidates] if len(candidates) == 1 else []
    meant = {"yes": ("yes", "send", *the_only_one), "no": ("no", "none", "change")}.get(word or "", ())
    return next((key for key in meant if key in keys), None)


def _passed_over(play: Advance, text: str) -> str | None:
    """Return the button that goes on where a customer skips what may be known, or cannot say whether it is that."""
    step = play.step
    if play.state.resuming or not isinstance(step, CheckStep) or step.look != "known-issue":
        return None
    skips = is_skip(text) or is_unknown(text)
    return next((button.key for button in buttons(play) if skips and button.key in ("no", "none")), None)


def _tell_on(play: Advance, heard: Heard) -> None:
    """Add to the telling what was still said of it while the first question was on its way; that stays asked."""
    opening = play.script.opening
    told = play.state.slots.get(opening)
    whole = told and slots.read(play.script.slots[opening], replace(heard, text=f"{told}\n{heard.text}"))
    if whole:
        play.set(slots={**play.state.slots, opening: whole})


def _again(play: Advance, step: AskStep, words: str) -> Text:
    """Return how to ask once more: whoever asks what it is for is told so, and has made no mistake."""
    if play.script.slots[step.slot].type not in _NUMBERS or not asks_why(words):
        return step.reprompt
    why = play.common("what-for")
    return {language: fill(why[language], {"prompt": prompt}) for language, prompt in step.prompt.items()}


def _missed(play: Advance, heard: Heard) -> None:
    """Ask again, or call a person after so many unusable answers; what was no answer at all belongs to the telling."""
    step, words = play.step, heard.text
    if heard.hasty and not play.state.resuming:
        _tell_on(play, heard)
        return
    play.set(misses=play.state.misses + 1)
    if isinstance(step, AskStep) and not play.state.resuming:
        target, tries, text = step.otherwise, step.tries, _again(play, step, words)
    else:
        person = play.script.interrupts.get("wants-person")
        target, tries, text = person.goto if person else "", _TRIES, play.common("choose-a-button")
    if target and play.state.misses >= tries:
        call_person(play, reason="unusable-answers", target=target)
    else:
        play.ask_again(text, buttons(play))
