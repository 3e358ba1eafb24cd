"""What a customer's answer does at the question where the conversation stands: words, or a button.

Which events reach a question at all is decided in `engine`; what the question shows, in `steps` and `advance`. What an
answer about something that was found does is in `finding`.
"""

from collections.abc import Mapping
from dataclasses import replace

from dialogs.engine.advance import MEANT, Advance
from dialogs.engine.finding import answer_check
from dialogs.engine.steps import call_person, run
from dialogs.model.events import StartOver
from dialogs.model.script import AskStep, CheckStep, Slot, Step, SummaryStep, Text
from dialogs.reading import slots
from dialogs.reading.choices import choose, names_slot
from dialogs.reading.places import places, point
from dialogs.reading.slots import TELLING, Heard
from dialogs.reading.small_talk import asks_why, is_greeting, is_wish, language_of, plain_answer
from dialogs.reading.told import SlotReading
from dialogs.strict_yaml.placeholders import fill

_TRIES = 3
"""Unusable answers to a question about what was found or summed up."""
_SHORTEST_TELLING = 8
"""Signs beside the answer itself that may hold another one: "bill, 88002233"."""
_NUMBERS = ("phone", "email", "digits")
"""Types of slots which people like to know the use of before they give them away."""
_NEVER_SMALL = ("phone", "email", "money", "date", "place")
"""Types of slots whose answer is never a number of one digit."""
_GIVEN_UP_AT = 2
"""Times that a customer who cannot answer a question is asked it."""


def answer(advance: Advance, heard: Heard) -> None:
    """Take the customer's words as the answer to the question at hand."""
    step = None if advance.state.resuming else advance.step
    if step and "back" in heard.meanings:
        _go_back(advance)
    elif isinstance(step, AskStep):
        _answer_ask(advance, step, heard)
    elif not (isinstance(step, SummaryStep) and _amended(advance, step, heard)):
        # A plain no comes first: it is none of what was found, even where one of that is called "No signal".
        key = (
            _yes_or_no(advance, heard)
            or choose(advance.buttons, heard.text)
            or (_passed_over(advance, step, heard) if isinstance(step, CheckStep) else None)
        )
        if key is None:
            _missed(advance, heard)
        else:
            take_button(advance, key)


def take_button(advance: Advance, key: str) -> None:
    """Take a button of the question at hand as its answer."""
    step = advance.step
    if advance.state.resuming:
        _answer_resume(advance, step, key)
    elif isinstance(step, AskStep):
        _take_answer(advance, step, key)
    elif isinstance(step, CheckStep):
        answer_check(advance, step, key)
    elif isinstance(step, SummaryStep):
        _answer_summary(advance, step, key)


def read_opening(advance: Advance, text: str, signals: tuple[str, ...]) -> None:
    """Keep the customer's first words as the problem, unless they only greet or ask for a person."""
    opening = advance.script.opening
    only_a_wish = signals == ("wants-person",) and is_wish(text)
    if not text or not opening or opening in advance.state.slots or only_a_wish or is_greeting(text):
        return
    _adopt_language(advance, text)
    heard = advance.heard(text)
    value = slots.read(advance.script.slots[opening], heard)
    if value is not None:
        steps = advance.script.steps.values()
        asking = (step.key for step in steps if isinstance(step, AskStep) and step.slot == opening)
        advance.know(opening, value, at=next(asking, ""))
    if value is not None or point(text):
        _fill_other_slots(advance, heard)


def come_back(advance: Advance, text: str) -> None:
    """Ask a customer who left a draft behind whether it is to go on."""
    advance.set(status="active", resuming=True, unheard=text)
    ask_to_resume(advance)


def ask_to_resume(advance: Advance) -> None:
    """Ask whether the draft is to go on."""
    known = advance.state.slots
    told = known.get(advance.script.opening) or next((value for value in known.values() if value), "")
    advance.ask(advance.texts["resume"], {"description": told})


def _answer_resume(advance: Advance, step: Step, key: str) -> None:
    unheard = advance.state.unheard
    advance.set(resuming=False, unheard="")
    if key == "no":
        advance.end()
        advance.effects.append(StartOver(unheard))
        return
    if isinstance(step, AskStep) and (slot := advance.script.slots[step.slot]).type not in TELLING:
        # What was written on coming back may be the very answer; plain words more likely only say hello.
        value = slots.read(slot, advance.heard(unheard))
        if value is not None:
            advance.know(step.slot, value, at=step.key)
    run(advance, step.key)


def _adopt_language(advance: Advance, text: str) -> None:
    """Speak the language of the first words, unless the customer has chosen one."""
    language = language_of(text, advance.state.language)
    if language in advance.script.languages and not advance.state.language_chosen:
        advance.set(language=language)


def _fill_other_slots(advance: Advance, heard: Heard, taken: str = "") -> None:
    """Fill the other slots that the words hold; ``taken`` is the value that was read already."""
    step = advance.step
    asked = step.slot if isinstance(step, AskStep) else ""
    found = slots.read_telling(advance.script, {**advance.state.slots, asked: taken}, heard)
    keep_told(advance, {key: one for key, one in found.items() if not taken or one.value.lstrip("+") != taken})


