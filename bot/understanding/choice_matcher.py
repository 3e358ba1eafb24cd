"""Reads which choices of a script a telling names: by what labelled lines taught, by meaning, and by words.

What is likely but not sure is told apart, to be asked about, and of the rest nothing is read: a slot that is filled
wrongly costs more than a question.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

import numpy as np

from bot.matching.sentences import installed
from bot.understanding.choice_evidence import Described, Taught, confidences, evidence
from bot.understanding.clauses import clauses
from bot.understanding.learned_reader import Meaner, Scorer
from bot.understanding.line_likeness import Floats, Mix
from bot.understanding.model import Model, shipped
from bot.understanding.reader_port import Situation
from dialogs.model.events import ReadChoice
from dialogs.model.script import AskStep, BranchStep, CheckStep, Choice, HandoffStep, SayStep, Script, Slot
from dialogs.reading.choices import named, named_at
from dialogs.reading.folding import folded
from dialogs.reading.slots import Heard
from dialogs.reading.told import quoted
from dialogs.reading.wishes import wished

CHOICE_MIX = Mix(meanings=0.5, words=0.5)
SURE, CALLS = 0.5, 0.8
"""From which confidence on a slot is filled, and from which on where that value has a person called.

More likely right than not: a value that was said and is asked for again has its customer tell it twice, and a wrong
one stands in the summary with its words, where a tap changes it.
"""
BETWEEN = "\t"
"""Between the labels of one choice in different languages, in the names of a model's columns."""
LIKELY, BESIDE = 0.4, 0.2
"""From which confidence on a choice is worth asking about by name, and from which on the next one forbids it."""
ANSWERED, AHEAD = 0.05, 3
"""From which confidence on a choice is asked about by name in an answer to its question, and how many times as likely
as the next one it must be. Of answers of which nothing was read before, 16 of the 17 asked about so were right."""
FEW = 4
"""Choices that are shown all at once as quickly as the likely ones."""
_SHORTEST = 8
"""Bytes of a text in which a model sees more than words: less is one word, and labelled lines hold no such."""
_DESCRIBED = 2000
"""Choices whose descriptions are remembered."""


class ChoiceMatcher:
    """Reads choices; see `bot.understanding.choices_port.ChoiceReader`."""

    def __init__(self, sentences: Meaner, model: Model) -> None:
        self._sentences = sentences
        self._scorer = Scorer(model, sentences, CHOICE_MIX)
        self._by_words = Scorer(model, None, CHOICE_MIX)
        self._columns = {label: at for at, labels in enumerate(model.slots) for label in labels.split(BETWEEN)}
        self._weights = self._scorer.fitted.scale
        self._described: dict[tuple[str, ...], Described] = {}

    def prepare(self, script: Script) -> None:
        """Read the words of a script now, so that the first telling need not wait; `read` returns the same without."""
        for slot in slots_read(script):
            for choice in offered(slot):
                self._describe(choice)

    def read(self, text: str, script: Script, asked: str = "") -> tuple[ReadChoice, ...] | None:
        """Return at most one choice for each slot; None for a text of a word or two, which is left to words."""
        if len(text.encode()) < _SHORTEST:
            return None
        slots = slots_read(script)
        if not slots:
            return ()
        scores = self._scorer.scores([text], [Situation()])[0]
        calling = values_that_call(script)
        return tuple(
            ReadChoice(slot.key, choice.key, self._words_of(slot, choice, text), sure)
            for slot in slots
            for choice, sure in sure_or_to_ask(slot, self.likeliest(slot, text, scores), calling, slot.key == asked)
        )

    def likeliest(self, slot: Slot, text: str, scores: Floats) -> list[tuple[Choice, float]]:
        """Return the choices of a slot that may be read, the likeliest first, each with how likely it is from 0 to 1.

        ``scores`` are those of the whole text, a column for each label that was fitted. What is left to 1 is how likely
        none of them is named. A slot of which too little was taught yields one choice, with 0.
        """
        choices = offered(slot)
        taught = taught_of(choices, self._columns, scores)
        if not is_readable(taught):
            return [(choices[0], 0.0)]
        meaning = self._sentences.of([text])[0]
        described = [self._describe(choice) for choice in choices]
        rows = evidence(meaning, described, taught, hits(slot, text), (len(text), slot.wish))
        likely = confidences(rows, self._weights[0 if taught.whole else 1])[:-1]
        return [(choices[at], float(likely[at])) for at in likely.argsort()[::-1]]

    def _describe(self, choice: Choice) -> Described:
        key = (*choice.label.values(), BETWEEN, *choice.words)
        if key not in self._described:
            if len(self._described) >= _DESCRIBED:
                self._described.clear()
            self._described[key] = described(choice, self._sentences)
        return self._described[key]

    def _words_of(self, slot: Slot, choice: Choice, text: str) -> str:
        """Return the words that name a choice, or the sentence that says the most of it."""
        heard, parts = Heard(text), clauses(text)
        if spots := named_at([choice], heard.plain):
            return heard.quoted(spots[0])
        column = next((self._columns[label] for label in choice.label.values() if label in self._columns), None)
        if column is not None and len(parts) > 1:
            scores = self._by_words.scores(parts, [Situation()] * len(parts))[:, column]
            parts = [parts[int(scores.argmax())]]
        return quoted(parts[0], 0, 0)


