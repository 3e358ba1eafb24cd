"""What each kind of step does when the conversation enters it.

A new kind of step is a dataclass in `script`, an entry here, its answer in `answers`, and its shape in `step_shapes`.
"""

from collections.abc import Callable
from typing import Any

from dialogs.conditions import holds
from dialogs.events import Button, Candidate, FileTicket, HandOver, LookUp
from dialogs.play import Play
from dialogs.script import Ask, Branch, Check, Close, File, Handoff, Say, Slot, Summary
from dialogs.wording import summary


def run(play: Play, key: str) -> None:
    """Enter this step and those it leads to, until one waits for an answer."""
    target: str | None = key
    for _ in range(len(play.script.steps) + 1):  # a checked script has no loop without a question
        if target is None:
            return
        play.set(step=target)
        target = _ENTER[type(play.step)](play, play.step)


def _enter_say(play: Play, step: Say) -> str | None:
    play.tell(step.text)
    return step.goto


def _enter_ask(play: Play, step: Ask) -> str | None:
    if step.slot in play.state.slots:
        return step.goto
    play.set(misses=0)
    play.ask(step.prompt, buttons(play))
    return None


def _enter_check(play: Play, step: Check) -> str | None:
    nothing_to_look_up = not play.state.slots.get(step.of)
    if step.key in play.state.checked or play.state.reference or nothing_to_look_up:
        return step.goto
    play.set(status="looking")
    play.effects.append(LookUp(step.look, play.state.slots[step.of]))
    return None


def _enter_branch(play: Play, step: Branch) -> str | None:
    for arm in step.arms:
        if all(holds(condition, play.state.slots) for condition in arm.when):
            return arm.goto
    return step.otherwise


def _enter_summary(play: Play, step: Summary) -> str | None:
    play.set(changing=False, misses=0)
    play.ask(step.text, buttons(play), {"summary": summary(play.script, play.state)})
    return None


def _enter_file(play: Play, step: File) -> str | None:
    if step.filing == "reopen":
        play.set(reason=play.state.reason or "not-helped")
    _file_ticket(play, step)
    return None


def _enter_handoff(play: Play, step: Handoff) -> str | None:
    if not play.state.reference:
        _file_ticket(play, File(step.key, "open", step.key))
        return None
    play.tell(step.text)
    play.effects.append(HandOver(play.state.reason or "script", step.level))
    play.set(status="with-person")
    return None


def _enter_close(play: Play, step: Close) -> str | None:
    play.tell(step.text)
    play.end()
    return None


def _file_ticket(play: Play, step: File) -> None:
    state = play.state
    play.set(status="filing")
    description = state.slots.get(play.script.opening, "")
    play.effects.append(FileTicket(step.filing, description, state.slots, state.accepted))


_ENTER: dict[type, Callable[[Play, Any], str | None]] = {
    Say: _enter_say,
    Ask: _enter_ask,
    Check: _enter_check,
    Branch: _enter_branch,
    Summary: _enter_summary,
    File: _enter_file,
    Handoff: _enter_handoff,
    Close: _enter_close,
}


def offer(play: Play, step: Check, candidates: tuple[Candidate, ...]) -> None:
    """Offer what the desk found, or go on when it found nothing."""
    play.set(candidates=candidates, misses=0)
    if not candidates:
        play.set(checked=(*play.state.checked, step.key))
        run(play, step.goto)
    elif len(candidates) == 1:
        play.ask(step.offer, buttons(play), candidates[0].facts)
    else:
        play.ask(step.offer_many, buttons(play))


def call_person(play: Play, reason: str, target: str) -> None:
    """Leave the question at hand for the step that calls a person, and remember where it stood.

    Where an unanswered question is only passed over, its ``otherwise`` asks the next one, and nobody is called.
    """
    if not isinstance(play.script.steps[target], Ask | Summary):
        play.set(reason=reason, interrupted=play.state.step)
    run(play, target)


def buttons(play: Play) -> tuple[Button, ...]:
    """Return the buttons of the question that stands at this step."""
    step = play.step
    if isinstance(step, Ask):
        return _slot_buttons(play, play.script.slots[step.slot])
    if isinstance(step, Check):
        return _offer_buttons(play, step)
    if isinstance(step, Summary):
        return _summary_buttons(play)
    return ()


def _slot_buttons(play: Play, slot: Slot) -> tuple[Button, ...]:
    offered = [play.button(choice.key, choice.label) for choice in slot.choices]
    if slot.type == "yes-no":
        offered = [play.button(key, play.common(key)) for key in ("yes", "no")]
    if slot.type == "rating":
        offered = [Button(str(number), str(number)) for number in range(1, 6)]
    if slot.optional:
        offered.append(play.button("skip", play.common("skip")))
    return tuple(offered)


def _offer_buttons(play: Play, step: Check) -> tuple[Button, ...]:
    candidates = play.state.candidates
    if len(candidates) > 1:
        none = play.button("none", play.common("none-of-these"))
        return (*(Button(candidate.key, candidate.label) for candidate in candidates), none)
    yes, no = ("helped", "not-helped") if step.look == "known-issue" else ("same", "something-new")
    return play.button("yes", play.common(yes)), play.button("no", play.common(no))


def _summary_buttons(play: Play) -> tuple[Button, ...]:
    if not play.state.changing:
        return play.button("send", play.common("send")), play.button("change", play.common("change"))
    asked = {step.slot for step in play.script.steps.values() if isinstance(step, Ask)}
    known = [slot for key, slot in play.script.slots.items() if key in asked and play.state.slots.get(key)]
    return tuple(play.button(slot.key, slot.label) for slot in known)