def keep_told(advance: Advance, found: Mapping[str, SlotReading]) -> None:
    """Keep what a telling says: the values that are sure, and of the others those that it may be."""
    sure = {key: one for key, one in found.items() if one.value}
    if sure:
        advance.fill({key: one.value for key, one in sure.items()}, {key: one.words for key, one in sure.items()})
    asked = {slot.key for slot in advance.asked()}
    doubts = {key: one.others for key, one in found.items() if one.others and key in asked}
    if doubts:
        advance.set(doubts={**advance.state.doubts, **doubts})


def _go_back(advance: Advance) -> None:
    """Ask once more what the customer answered last."""
    state = advance.state
    if state.changing:
        run(advance, state.step)
    elif not state.trail:
        advance.ask_again(advance.texts["nothing-before"])
    else:
        step = advance.script.steps[state.trail[-1]]
        advance.set(trail=state.trail[:-1], checked=())  # what is told anew is looked up anew
        if isinstance(step, AskStep):
            advance.forget(step.slot)
            if step.slot == advance.script.opening:
                advance.set(accepted="", tried="", later="")
        run(advance, step.key)


def _answer_ask(advance: Advance, step: AskStep, heard: Heard) -> None:
    slot = advance.script.slots[step.slot]
    if step.slot == advance.script.opening:
        if "greeting" in heard.meanings:
            advance.ask(step.prompt)
            return
        _adopt_language(advance, heard.text)
    if heard.meanings & {"skip", "unknown"}:
        _cannot_say(advance, step, slot)
    elif key := _button_meant(advance, slot, heard):
        _take_answer(advance, step, key)
    elif value := slots.read(slot, heard):
        advance.know(step.slot, value, at=step.key)
        if slot.type in TELLING or len(heard.text) - len(value) >= _SHORTEST_TELLING:
            _fill_other_slots(advance, heard, value)
        run(advance, step.goto)
    else:
        _fill_other_slots(advance, heard)
        _missed(advance, heard)


def _button_meant(advance: Advance, slot: Slot, heard: Heard) -> str | None:
    """Return the button that the words stand for; where words are an answer, only the label of skip or done does."""
    offered = advance.buttons
    if slot.key in advance.state.remembered:
        return _yes_or_no(advance, heard) or choose(offered, heard.text)
    if slot.key in advance.state.doubts:
        return choose(offered, heard.text) or ("no" if plain_answer(heard.meanings) == "no" else None)
    if slot.type in ("choice", "yes-no", "rating"):
        return choose(offered, heard.text)
    word = heard.text.strip().casefold()
    # Where answers are no small numbers, "1" is the button that a channel shows as "1. Skip".
    numbered = {str(number): button.key for number, button in enumerate(offered, 1)}
    if slot.type in _NEVER_SMALL and not slot.choices and word in numbered:
        return numbered[word]
    aside = [button.key for button in offered if button.key in ("skip", "done") and button.label.casefold() == word]
    return aside[0] if aside else None


def _cannot_say(advance: Advance, step: AskStep, slot: Slot) -> None:
    """Go on without an answer where that is possible; else ask once more, and no third time."""
    if slot.optional:
        advance.know(slot.key, "", at=step.key)
        run(advance, step.goto)
    elif advance.state.misses + 1 >= _GIVEN_UP_AT:
        call_person(advance, reason="unusable-answers", target=step.otherwise)
    else:
        advance.set(misses=advance.state.misses + 1)
        advance.ask_again(advance.texts["needed"], {"reprompt": advance.unfilled(step.reprompt)})


def _take_answer(advance: Advance, step: AskStep, key: str) -> None:
    slot = advance.script.slots[step.slot]
    if step.slot in advance.state.remembered:
        remembered = dict(advance.state.remembered)
        value = remembered.pop(step.slot)
        advance.set(remembered=remembered)
        if key == "yes":
            advance.know(step.slot, value, at=step.key)
        run(advance, step.key)
    elif step.slot in advance.state.doubts:
        values = advance.state.doubts[step.slot]
        advance.forget(step.slot)
        if key == "no":
            run(advance, step.key)
        else:
            advance.know(step.slot, values[int(key.removeprefix(MEANT))], at=step.key)
            run(advance, step.goto)
    elif slot.type == "multi-choice" and key not in ("skip", "done"):
        _pick(advance, step, slot, key)
    else:
        value = ",".join(advance.state.picked) if key == "done" else "" if key == "skip" else key
        advance.know(step.slot, value, at=step.key)
        run(advance, step.goto)


def _pick(advance: Advance, step: AskStep, slot: Slot, key: str) -> None:
    """Add one of several choices and ask for more, until there are no more."""
    chosen = (*advance.state.picked, key)
    picked = tuple(choice.key for choice in slot.choices if choice.key in chosen)
    advance.set(picked=picked, misses=0)
    if len(picked) == len(slot.choices):
        _take_answer(advance, step, "done")
    else:
        advance.ask_again(
            advance.texts["and-else"], {"picked": slots.shown(slot, ",".join(picked), advance.state.language)}
        )


