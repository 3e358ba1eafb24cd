"""What the desk found: how it is told or asked about, and what the customer's answer to that does.

What is looked up, and when, is in `steps`. A repeat that is sure is stated; a tap takes it back.
"""

from collections.abc import Mapping

from dialogs.engine.advance import Advance
from dialogs.engine.steps import run
from dialogs.model.events import Candidate, Found, Learn, TakeBack
from dialogs.model.script import CheckStep, CloseStep, FileStep, SayStep, Text


def offer(advance: Advance, step: CheckStep, found: Found) -> None:
    """State, show or offer what the desk found, or go on when it found nothing."""
    candidates = found.candidates
    is_sure = found.sure and len(candidates) == 1 and (step.look == "known-issue" or _can_be_stated(advance, step))
    advance.set(candidates=candidates, sure=is_sure, chosen="", misses=0)
    if not candidates:
        pass_over(advance, step)
    elif is_sure and step.look == "repeat":
        _state_repeat(advance, step, candidates[0])
    else:
        advance.ask(*offered_words(advance, step))


def offered_words(advance: Advance, step: CheckStep) -> tuple[Text, Mapping[str, str]]:
    """Return how what was found is asked about, and what is named in it."""
    candidates = advance.state.candidates
    if advance.state.sure or (len(candidates) == 1 and step.look == "repeat"):
        return step.offer, candidates[0].facts
    if len(candidates) == 1:
        return advance.texts["perhaps-this"], {}
    return advance.texts["which-first"] if _tells_of_more(candidates) else step.offer_many, {}


def answer_check(advance: Advance, step: CheckStep, key: str) -> None:
    """Take a button of the question about what was found as the answer."""
    candidates = advance.state.candidates
    if key in ("no", "none"):
        _note_judgement(advance, step, "")
        if key == "no" and step.look == "known-issue":
            advance.set(tried=candidates[0].key)
        pass_over(advance, step)
        return
    chosen = next((one for one in candidates if one.key == key), candidates[0])
    then = _put_off_the_rest(advance, step, chosen)
    if key == "yes" or step.look == "repeat":
        _accept(advance, step, chosen)
        _say_what_follows(advance, chosen, then)
        run(advance, step.accepted)
    else:  # show its answer before asking whether it helped
        _note_judgement(advance, step, chosen.key)
        _say_what_follows(advance, chosen, then)
        advance.set(candidates=(chosen,), chosen=chosen.key, misses=0)
        advance.ask(step.offer, chosen.facts)


def take_back(advance: Advance) -> None:
    """Go on as if the repeat that was stated had not been recognised; what was told is not asked again."""
    state = advance.state
    advance.effects.append(TakeBack(state.accepted))
    opens = {name: fact for name, fact in state.facts.items() if name == "opens"}  # the others are of that ticket
    advance.set(status="active", stated=0, accepted="", reference="", facts=opens, candidates=(), sure=False)
    advance.tell(advance.texts["taken-back"])
    step = advance.script.steps.get(state.checked[-1])  # its version may be lost meanwhile
    run(advance, step.goto if isinstance(step, CheckStep) else advance.script.start)


def _can_be_stated(advance: Advance, step: CheckStep) -> bool:
    """Tell whether a repeat is filed and the conversation closed without a question: only then a tap takes it back.

    Where another matter is to follow, that one is on the screen by then.
    """
    key = step.accepted
    for _ in advance.script.steps:
        following = advance.script.steps[key]
        if isinstance(following, CloseStep):
            return not advance.state.later
        if not isinstance(following, SayStep | FileStep):
            return False
        key = following.goto
    return False


def _state_repeat(advance: Advance, step: CheckStep, candidate: Candidate) -> None:
    """Say that it is this earlier ticket, and go on as if the customer had; a tap takes it back."""
    _accept(advance, step, candidate)
    advance.set(question=advance.state.question + 1)
    advance.set(stated=advance.state.question)
    advance.say_tones()
    advance.tell(advance.texts["recognised"])
    run(advance, step.accepted)


def _accept(advance: Advance, step: CheckStep, candidate: Candidate) -> None:
    """Take a candidate for what the telling is about."""
    _note_judgement(advance, step, candidate.key)
    facts = {**advance.state.facts, **candidate.facts}
    advance.set(checked=(*advance.state.checked, step.key), accepted=candidate.key, facts=facts)


def pass_over(advance: Advance, step: CheckStep) -> None:
    """Leave a check that came to nothing, or that was left unanswered: nothing is judged by that."""
    advance.set(checked=(*advance.state.checked, step.key))
    run(advance, step.goto)


def _note_judgement(advance: Advance, step: CheckStep, key: str) -> None:
    """Have it kept what the customer said of what was found; of one chosen of several that is kept already.

    Of two matters of one telling the one that comes first refuses nothing: the other is looked up once more.
    """
    state = advance.state
    if not state.chosen:
        judged = [one for one in state.candidates if not (key and one.part) or one.key == key]
        offered = {candidate.key: candidate.confidence for candidate in judged}
        advance.effects.append(Learn(step.look, state.slots[step.of], offered, key, state.sure))


def _tells_of_more(candidates: tuple[Candidate, ...]) -> bool:
    """Tell whether the telling has parts, each about something else."""
    parts = {candidate.part for candidate in candidates}
    return len(parts) > 1 and "" not in parts


def _put_off_the_rest(advance: Advance, step: CheckStep, chosen: Candidate) -> list[Candidate]:
    """Go on with the part of the telling that the customer takes first, and return the others, kept for later."""
    state = advance.state
    if not _tells_of_more(state.candidates):
        return []
    others = [one for one in state.candidates if one.part != chosen.part]
    later = "\n".join([*dict.fromkeys(one.part for one in others), *filter(None, [state.later])])
    advance.set(later=later, slots={**state.slots, step.of: chosen.part})
    return others


def _say_what_follows(advance: Advance, first: Candidate, others: list[Candidate]) -> None:
    """Name both matters of a telling of two, in the order in which they are gone on with."""
    if others:
        advance.tell(advance.texts["first-then"], {"first": first.label, "then": others[0].label})