def slots_read(script: Script) -> list[Slot]:
    """Return the slots whose choices are read: single choices that have words. The others are always asked."""
    return [slot for slot in script.slots.values() if slot.type == "choice" and offered(slot)]


def values_that_call(script: Script) -> set[tuple[str, str]]:
    """Return the slots, each with a value by which alone a `branch:` has a person called before anything is summed up.

    Of a comparison with several values none counts: then it is not this one that decides.
    """
    arms = [arm for step in script.steps.values() if isinstance(step, BranchStep) for arm in step.arms]
    named = [(one.slot, one.values[0], arm.goto) for arm in arms for one in arm.when if len(one.values) == 1]
    return {(slot, value) for slot, value, goto in named if _calls(script, goto)}


def _calls(script: Script, key: str) -> bool:
    """Tell whether the way from a step on leads to a person without a branch or a summary between."""
    seen = set[str]()
    while key not in seen:
        seen.add(key)
        match script.steps.get(key):
            case HandoffStep():
                return True
            case SayStep(goto=goto) | AskStep(goto=goto) | CheckStep(goto=goto):
                key = goto
            case _:
                return False
    return False


def confidence_needed(slot: Slot, choice: Choice, calling: Collection[tuple[str, str]]) -> float:
    """Return the confidence, from 0 to 1, from which on a slot is filled with a choice.

    ``calling`` are the slots, each with a value that has a person called, as `values_that_call` returns them.
    """
    return CALLS if (slot.key, choice.key) in calling else SURE


def sure_or_to_ask(
    slot: Slot, ranked: Sequence[tuple[Choice, float]], calling: Collection[tuple[str, str]], is_answer: bool = False
) -> list[tuple[Choice, bool]]:
    """Return the choice to fill a slot with, or the one to ask about by name, with whether it is sure; or nothing.

    ``ranked`` are the slot's choices with how likely each is, from 0 to 1, the likeliest first, and not empty. One is
    asked about only if it stands out and the slot has more choices than are quickly shown; never two of a slot. Of an
    answer to the very question it is enough that one is ahead of all others.
    """
    (best, likely), *others = ranked
    if likely >= confidence_needed(slot, best, calling):
        return [(best, True)]
    if is_answer and likely >= ANSWERED and (not others or likely >= AHEAD * others[0][1]):
        return [(best, False)]
    if likely < LIKELY or len(slot.choices) <= FEW:
        return []
    stands_out = not others or others[0][1] < BESIDE
    return [(best, False)] if stands_out else []


def offered(slot: Slot) -> list[Choice]:
    """Return the choices of a slot that a sentence may name."""
    return [choice for choice in slot.choices if choice.words]


def hits(slot: Slot, text: str) -> list[bool]:
    """Return which of these choices are named by one of their words; of wishes those that are asked for."""
    plain, choices = folded(text), offered(slot)
    found = {one.value for one in wished(choices, plain)} if slot.wish else set(named(choices, plain))
    return [choice.key in found for choice in choices]


def is_readable(taught: Taught) -> bool:
    """Tell whether a slot can be read: a single choice of which nothing was taught has nothing to be told from."""
    return taught.whole or len(taught.known) > 1


def taught_of(choices: Sequence[Choice], columns: Mapping[str, int], scores: Floats) -> Taught:
    """Return what was taught of some choices, by their labels in any language."""
    found = [next((columns[label] for label in one.label.values() if label in columns), None) for one in choices]
    known = np.array([at is not None for at in found])
    return Taught(np.array([0.0 if at is None else float(scores[at]) for at in found]), known)


def described(choice: Choice, sentences: Meaner) -> Described:
    """Return what a choice is called, read for its meaning."""
    labels, words = list(choice.label.values()), list(choice.words)
    return Described(np.stack(sentences.of(labels)), np.stack(sentences.of(words)))


@cache
def shipped_choices() -> ChoiceMatcher | None:
    """Return the matcher that comes with the program; none without the extra ``recognition``, where words decide."""
    sentences = installed()
    return None if sentences is None else ChoiceMatcher(sentences, shipped("choices"))
