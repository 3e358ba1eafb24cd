"""What the desk found: how it is told or asked about, and what the customer's answer to that does.

What is looked up, and when, is in `steps`. A repeat that is sure is stated; a tap takes it back.
"""

from dialogs.engine.buttons import buttons
from dialogs.engine.play import Advance
from dialogs.engine.steps import run
from dialogs.model.events import Candidate, Found, Learn, TakeBack
from dialogs.model.script import CheckStep, CloseStep, FileStep, SayStep


def offer(play: Advance, step: CheckStep, found: Found) -> None:
    """State, show or offer what the desk found, or go on when it found nothing."""
    candidates = found.candidates
    is_sure = found.sure and len(candidates) == 1 and (step.look == "known-issue" or _can_be_stated(play, step))
    play.set(candidates=candidates, sure=is_sure, chosen="", misses=0)
    if not candidates:
        _go_on(play, step)
    elif is_sure and step.look == "repeat":
        _state(play, step, candidates[0])
    elif is_sure or (len(candidates) == 1 and step.look == "repeat"):
        play.ask(step.offer, buttons(play), candidates[0].facts)
    elif len(candidates) == 1:
        play.ask(play.common("perhaps-this"), buttons(play))
    else:
        play.ask(play.common("which-first") if _tells_of_more(candidates) else step.offer_many, buttons(play))


def answer_check(play: Advance, step: CheckStep, key: str) -> None:
    """Take a button of the question about what was found as the answer."""
    candidates = play.state.candidates
    if key in ("no", "none"):
        _learn(play, step, "")
        if key == "no" and step.look == "known-issue":
            play.set(tried=candidates[0].key)
        _go_on(play, step)
        return
    chosen = next((one for one in candidates if one.key == key), candidates[0])
    _put_off_the_rest(play, step, chosen)
    if key == "yes" or step.look == "repeat":
        _accept(play, step, chosen)
        run(play, step.accepted)
    else:  # show its answer before asking whether it helped
        _learn(play, step, chosen.key)
        play.set(candidates=(chosen,), chosen=chosen.key, misses=0)
        play.ask(step.offer, buttons(play), chosen.facts)


def take_back(play: Advance) -> None:
    """Go on as if the repeat that was stated had not been recognised; what was told is not asked again."""
    state = play.state
    play.effects.append(TakeBack(state.accepted))
    opens = {name: fact for name, fact in state.facts.items() if name == "opens"}  # the others are of that ticket
    play.set(status="active", stated=0, accepted="", reference="", facts=opens, candidates=(), sure=False)
    play.tell(play.common("taken-back"))
    step = play.script.steps.get(state.checked[-1])
    run(play, step.goto if isinstance(step, CheckStep) else play.script.start)  # its version may be lost meanwhile


def _can_be_stated(play: Advance, step: CheckStep) -> bool:
    """Tell whether a repeat is filed and the conversation closed without a question: only then a tap takes it back.

    Where another matter is to follow, that one is on the screen by then.
    """
    key = step.accepted
    for _ in play.script.steps:
        following = play.script.steps[key]
        if isinstance(following, CloseStep):
            return not play.state.later
        if not isinstance(following, SayStep | FileStep):
            return False
        key = following.goto
    return False


def _state(play: Advance, step: CheckStep, candidate: Candidate) -> None:
    """Say that it is this earlier ticket, and go on as if the customer had; a tap takes it back."""
    _accept(play, step, candidate)
    play.set(question=play.state.question + 1)
    play.set(stated=play.state.question)
    play.soothe()
    play.tell(play.common("recognised"))
    run(play, step.accepted)


def _accept(play: Advance, step: CheckStep, candidate: Candidate) -> None:
    """Take a candidate for what the telling is about."""
    _learn(play, step, candidate.key)
    facts = {**play.state.facts, **candidate.facts}
    play.set(checked=(*play.state.checked, step.key), accepted=candidate.key, facts=facts)


def _go_on(play: Advance, step: CheckStep) -> None:
    """Leave a check that came to nothing."""
    play.set(checked=(*play.state.checked, step.key))
    run(play, step.goto)


def _learn(play: Advance, step: CheckStep, key: str) -> None:
    """Have it kept what the customer said of what was found; of one chosen of several that is kept already.

    Of two matters of one telling the one that comes first refuses nothing: the other is looked up once more.
    """
    state = play.state
    if not state.chosen:
        judged = [one for one in state.candidates if not (key and one.part) or one.key == key]
        offered = {candidate.key: candidate.confidence for candidate in judged}
        play.effects.append(Learn(step.look, state.slots[step.of], offered, key, state.sure))


def _tells_of_more(candidates: tuple[Candidate, ...]) -> bool:
    """Tell whether the telling has parts, each about something else."""
    parts = {candidate.part for candidate in candidates}
    return len(parts) > 1 and "" not in parts


def _put_off_the_rest(play: Advance, step: CheckStep, chosen: Candidate) -> None:
    """Go on with the part of the telling that the customer takes first, and keep the others for later."""
    state = play.state
    if _tells_of_more(state.candidates):
        others = dict.fromkeys(one.part for one in state.candidates if one.part != chosen.part)
        later = "\n".join([*others, *filter(None, [state.later])])
        play.set(later=later, slots={**state.slots, step.of: chosen.part})
