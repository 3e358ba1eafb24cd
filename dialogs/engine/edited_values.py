"""What becomes of the values that were read from a message when its writer changes it.

The message is read once more as it was and as it is now: what came from it then is what it says now. An answer that is
no longer in it is asked for again where the script wants it.
"""

from dialogs.engine.advance import Advance
from dialogs.engine.besides import keep_told
from dialogs.engine.steps import run
from dialogs.model.events import Edited
from dialogs.model.script import AskStep, SummaryStep
from dialogs.reading import slots
from dialogs.reading.slots import TELLING


def take_edit(advance: Advance, event: Edited) -> None:
    """Change the values that came from a message which says something else by now."""
    before = advance.state.slots
    _change_telling(advance, event)
    _change_told(advance, event)
    _change_answers(advance, event)
    changed = [key for key, value in advance.state.slots.items() if before.get(key) != value]
    gone = [key for key in before if key not in advance.state.slots]
    if isinstance(advance.step, SummaryStep) and advance.state.status == "active" and (changed or gone):
        run(advance, advance.state.step)
    elif lines := advance.lines(key for key in changed if key != advance.script.opening):
        advance.tell(advance.texts["edit-taken"], {"changed": lines})


def _change_telling(advance: Advance, event: Edited) -> None:
    """Change the customer's own account, which may hold other messages as well."""
    opening = advance.script.opening
    told = advance.state.slots.get(opening, "")
    if told:
        slot = advance.script.slots[opening]
        was, now = (slots.read(slot, advance.heard(text)) for text in (event.before, event.after))
        if was and now and was in told:
            advance.set(slots={**advance.state.slots, opening: told.replace(was, now, 1)})


def _change_told(advance: Advance, event: Edited) -> None:
    """Change what was read from it by the way."""
    known = advance.state.said
    was = slots.read_telling(advance.script, {}, advance.heard(event.before, choices=event.choices_before))
    now = slots.read_telling(advance.script, {}, advance.heard(event.after, choices=event.choices))
    for key, one in was.items():
        is_changed = key in known and advance.state.slots.get(key) == one.value and now.get(key) != one
        if is_changed or advance.state.doubts.get(key) == one.others:
            advance.forget(key)
    keep_told(advance, {key: one for key, one in now.items() if key not in advance.state.slots})


def _change_answers(advance: Advance, event: Edited) -> None:
    """Change the answer to a question if it was this message."""
    for key in advance.state.trail:
        step = advance.script.steps[key]
        slot = advance.script.slots[step.slot] if isinstance(step, AskStep) else None
        if slot is None or slot.type in TELLING or slot.key in advance.state.said:
            continue
        was, now = (slots.read(slot, advance.heard(text)) for text in (event.before, event.after))
        if was and now and was != now and advance.state.slots.get(slot.key) == was:
            advance.fill({slot.key: now})
