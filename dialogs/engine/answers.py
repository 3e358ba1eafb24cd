"""What a customer's answer does at the question where the conversation stands: words, or a button.

Which events reach a question at all is decided in `engine`; what the question shows, in `steps` and `advance`. What an
answer about something that was found does is in `finding`.
"""

import re
from dataclasses import replace

from dialogs.engine.advance import MEANT, Advance
from dialogs.engine.besides import (
    add,
    add_to_telling,
    ask_anew,
    correct,
    fill_other_slots,
    holds_answer,
    is_wish_elsewhere,
    keep_more,
    keep_told,
    last_of_its_kind,
    leave_another_out,
    leave_out,
    may_name_choice,
    new_value,
    note_too,
    show_known,
    slot_to_change,
    width,
)
from dialogs.engine.finding import answer_check
from dialogs.engine.questions import ask_to_resume, repeat_question, told_before
from dialogs.engine.steps import call_person, run
from dialogs.model.events import Said, Started, StartOver
from dialogs.model.script import WITH_CHOICES, AskStep, CheckStep, HandoffStep, Slot, Step, SummaryStep, Text
from dialogs.reading import slots
from dialogs.reading.choices import choose
from dialogs.reading.denied import without_denied
from dialogs.reading.places import point
from dialogs.reading.slots import TELLING, Heard
from dialogs.reading.small_talk import asks_why, is_greeting, is_wish, language_of, plain_answer
from dialogs.strict_yaml.placeholders import fill

_TRIES = 3
"""Unusable answers to a question about what was found or summed up."""
_SHORTEST_TELLING = 8
"""Signs beside the answer itself that may hold another one: "bill, 88002233"."""
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]", re.DOTALL)
_NUMERIC = ("phone", "digits")
_NUMBERS = (*_NUMERIC, "email")
"""Types of slots which people like to know the use of before they give them away."""
_GIVEN = (*_NUMBERS, "money", "date", "place", "file")
"""Types of slots at whose question a plain no says that there is nothing to give."""
_WORDS = {"confirms": "yes", "denies": "no"}
"""The acts that stand for a yes or a no."""
_TELLS_MORE = 24
"""Bytes from which on a no in free words says why, or what it is instead: a Chinese sign has three."""
_SAYS_SOMETHING = ("answers", "tells", "adds", "corrects")
_SHORTEST_REMARK = 6
"""The width from which on words at a number's question may be about something else: "退号费"."""
_LEAST_DIGITS = 5
"""From so many on it is a number that is wrong, and not one of a house."""
_REMARK_AT_SUMMARY = 16
"""And that from which on words at a summary are no button."""
_TELLS_NOTHING = ("greets", "nudges", "other")
_NO_ANSWERS = ("declines", "already-told")
_GOES_ON = frozenset(("answers", "adds", "corrects", "confirms", "already-told", "nudges"))
"""Acts of a customer who is back and means the draft."""
_NEVER_SMALL = ("phone", "email", "money", "date", "place")
"""Types of slots whose answer is never a number of one digit."""
_GIVEN_UP_AT = 2
"""Times that a customer who cannot answer a question is asked it."""


def answer(advance: Advance, heard: Heard, act: str = "") -> None:
    """Take the customer's words at the question at hand: as its answer, unless they do something else."""
    step = None if advance.state.resuming else advance.step
    if step and _done_besides(advance, step, heard, act):
        return
    if step is None and act in _GOES_ON | {"tells"} and not choose(advance.buttons, heard.text):
        _go_on_with_draft(advance, heard, act)
    elif isinstance(step, AskStep):
        _answer_ask(advance, step, heard, act)
    elif not (isinstance(step, SummaryStep) and act != "confirms" and _amended(advance, step, heard, act)):
        # A plain no comes first: it is none of what was found, even where one of that is called "No signal".
        key = (
            _yes_or_no(advance, heard)
            or choose(advance.buttons, heard.text)
            or _button_for(advance, _WORDS.get(act))
            or (_passed_over(advance, step, heard) if isinstance(step, CheckStep) else None)
        )
        if key is None and isinstance(step, CheckStep) and (found := fill_other_slots(advance, heard)):
            note_too(advance, heard, found)
        elif key is None:
            if not _remarked(advance, step, heard, act):
                _missed(advance, heard)
        else:
            if act == "denies" and isinstance(step, CheckStep) and len(heard.text.encode()) >= _TELLS_MORE:
                add_to_telling(advance, heard)
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


