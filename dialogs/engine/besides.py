"""What words do at a question other than to answer it: they add to the telling, correct it, or say it is told.

Whatever is said so, the question stays and comes again.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from dialogs.engine.advance import Advance
from dialogs.engine.finding import pass_over
from dialogs.engine.questions import repeat_question
from dialogs.engine.steps import run
from dialogs.model.script import AskStep, CheckStep, Slot, Step, SummaryStep
from dialogs.reading import slots
from dialogs.reading.choices import names_slot
from dialogs.reading.denied import without_denied
from dialogs.reading.folding import folded
from dialogs.reading.places import places, point
from dialogs.reading.slots import TELLING, Heard
from dialogs.reading.told import SlotReading
from dialogs.reading.wishes import wished

_SAYS_WRONG = re.compile(
    r"\b(?:wrong|incorrect|mistake|typo|change|update|correct|isn.?t|not|no|actually|sorry|meant)\b|错|改|不对|不是|弄混|唔系|唔啱|写的"
)
"""What must be said for a value to be asked for anew, where the words only name it."""
_SHORT_WISH = 60
"""The widest text that only asks for something: "让他们别再打了就行"."""
_ONLY_A_VALUE = 28
"""The widest text, a Chinese sign counted twice, that tells no more than the value it holds: "my number is …"."""


def add(advance: Advance, step: Step, heard: Heard) -> bool:
    """Add to the telling, unless the words are what is asked for; an offer that they pass by is left without a word."""
    asked = advance.script.slots[step.slot] if isinstance(step, AskStep) else None
    takes_all = (
        asked is not None and asked.type == "text" and not asked.words and not is_wish_elsewhere(advance, step, heard)
    )
    if asked and (takes_all or holds_answer(asked, heard) or may_name_choice(advance, asked, heard)):
        return False  # a description is whatever is said, but what is called by numbers is not, nor is a wish
    if isinstance(step, SummaryStep) and advance.state.changing:
        return False
    if isinstance(step, AskStep):
        note_too(advance, heard)
        return True
    take_more(advance, heard)
    if isinstance(step, CheckStep):
        advance.tell(advance.texts["noted-too"])
        pass_over(advance, step)
    else:
        run(advance, step.key)
    return True


def may_name_choice(advance: Advance, asked: Slot, heard: Heard) -> bool:
    """Tell whether the words may name a choice that is asked for, and it was not asked yet whether they do."""
    return asked.key not in advance.state.doubts and bool(slots.likely_choice(asked, heard))


def is_wish_elsewhere(advance: Advance, step: Step, heard: Heard) -> bool:
    """Tell whether a few words at a question for free words ask for something that the script has among its wishes."""
    asked = advance.script.slots[step.slot] if isinstance(step, AskStep) else None
    if asked is None or asked.type not in ("text", "place") or asked.key == advance.script.opening:
        return False
    if asked.words if asked.type == "text" else holds_answer(asked, heard):
        return False
    wishes = (slot for slot in advance.script.slots.values() if slot.wish)
    return width(heard.text) <= _SHORT_WISH and any(wished(slot.choices, heard.plain) for slot in wishes)


def note_too(advance: Advance, heard: Heard, found: Mapping[str, str] | None = None) -> None:
    """Say what is noted of words that are no answer, and ask once more what is open.

    Nobody is held at a question by talking of something else: the second time it is left where it may be skipped, and
    elsewhere it is said that it is still open.
    """
    state, step = advance.state, advance.step
    values = take_more(advance, heard, found)
    if values:
        advance.tell(advance.texts["noted-values"], {"summary": advance.lines(values, quoted=False)})
    else:
        advance.tell(advance.texts["noted-too"])
    if values or not isinstance(step, AskStep):
        repeat_question(advance)
        return
    passed_by = state.noted_at == state.question or state.misses > 0
    advance.set(noted_at=state.question)
    if passed_by and advance.script.slots[step.slot].optional:
        leave_out(advance, step)
    elif passed_by and step.slot not in (*state.remembered, *state.doubts):
        advance.ask_again(advance.texts["still-open"], {"prompt": advance.unfilled(step.prompt)})
    else:
        repeat_question(advance)


def leave_out(advance: Advance, step: AskStep) -> None:
    """Go on without what may be skipped."""
    advance.know(step.slot, "", at=step.key)
    run(advance, step.goto)


def leave_another_out(advance: Advance, step: Step, heard: Heard) -> bool:
    """Leave out the one other answer that the words will not give: "I won't give a phone" where a day is asked for."""
    asked = step.slot if isinstance(step, AskStep) else ""
    named = [slot for slot in advance.asked() if names_slot(slot, heard.text) and slot.key not in advance.state.slots]
    if len(named) != 1 or named[0].key == asked or not named[0].optional:
        return False
    advance.fill({named[0].key: ""})
    advance.tell(advance.texts["left-out"])
    repeat_question(advance)
    return True


def correct(advance: Advance, step: Step, heard: Heard) -> bool:
    """Change what was told, and show it; tell whether the words say what to change. The summary does so by itself."""
    if isinstance(step, SummaryStep):
        return False
    said = replace(heard, text=without_denied(heard.text))
    slot = slot_to_change(advance, heard) or last_of_its_kind(advance, step, said)
    value = new_value(slot, said) if slot else None
    if slot is None or value == advance.state.slots.get(slot.key):
        return isinstance(step, AskStep) and add(advance, step, heard)
    if value is None and not _SAYS_WRONG.search(folded(heard.text)):
        return isinstance(step, AskStep) and add(advance, step, heard)  # "the lost day" names a day and corrects none
    if value is None:
        ask_anew(advance, slot.key)
        return True
    advance.know(slot.key, value)
    words = slots.shown(slot, value, advance.state.language)
    advance.tell(advance.texts["changed"], {"label": advance.unfilled(slot.label), "value": words})
    repeat_question(advance)
    return True


def show_known(advance: Advance, step: Step, heard: Heard) -> bool:
    """Show what was understood and ask for the rest; whoever says it twice is not asked a third time."""
    if not isinstance(step, AskStep):
        repeat_question(advance)
        return True
    if holds_answer(advance.script.slots[step.slot], heard) or advance.state.misses or not advance.summary:
        return False
    advance.set(misses=1)
    advance.tell(advance.texts["told-so-far"], {"summary": advance.summary})
    repeat_question(advance)
    return True


def take_more(advance: Advance, heard: Heard, found: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """Add to the telling, and read what the words hold, by themselves and with what was told before; return that.

    ``found`` is what was read of them already; what is nothing but a value stands in its slot.
    """
    found = fill_other_slots(advance, heard) if found is None else found
    if not found or width(heard.text) > _ONLY_A_VALUE:
        add_to_telling(advance, heard)
    if whole := advance.state.slots.get(advance.script.opening):
        told = replace(heard, text=whole, choices=None if heard.choices is None else ())
        found = {**found, **fill_other_slots(advance, told)}
    return found


def keep_more(advance: Advance, heard: Heard) -> None:
    """Add to the telling an answer in words that says more than which button is meant, and read what it holds."""
    is_label = folded(heard.text) in {folded(button.label) for button in advance.buttons}
    if width(heard.text) > _ONLY_A_VALUE and not is_label:
        fill_other_slots(advance, heard)
        add_to_telling(advance, heard)


def width(text: str) -> int:
    """Return how much a text says, a Chinese sign counted twice."""
    return sum(2 if sign > "\u2e80" else 1 for sign in text)


def add_to_telling(advance: Advance, heard: Heard) -> None:
    """Add to the telling what is said of it later."""
    opening = advance.script.opening
    told = advance.state.slots.get(opening)
    whole = told and slots.read(advance.script.slots[opening], replace(heard, text=f"{told}\n{heard.text}"))
    if whole:
        advance.set(slots={**advance.state.slots, opening: whole})


def fill_other_slots(advance: Advance, heard: Heard, taken: str = "") -> Mapping[str, str]:
    """Fill the other slots that the words hold, and return them.

    ``taken`` is the value that was read already: no number of anything else as well, but that of an account may be the
    phone's.
    """
    step = advance.step
    asked = step.slot if isinstance(step, AskStep) else ""
    known = {key: one for key, one in advance.state.slots.items() if one}  # what was skipped may be told after all
    found = slots.read_telling(advance.script, {**known, asked: taken}, heard)
    if taken and advance.script.slots[asked].type != "digits":
        found = {key: one for key, one in found.items() if one.value.lstrip("+") != taken}
    keep_told(advance, found)
    return {key: one.value for key, one in found.items() if one.value}


def keep_told(advance: Advance, found: Mapping[str, SlotReading]) -> None:
    """Keep what a telling says: the values that are sure, and of the others those that it may be."""
    sure = {key: one for key, one in found.items() if one.value}
    if sure:
        advance.fill({key: one.value for key, one in sure.items()}, {key: one.words for key, one in sure.items()})
    asked = {slot.key for slot in advance.asked()}
    doubts = {key: one.others for key, one in found.items() if one.others and key in asked}
    if doubts:
        advance.set(doubts={**advance.state.doubts, **doubts})


def ask_anew(advance: Advance, key: str) -> None:
    """Ask for a slot that was filled already."""
    asked = [one.key for one in advance.script.steps.values() if isinstance(one, AskStep) and one.slot == key]
    advance.forget(key)
    run(advance, next((one for one in asked if one in advance.state.trail), asked[0] if asked else advance.state.step))


def slot_to_change(advance: Advance, heard: Heard) -> Slot | None:
    """Return the one slot that the words name: "no, the phone is wrong", "日期改一下".

    One that is not known yet counts only if the words hold its value: "it was last Thursday, the date is missing".
    A point picked on the map needs no name.
    """
    spot = point(heard.text)
    named = [slot for slot in advance.asked() if names_slot(slot, heard.text) or (spot and slot.type == "place")]
    known = [slot for slot in named if advance.state.slots.get(slot.key)]
    found = known or [slot for slot in named if new_value(slot, heard)]
    return found[0] if len(found) == 1 else None


def new_value(slot: Slot, heard: Heard) -> str | None:
    """Return the value that the words hold for a slot, where one may be taken out of a sentence."""
    if slot.type == "place":
        found = {heard.text} if point(heard.text) else set(places(heard.text))
    elif slot.type in TELLING:
        found = {one.value for one in slots.codes_told(slot, heard)}  # "room 615", but no words that are free
    else:
        return slots.read(slot, heard)
    return found.pop() if len(found) == 1 else None


def holds_answer(slot: Slot, heard: Heard) -> bool:
    """Tell whether the words hold a value that is asked for, and not only might be one."""
    return new_value(slot, heard) is not None


def last_of_its_kind(advance: Advance, step: Step, heard: Heard) -> Slot | None:
    """Return the slot for which the words hold another value than the one known, the last answered of several."""
    known, asked = advance.state.slots, step.slot if isinstance(step, AskStep) else ""
    other = {
        slot.key: slot
        for slot in advance.asked()
        if known.get(slot.key) and slot.key != asked and new_value(slot, heard) not in (None, known[slot.key])
    }
    steps = (advance.script.steps.get(key) for key in reversed(advance.state.trail))
    last = (step.slot for step in steps if isinstance(step, AskStep) and step.slot in other)
    return other.get(next(last, next(iter(other), "")))