def _yes_or_no(advance: Advance, heard: Heard) -> str | None:
    """Return the button that a plain yes or no stands for."""
    step, candidates = advance.step, advance.state.candidates
    if isinstance(step, CheckStep) and step.look == "repeat" and heard.meanings & {"unsolved", "same"}:
        word: str | None = "yes"  # "still not working" is a no to "did it help?", but a yes to "is it the same?"
    else:
        word = plain_answer(heard.meanings)
    if word is None:
        return None
    the_only_one = [candidates[0].key] if isinstance(step, CheckStep) and len(candidates) == 1 else []
    meant = ("yes", "send", *the_only_one) if word == "yes" else ("no", "none", "change")
    offered = [button.key for button in advance.buttons]
    return next((key for key in meant if key in offered), None)


def _passed_over(advance: Advance, step: CheckStep, heard: Heard) -> str | None:
    """Return the button that goes on where a customer skips what may be known, or cannot say whether it is that."""
    if step.look != "known-issue" or not heard.meanings & {"skip", "unknown"}:
        return None
    return next((button.key for button in advance.buttons if button.key in ("no", "none")), None)


def _missed(advance: Advance, heard: Heard) -> None:
    """Ask again, or call a person after so many unusable answers; what was no answer at all belongs to the telling."""
    step = None if advance.state.resuming else advance.step
    if heard.hasty and step:
        _add_to_telling(advance, heard)
        return
    advance.set(misses=advance.state.misses + 1)
    if isinstance(step, AskStep):
        target, tries, text = step.otherwise, step.tries, _reprompt(advance, step, heard.text)
    else:
        person = advance.script.interrupts.get("wants-person")
        target, tries, text = person.goto if person else "", _TRIES, advance.texts["choose-a-button"]
    if target and advance.state.misses >= tries:
        call_person(advance, reason="unusable-answers", target=target)
    else:
        advance.ask_again(text)


def _add_to_telling(advance: Advance, heard: Heard) -> None:
    """Add to the telling what was still said of it while the first question was on its way; that stays asked."""
    opening = advance.script.opening
    told = advance.state.slots.get(opening)
    whole = told and slots.read(advance.script.slots[opening], replace(heard, text=f"{told}\n{heard.text}"))
    if whole:
        advance.set(slots={**advance.state.slots, opening: whole})


def _reprompt(advance: Advance, step: AskStep, words: str) -> Text:
    """Return how to ask once more: whoever asks what it is for is told so, and has made no mistake."""
    if advance.script.slots[step.slot].type not in _NUMBERS or not asks_why(words):
        return step.reprompt
    why = advance.texts["what-for"]
    return {language: fill(why[language], {"prompt": prompt}) for language, prompt in step.prompt.items()}


def _answer_summary(advance: Advance, step: SummaryStep, key: str) -> None:
    """Take a button of the summary, or of the choice of what to change, as the answer."""
    if advance.state.changing:
        advance.forget(key)
        advance.set(changing=False)
        asked = [one.key for one in advance.script.steps.values() if isinstance(one, AskStep) and one.slot == key]
        run(advance, next((one for one in asked if one in advance.state.trail), asked[0] if asked else step.key))
    elif key == "send":
        run(advance, step.goto)
    else:
        advance.set(changing=True, misses=0)
        advance.ask(advance.texts["change-what"])


def _amended(advance: Advance, step: SummaryStep, heard: Heard) -> bool:
    """Take words at the summary that correct an answer, or add one; tell whether they did. A plain yes does neither."""
    if advance.state.changing or plain_answer(heard.meanings):
        return False
    slot = _slot_to_change(advance, heard)
    if slot is None:
        known = {key: value for key, value in advance.state.slots.items() if value}
        found = {key: one for key, one in slots.read_telling(advance.script, known, heard).items() if one.value}
        if found:
            keep_told(advance, found)
            run(advance, step.key)
        return bool(found)
    value = _new_value(slot, heard)
    if value is None or value == advance.state.slots.get(slot.key):  # the words do not hold it, so it is asked for
        advance.set(changing=True)
        _answer_summary(advance, step, slot.key)
    else:
        advance.know(slot.key, value)
        run(advance, step.key)
    return True


def _slot_to_change(advance: Advance, heard: Heard) -> Slot | None:
    """Return the one slot that the words name: "no, the phone is wrong", "日期改一下".

    One that is not known yet counts only if the words hold its value: "it was last Thursday, the date is missing".
    A point picked on the map needs no name.
    """
    spot = point(heard.text)
    named = [slot for slot in advance.asked() if names_slot(slot, heard.text) or (spot and slot.type == "place")]
    known = [slot for slot in named if advance.state.slots.get(slot.key)]
    found = known or [slot for slot in named if _new_value(slot, heard)]
    return found[0] if len(found) == 1 else None


def _new_value(slot: Slot, heard: Heard) -> str | None:
    if slot.type == "place":
        found = {heard.text} if point(heard.text) else set(places(heard.text))
        return found.pop() if len(found) == 1 else None
    return None if slot.type in TELLING else slots.read(slot, heard)