def read_opening(advance: Advance, event: Started | Said) -> None:
    """Keep the customer's first words as the problem, unless they only greet or ask for a person."""
    opening, text = advance.script.opening, event.text
    only_a_wish = event.signals == ("wants-person",) and is_wish(text)
    if not text or not opening or opening in advance.state.slots or only_a_wish or is_greeting(text):
        return
    if event.act in _TELLS_NOTHING:
        return
    _adopt_language(advance, text)
    heard = advance.heard(text, choices=event.choices)
    value = slots.read(advance.script.slots[opening], heard)
    if value is not None:
        steps = advance.script.steps.values()
        asking = (step.key for step in steps if isinstance(step, AskStep) and step.slot == opening)
        advance.know(opening, value, at=next(asking, ""))
    if value is not None or point(text):
        fill_other_slots(advance, heard)


def come_back(advance: Advance, heard: Heard, act: str = "") -> None:
    """Go on with the draft of a customer who is back and says more of it; ask any other whether it is to go on."""
    advance.set(status="active", resuming=True)
    if act in _GOES_ON:
        _go_on_with_draft(advance, heard, act)
    elif act == "denies":
        _answer_resume(advance, advance.step, "no")
    else:
        advance.set(unheard=heard.text, unheard_act=act)
        ask_to_resume(advance)


def _go_on_with_draft(advance: Advance, heard: Heard, act: str) -> None:
    """Take up a draft where it was left, with what its customer says meanwhile."""
    state, step = advance.state, advance.step
    if act == "confirms":
        _answer_resume(advance, step, "yes")
        return
    advance.set(resuming=False, unheard="", unheard_act="")
    advance.tell(advance.texts["welcome-back"], {"description": told_before(advance)})
    for words, does in ((advance.heard(state.unheard), state.unheard_act), (heard, act)):
        if does != "corrects" or not correct(advance, step, words):
            _take_meanwhile(advance, step, words, does)
    run(advance, step.key)


def _take_meanwhile(advance: Advance, step: Step, heard: Heard, act: str) -> None:
    """Take what was written on coming back: the very answer, or more of the matter; the rest only says hello."""
    asked = advance.script.slots[step.slot] if isinstance(step, AskStep) else None
    value = slots.read(asked, heard) if asked and asked.type not in TELLING and heard.text else None
    if asked and value is not None:
        advance.know(asked.key, value, at=step.key)
    elif act in ("tells", "adds", "corrects"):
        add_to_telling(advance, heard)


def _answer_resume(advance: Advance, step: Step, key: str) -> None:
    heard, act = advance.heard(advance.state.unheard), advance.state.unheard_act
    advance.set(resuming=False, unheard="", unheard_act="")
    if key == "no":
        advance.end()
        advance.effects.append(StartOver(heard.text))
        return
    _take_meanwhile(advance, step, heard, act)
    run(advance, step.key)


def _done_besides(advance: Advance, step: Step, heard: Heard, act: str) -> bool:
    """Do what the words do other than to answer the question; tell whether they do."""
    if "back" in heard.meanings:
        _go_back(advance)
        return True
    if heard.hasty:
        return False
    if act == "corrects":
        done = correct(advance, step, heard)
    elif act in ("tells", "adds") or (act == "answers" and is_wish_elsewhere(advance, step, heard)):
        done = add(advance, step, heard)
    elif act == "declines":
        done = leave_another_out(advance, step, heard)
    else:
        done = act == "already-told" and show_known(advance, step, heard)
    return done


def _adopt_language(advance: Advance, text: str) -> None:
    """Speak the language of the first words, unless the customer has chosen one."""
    language = language_of(text, advance.state.language)
    if language in advance.script.languages and not advance.state.language_chosen:
        advance.set(language=language)


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


