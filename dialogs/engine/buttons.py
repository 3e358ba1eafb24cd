"""The buttons of the question where a conversation stands, told from its state alone.

What a tap does is in `answers`.
"""

from dialogs.engine.play import Advance
from dialogs.model.events import Button
from dialogs.model.script import AskStep, CheckStep, Slot, SummaryStep

UNDO = "undo"
"""The key of the button that takes back a repeat which was stated."""


def buttons(play: Advance) -> tuple[Button, ...]:
    """Return the buttons of the question that stands at this step; none where words are waited for."""
    step = play.step
    if play.state.resuming:
        return play.button("yes", play.common("go-on")), play.button("no", play.common("start-new"))
    if isinstance(step, AskStep):
        return _ask_buttons(play, play.script.slots[step.slot])
    if isinstance(step, CheckStep):
        return _offer_buttons(play, step)
    if isinstance(step, SummaryStep):
        return _summary_buttons(play)
    return ()


def undo(play: Advance) -> tuple[Button, ...]:
    """Return the button that takes back the repeat which was stated, if one was."""
    return (play.button(UNDO, play.common("something-new")),) if play.state.stated else ()


def _ask_buttons(play: Advance, slot: Slot) -> tuple[Button, ...]:
    if slot.key in play.state.remembered:
        return play.button("yes", play.common("use-it")), play.button("no", play.common("another"))
    offered = [*_values(play, slot)]
    if play.state.picked:
        offered.append(play.button("done", play.common("done")))
    elif slot.optional:
        offered.append(play.button("skip", play.common("skip")))
    return tuple(offered)


def _values(play: Advance, slot: Slot) -> tuple[Button, ...]:
    if slot.type == "yes-no":
        return tuple(play.button(key, play.common(key)) for key in ("yes", "no"))
    if slot.type == "rating":
        return tuple(Button(str(number), str(number)) for number in range(1, 6))
    left = (choice for choice in slot.choices if choice.key not in play.state.picked)
    return tuple(play.button(choice.key, choice.label) for choice in left)


def _offer_buttons(play: Advance, step: CheckStep) -> tuple[Button, ...]:
    candidates = play.state.candidates
    is_answered = play.state.sure or play.state.chosen
    if len(candidates) > 1 or (step.look == "known-issue" and not is_answered):
        none = play.button("none", play.common("none-of-these"))
        return (*(Button(candidate.key, candidate.label) for candidate in candidates), none)
    yes, no = ("helped", "not-helped") if step.look == "known-issue" else ("same", "something-new")
    return play.button("yes", play.common(yes)), play.button("no", play.common(no))


def _summary_buttons(play: Advance) -> tuple[Button, ...]:
    if not play.state.changing:
        return play.button("send", play.common("send")), play.button("change", play.common("change"))
    asked = {step.slot for step in play.script.steps.values() if isinstance(step, AskStep)}
    known = [slot for key, slot in play.script.slots.items() if key in asked and play.state.slots.get(key)]
    return tuple(play.button(slot.key, slot.label) for slot in known)
