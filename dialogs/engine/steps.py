"""What each kind of step does when the conversation enters it.

A new kind of step is a dataclass in `script`, how it is written in `script_loader`, an entry here, and its answer in
`answers`. What comes of a look-up is in `finding`.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from dialogs.engine.advance import Advance
from dialogs.model.events import FileTicket, HandOver, LookUp, StartOver, Tell
from dialogs.model.script import (
    AskStep,
    BranchStep,
    CheckStep,
    CloseStep,
    Condition,
    FileStep,
    HandoffStep,
    SayStep,
    Slot,
    Step,
    SummaryStep,
    Text,
)
from dialogs.reading.matters import matters
from dialogs.reading.on_behalf import name_told, relation_told, speaks_for_another
from dialogs.reading.slots import shown

_BOTH = 2
"""Matters that are told of in one telling and named; whoever tells of more says by a button what it is mainly about."""


def run(advance: Advance, key: str) -> None:
    """Enter this step and those it leads to, until one waits for an answer."""
    target: str | None = key
    for _ in range(len(advance.script.steps) + 1):  # a checked script has no loop without a question
        if target is None:
            return
        advance.set(step=target)
        advance.visited.append(target)
        target = _enter(advance, advance.step)


def _enter(advance: Advance, step: Step) -> str | None:
    """Do what the step does, and return the step to go on to; none where one waits for an answer or ends."""
    if isinstance(step, SayStep | AskStep | SummaryStep) and step.track not in (None, advance.state.track):
        return step.goto
    if isinstance(step, AskStep) and step.for_another:
        if not speaks_for_another(_telling(advance)):
            return step.goto
        _take_who_it_is(advance, step)
    match step:
        case AskStep():
            return _enter_ask(advance, step)
        case SayStep():
            advance.tell(_by_hours(advance, step))
            return step.goto
        case BranchStep():
            return _enter_branch(advance, step)
        case CheckStep():
            return _enter_check(advance, step)
        case SummaryStep():
            advance.set(changing=False, misses=0)
            advance.ask(step.text, {"summary": advance.summary})
        case FileStep():
            if step.filing == "reopen":
                advance.set(reason=advance.state.reason or "not-helped")
            _file_ticket(advance, step)
        case HandoffStep():
            _enter_handoff(advance, step)
        case CloseStep():
            _enter_close(advance, step)
    return None


def _telling(advance: Advance) -> str:
    return advance.state.slots.get(advance.script.opening, "")


def _take_who_it_is(advance: Advance, step: AskStep) -> None:
    """Fill what the telling says of the other one, a name or what they are to the customer, so that it is not asked."""
    slot, told = advance.script.slots[step.slot], _telling(advance)
    relation = relation_told(told) if slot.type == "choice" else ""
    is_offered = relation in {choice.key for choice in slot.choices}
    known = name_told(told) if slot.type == "text" else relation if is_offered else ""
    if known and slot.key not in advance.state.slots:
        advance.fill({slot.key: known})


def _enter_ask(advance: Advance, step: AskStep) -> str | None:
    if step.slot in advance.state.slots:
        return step.goto
    advance.set(misses=0, picked=())
    slot = advance.script.slots[step.slot]
    _name_two_matters(advance, slot)
    if step.slot in advance.state.remembered:
        value = shown(slot, advance.state.remembered[step.slot], advance.state.language)
        advance.ask(advance.texts["remembered"], {"label": advance.unfilled(slot.label), "value": value})
    elif step.slot in advance.state.doubts:
        advance.ask(*advance.doubtful_words(slot))
    else:
        advance.ask(step.prompt)
    return None


def _name_two_matters(advance: Advance, slot: Slot) -> None:
    """Name, once, both matters of a telling of two kinds, before it is asked what it is mainly about."""
    told = _telling(advance)
    kind = next((one for one in advance.script.slots.values() if one.type == "choice"), None)
    found = matters(slot.choices, told) if slot is kind and told and not advance.state.both else []
    if len(found) == _BOTH:
        first, second = [advance.unfilled(choice.label) for choice in found]
        advance.set(both=True)
        advance.tell(advance.texts["two-matters"], {"first": first, "second": second})


def _enter_check(advance: Advance, step: CheckStep) -> str | None:
    state = advance.state
    nothing_to_look_up = not state.slots.get(step.of)
    if step.key in state.checked or state.reference or nothing_to_look_up:
        return step.goto
    advance.set(status="looking")
    advance.effects.append(LookUp(step.look, state.slots[step.of], state.slots))
    return None


def _enter_branch(advance: Advance, step: BranchStep) -> str | None:
    for arm in step.arms:
        if all(holds(condition, advance.state.slots) for condition in arm.when):
            advance.set(track=arm.track or advance.state.track)
            return arm.goto
    return step.otherwise


def holds(condition: Condition, slots: Mapping[str, str]) -> bool:
    """Tell whether a condition is true of these answers; an answer that is not there equals nothing."""
    answer, values = slots.get(condition.slot, ""), condition.values
    match condition.comparison:
        case "equals":
            return answer == values[0]
        case "is-one-of":
            return answer in values
        case "is-empty":
            return (not answer) == (values[0] == "yes")
        case "at-least" | "at-most":
            number, bound = _number(answer), _number(values[0])
            if number is None or bound is None:
                return False
            return number >= bound if condition.comparison == "at-least" else number <= bound


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.partition(" ")[0])  # without the currency of an amount
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _file_ticket(advance: Advance, step: FileStep) -> None:
    state = advance.state
    description = state.slots.get(advance.script.opening, "")
    advance.set(status="filing")
    advance.effects.append(FileTicket(step.filing, description, state.slots, state.accepted, state.track, state.tried))


def _enter_handoff(advance: Advance, step: HandoffStep) -> None:
    if not advance.state.reference:
        _file_ticket(advance, FileStep(step.key, "open", step.key))
        return
    advance.say_tones()
    if advance.state.alarm:
        advance.set(question=advance.state.question + 1)
        advance.set(stated=advance.state.question)
    advance.effects.append(Tell(advance.words(_by_hours(advance, step)), advance.undo, advance.state.stated))
    advance.effects.append(HandOver(advance.state.reason or "script", step.level))
    advance.set(status="with-person")


def _enter_close(advance: Advance, step: CloseStep) -> None:
    advance.say_tones()
    text = advance.words(_by_hours(advance, step))
    advance.effects.append(Tell(text, advance.undo, advance.state.stated))
    advance.end()
    if advance.state.later:
        advance.effects.append(StartOver(advance.state.later, goes_on=True))
        advance.set(later="")


def _by_hours(advance: Advance, step: SayStep | HandoffStep | CloseStep) -> Text:
    return step.when_closed if advance.state.desk_closed and step.when_closed else step.text


def call_person(advance: Advance, reason: str, target: str) -> None:
    """Leave the question at hand for the step that calls a person, and remember where it stood.

    Where an unanswered question is only passed over, its ``otherwise`` asks the next one, and nobody is called.
    """
    before = advance.state
    advance.set(resuming=False, reason=reason, interrupted=before.step)
    run(advance, target)
    if advance.state.status in ("active", "looking"):
        advance.set(reason=before.reason, interrupted=before.interrupted, alarm=None)