def _answer_ask(advance: Advance, step: AskStep, heard: Heard, act: str = "") -> None:
    slot = advance.script.slots[step.slot]
    if step.slot == advance.script.opening:
        if "greeting" in heard.meanings:
            advance.ask(step.prompt)
            return
        _adopt_language(advance, heard.text)
    is_offered = slot.key in (*advance.state.remembered, *advance.state.doubts)
    has_none = slot.type in _GIVEN and not is_offered and plain_answer(heard.meanings) == "no"
    if has_none or heard.meanings & {"skip", "unknown"} or (act in _NO_ANSWERS and not holds_answer(slot, heard)):
        _cannot_say(advance, step, slot, will_not=act == "declines" and not heard.meanings)
    elif key := _button_meant(advance, slot, heard) or _button_for(advance, _WORDS.get(act)):
        keep_more(advance, heard)
        _take_answer(advance, step, key)
    elif slot.type in TELLING and (act in _WORDS or _goes_on_telling(advance, slot, heard)):
        _missed(advance, heard)  # a yes or a no is the name of no place
    elif value := slots.read(slot, heard):
        advance.know(step.slot, value, at=step.key)
        if slot.type in WITH_CHOICES:
            keep_more(advance, heard)
        if slot.type in (*TELLING, "digits") or len(heard.text) - len(value) >= _SHORTEST_TELLING:
            fill_other_slots(advance, heard, value)
        run(advance, step.goto)
    elif found := fill_other_slots(advance, heard):
        note_too(advance, heard, found)
    elif may_name_choice(advance, slot, heard):
        keep_more(advance, heard)
        advance.set(doubts={**advance.state.doubts, slot.key: (slots.likely_choice(slot, heard),)})
        run(advance, step.key)
    elif act in _SAYS_SOMETHING and _is_no_number(slot, heard):
        note_too(advance, heard)
    else:
        _missed(advance, heard)


def _is_no_number(slot: Slot, heard: Heard) -> bool:
    """Tell whether words at the question for a number hold none and ask nothing, so that they tell of the matter."""
    digits = len(_DIGIT.findall(heard.text))
    tells = width(heard.text) >= _SHORTEST_REMARK + digits and digits < _LEAST_DIGITS and not asks_why(heard.text)
    return slot.type in _NUMERIC and tells and not heard.hasty and not heard.meanings


def _goes_on_telling(advance: Advance, slot: Slot, heard: Heard) -> bool:
    """Tell whether words that were written before the question was read are more of the telling, and no answer."""
    return heard.hasty and slot.key != advance.script.opening and not holds_answer(slot, heard)


def _button_meant(advance: Advance, slot: Slot, heard: Heard) -> str | None:
    """Return the button that the words stand for; where words are an answer, only the label of skip or done does."""
    offered = advance.buttons
    if slot.key in (*advance.state.remembered, *advance.state.doubts):
        return _yes_or_no(advance, heard) or choose(offered, heard.text)
    if slot.type in ("choice", "yes-no", "rating"):
        return choose(offered, heard.text)
    word = heard.text.strip().casefold()
    # Where answers are no small numbers, "1" is the button that a channel shows as "1. Skip".
    numbered = {str(number): button.key for number, button in enumerate(offered, 1)}
    if slot.type in _NEVER_SMALL and not slot.choices and word in numbered:
        return numbered[word]
    aside = [button.key for button in offered if button.key in ("skip", "done") and button.label.casefold() == word]
    return aside[0] if aside else None


def _cannot_say(advance: Advance, step: AskStep, slot: Slot, *, will_not: bool) -> None:
    """Go on without an answer where that is possible; else ask once more, and no third time.

    Who will not answer is told what follows from that, and not asked again where nothing does.
    """
    needs_person = isinstance(advance.script.steps[step.otherwise], HandoffStep)
    if will_not and not (needs_person and not slot.optional):
        advance.tell(advance.texts["left-out"])
    if slot.optional:
        leave_out(advance, step)
    elif advance.state.misses + 1 >= _GIVEN_UP_AT or (will_not and not needs_person):
        call_person(advance, reason="unusable-answers", target=step.otherwise)
    else:
        advance.set(misses=advance.state.misses + 1)
        # No number was wrong yet, so that what is asked after a wrong one would blame whoever has none at hand.
        repeated = step.prompt if will_not or slot.type in _NUMERIC else step.reprompt
        key = "needed-anyway" if will_not else "needed"
        advance.ask_again(advance.texts[key], {"prompt": advance.unfilled(repeated)})


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
            advance.know(step.slot, values[0 if key == "yes" else int(key.removeprefix(MEANT))], at=step.key)
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
    step = advance.step
    if isinstance(step, CheckStep) and step.look == "repeat" and heard.meanings & {"unsolved", "same"}:
        word: str | None = "yes"  # "still not working" is a no to "did it help?", but a yes to "is it the same?"
    else:
        word = plain_answer(heard.meanings)
    return _button_for(advance, word)


