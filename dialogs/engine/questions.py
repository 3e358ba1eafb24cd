"""How the question at hand comes again after something else was said: the same number, so that its buttons count."""

from dialogs.engine.advance import Advance
from dialogs.engine.finding import offered_words
from dialogs.model.script import AskStep, CheckStep, SummaryStep
from dialogs.reading.slots import shown


def repeat_question(advance: Advance) -> None:
    """Ask once more what is open; what stands above at length is only pointed at."""
    state, step, texts = advance.state, advance.step, advance.texts
    if state.resuming:
        advance.ask_again(texts["resume"], {"description": told_before(advance)})
    elif isinstance(step, AskStep) and step.slot in state.remembered:
        slot = advance.script.slots[step.slot]
        value = shown(slot, state.remembered[step.slot], state.language)
        advance.ask_again(texts["remembered"], {"label": advance.unfilled(slot.label), "value": value})
    elif isinstance(step, AskStep) and step.slot in state.doubts:
        advance.ask_again(*advance.doubtful_words(advance.script.slots[step.slot]))
    elif isinstance(step, AskStep):
        advance.ask_again(step.prompt)
    elif isinstance(step, CheckStep) and step.look == "known-issue" and (state.sure or state.chosen):
        advance.ask_again(texts["answer-above"])
    elif isinstance(step, CheckStep):
        advance.ask_again(*offered_words(advance, step))
    elif isinstance(step, SummaryStep):
        advance.ask_again(texts["change-what" if state.changing else "summary-above"])


def ask_to_resume(advance: Advance) -> None:
    """Ask whether the draft is to go on."""
    advance.ask(advance.texts["resume"], {"description": told_before(advance)})


def told_before(advance: Advance) -> str:
    """Return what the draft is about."""
    known = advance.state.slots
    return known.get(advance.script.opening) or next((value for value in known.values() if value), "")
