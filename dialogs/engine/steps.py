"""What each kind of step does when the conversation enters it.

A new kind of step is a dataclass in `script`, an entry here, its answer in `answers`, and its shape in `step_shapes`.
What comes of a look-up is in `finding`.
"""

from collections.abc import Callable
from typing import Any

from dialogs.engine.buttons import buttons, undo
from dialogs.engine.conditions import holds
from dialogs.engine.play import Advance
from dialogs.language.wording import in_language, summary, wording
from dialogs.model.events import FileTicket, HandOver, LookUp, StartOver, Tell
from dialogs.model.script import (
    AskStep,
    BranchStep,
    CheckStep,
    CloseStep,
    FileStep,
    HandoffStep,
    SayStep,
    Slot,
    SummaryStep,
    Text,
)
from dialogs.reading.slots import shown


def run(play: Advance, key: str) -> None:
    """Enter this step and those it leads to, until one waits for an answer."""
    target: str | None = key
    for _ in range(len(play.script.steps) + 1):  # a checked script has no loop without a question
        if target is None:
            return
        play.set(step=target)
        play.visited.append(target)
        target = _ENTER[type(play.step)](play, play.step)


def _enter_say(play: Advance, step: SayStep) -> str | None:
    if _is_on_track(play, step):
        play.tell(_by_hours(play, step))
    return step.goto


def _enter_ask(play: Advance, step: AskStep) -> str | None:
    if step.slot in play.state.slots or not _is_on_track(play, step):
        return step.goto
    play.set(misses=0, picked=())
    if step.slot in play.state.remembered:
        play.ask(play.common("remembered"), buttons(play), _remembered(play, play.script.slots[step.slot]))
    else:
        play.ask(step.prompt, buttons(play))
    return None


def _remembered(play: Advance, slot: Slot) -> dict[str, str]:
    value = shown(slot, play.state.remembered[slot.key], play.state.language)
    return {"label": in_language(play.script, play.state, slot.label), "value": value}


def _enter_check(play: Advance, step: CheckStep) -> str | None:
    nothing_to_look_up = not play.state.slots.get(step.of)
    if step.key in play.state.checked or play.state.reference or nothing_to_look_up:
        return step.goto
    play.set(status="looking")
    play.effects.append(LookUp(step.look, play.state.slots[step.of], play.state.slots))
    return None


def _enter_branch(play: Advance, step: BranchStep) -> str | None:
    for arm in step.arms:
        if all(holds(condition, play.state.slots) for condition in arm.when):
            play.set(track=arm.track or play.state.track)
            return arm.goto
    return step.otherwise


def _enter_summary(play: Advance, step: SummaryStep) -> str | None:
    if not _is_on_track(play, step):
        return step.goto
    play.set(changing=False, misses=0)
    play.ask(step.text, buttons(play), {"summary": summary(play.script, play.state)})
    return None


def _enter_file(play: Advance, step: FileStep) -> str | None:
    if step.filing == "reopen":
        play.set(reason=play.state.reason or "not-helped")
    _file_ticket(play, step)
    return None


def _enter_handoff(play: Advance, step: HandoffStep) -> str | None:
    if not play.state.reference:
        _file_ticket(play, FileStep(step.key, "open", step.key))
        return None
    play.soothe()
    play.tell(_by_hours(play, step))
    play.effects.append(HandOver(play.state.reason or "script", step.level))
    play.set(status="with-person")
    return None


def _enter_close(play: Advance, step: CloseStep) -> str | None:
    play.soothe()
    text = wording(play.script, play.state, _by_hours(play, step))
    play.effects.append(Tell(text, undo(play), play.state.stated))
    play.end()
    if play.state.later:
        play.effects.append(StartOver(play.state.later, goes_on=True))
        play.set(later="")
    return None


def _is_on_track(play: Advance, step: SayStep | AskStep | SummaryStep) -> bool:
    return step.track in (None, play.state.track)


def _by_hours(play: Advance, step: SayStep | HandoffStep | CloseStep) -> Text:
    return step.when_closed if play.state.desk_closed and step.when_closed else step.text


def _file_ticket(play: Advance, step: FileStep) -> None:
    state = play.state
    play.set(status="filing")
    description = state.slots.get(play.script.opening, "")
    play.effects.append(FileTicket(step.filing, description, state.slots, state.accepted, state.track, state.tried))


_ENTER: dict[type, Callable[[Advance, Any], str | None]] = {
    SayStep: _enter_say,
    AskStep: _enter_ask,
    CheckStep: _enter_check,
    BranchStep: _enter_branch,
    SummaryStep: _enter_summary,
    FileStep: _enter_file,
    HandoffStep: _enter_handoff,
    CloseStep: _enter_close,
}


def call_person(play: Advance, reason: str, target: str) -> None:
    """Leave the question at hand for the step that calls a person, and remember where it stood.

    Where an unanswered question is only passed over, its ``otherwise`` asks the next one, and nobody is called.
    """
    before = play.state
    play.set(resuming=False, reason=reason, interrupted=before.step)
    run(play, target)
    if play.state.status in ("active", "looking"):
        play.set(reason=before.reason, interrupted=before.interrupted)