def _button_for(advance: Advance, word: str | None) -> str | None:
    """Return the button that a yes or a no stands for."""
    step, candidates = advance.step, advance.state.candidates
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
    """Ask again, or call a person after so many unusable answers; what was no answer at all belongs to the telling.

    What may be skipped is asked twice at most.
    """
    step = None if advance.state.resuming else advance.step
    if heard.hasty and step:
        add_to_telling(advance, heard)
        return
    advance.set(misses=advance.state.misses + 1)
    if isinstance(step, AskStep):
        slot = advance.script.slots[step.slot]
        target, tries = step.otherwise, min(step.tries, _GIVEN_UP_AT) if slot.optional else step.tries
        if slot.type in (*WITH_CHOICES, "yes-no") and not heard.meanings and _LETTERS.search(heard.text):
            add_to_telling(advance, heard)  # "the children's ward" is no button, but what an agent wants to know
        text = _reprompt(advance, step, heard.text)
    else:
        person = advance.script.interrupts.get("wants-person")
        target, tries, text = person.goto if person else "", _TRIES, advance.texts["choose-a-button"]
    if target and advance.state.misses >= tries:
        call_person(advance, reason="unusable-answers", target=target)
    elif isinstance(step, AskStep) and step.slot in advance.state.doubts:
        repeat_question(advance)  # other buttons than those that asking once more speaks of
    else:
        advance.ask_again(text)


def _reprompt(advance: Advance, step: AskStep, words: str) -> Text:
    """Return how to ask once more: a wrong number is told so, but not who asks what it is for, or says "yes"."""
    kind = advance.script.slots[step.slot].type
    if kind in _NUMBERS and asks_why(words):
        around = advance.texts["what-for"]
    elif kind in _NUMERIC and not _DIGIT.search(words):
        around = advance.texts["still-open"]
    else:
        return step.reprompt
    return {language: fill(around[language], {"prompt": prompt}) for language, prompt in step.prompt.items()}


def _answer_summary(advance: Advance, step: SummaryStep, key: str) -> None:
    """Take a button of the summary, or of the choice of what to change, as the answer."""
    if advance.state.changing:
        advance.set(changing=False)
        ask_anew(advance, key)
    elif key == "send":
        run(advance, step.goto)
    else:
        advance.set(changing=True, misses=0)
        advance.ask(advance.texts["change-what"])


def _remarked(advance: Advance, step: Step | None, heard: Heard, act: str) -> bool:
    """Add words at the summary to the telling where they are more than a try at a button; tell whether they are."""
    is_remark = act in _SAYS_SOMETHING and width(heard.text) >= _REMARK_AT_SUMMARY
    return isinstance(step, SummaryStep) and is_remark and add(advance, step, heard)


def _amended(advance: Advance, step: SummaryStep, heard: Heard, act: str) -> bool:
    """Take words at the summary that correct an answer, or add one; tell whether they did. A plain yes does neither."""
    if advance.state.changing or plain_answer(heard.meanings):
        return False
    slot = slot_to_change(advance, heard)
    if act == "corrects":
        heard = replace(heard, text=without_denied(heard.text))
        slot = slot or last_of_its_kind(advance, step, heard)
    if slot is None:
        known = {key: value for key, value in advance.state.slots.items() if value}
        found = {key: one for key, one in slots.read_telling(advance.script, known, heard).items() if one.value}
        if found:
            keep_told(advance, found)
            run(advance, step.key)
        return bool(found)
    value = new_value(slot, heard)
    if value is None or value == advance.state.slots.get(slot.key):  # the words do not hold it, so it is asked for
        advance.set(changing=True)
        _answer_summary(advance, step, slot.key)
    else:
        advance.know(slot.key, value)
        run(advance, step.key)
    return True
