"""What a customer's answer does at the summary: send it, or change one of the answers.

Every other question is in `answers`.
"""

from dialogs.engine.buttons import buttons
from dialogs.engine.play import Advance
from dialogs.engine.steps import run
from dialogs.model.script import AskStep, Slot, SummaryStep
from dialogs.reading import slots
from dialogs.reading.choices import names_slot
from dialogs.reading.places import places, point
from dialogs.reading.slots import TELLING, Heard
from dialogs.reading.small_talk import yes_or_no
from dialogs.reading.telling_slots import held


def amended(play: Advance, step: SummaryStep, heard: Heard) -> bool:
    """Take words that correct an answer, or add one; tell whether they did. A plain yes or no does neither."""
    if play.state.changing or yes_or_no(heard.text):
        return False
    slot = _slot_to_change(play, heard)
    if slot is None:
        return _add(play, step, heard)
    _correct(play, step, slot, heard)
    return True


def _slot_to_change(play: Advance, heard: Heard) -> Slot | None:
    """Return the one slot that the words name: "no, the phone is wrong", "日期改一下".

    One that is not known yet counts only if the words hold its value: "it was last Thursday, the date is missing".
    A point picked on the map needs no name.
    """
    asked = {step.slot for step in play.script.steps.values() if isinstance(step, AskStep)}
    slots_asked = [slot for key, slot in play.script.slots.items() if key in asked]
    named = [one for one in slots_asked if names_slot(one, heard.text) or (one.type == "place" and point(heard.text))]
    known = [slot for slot in named if play.state.slots.get(slot.key)]
    found = known or [slot for slot in named if _new_value(slot, heard)]
    return found[0] if len(found) == 1 else None


def _correct(play: Advance, step: SummaryStep, slot: Slot, heard: Heard) -> None:
    """Take the new value if the words hold it, and ask for it if they do not."""
    value = _new_value(slot, heard)
    if value is None or value == play.state.slots.get(slot.key):
        play.set(changing=True)
        answer_summary(play, step, slot.key)
    else:
        play.know(slot.key, value)
        run(play, step.key)


def _new_value(slot: Slot, heard: Heard) -> str | None:
    if slot.type == "place":
        found = {heard.text} if point(heard.text) else set(places(heard.text))
        return found.pop() if len(found) == 1 else None
    return None if slot.type in TELLING else slots.read(slot, heard)


def _add(play: Advance, step: SummaryStep, heard: Heard) -> bool:
    """Fill what is not known yet from the words, and show the summary again; tell whether there was anything."""
    known = {key: value for key, value in play.state.slots.items() if value}
    found = held(play.script, known, heard)
    if found:
        play.set(slots={**play.state.slots, **found})
        run(play, step.key)
    return bool(found)


def answer_summary(play: Advance, step: SummaryStep, key: str) -> None:
    """Take a button of the summary, or of the choice of what to change, as the answer."""
    if play.state.changing:
        play.forget(key)
        play.set(changing=False)
        asked = [one.key for one in play.script.steps.values() if isinstance(one, AskStep) and one.slot == key]
        run(play, next((one for one in asked if one in play.state.trail), asked[0] if asked else step.key))
    elif key == "send":
        run(play, step.goto)
    else:
        play.set(changing=True, misses=0)
        play.ask(play.common("change-what"), buttons(play))
