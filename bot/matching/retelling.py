"""How likely a telling is one of some earlier matters told again. Knows no tickets: a matter is what was told of it.

People who come back name the same place, shop or number again; whoever tells it in other words is found by the meaning
of the sentences; and a telling of few words that says "still" or "again" can only be about what was told before. What
everybody says to be polite is left out of both before they are compared.
"""

from collections import OrderedDict, deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.matching.fitted import RETOLD
from bot.matching.grams import Weights
from bot.matching.resemblance import Strangers, features, whole_meaning
from bot.matching.sentences import Sentences, Vector
from bot.matching.telling import Telling, matter_of, read_tellings
from bot.matching.typos import mended

LEARNT = 5_000
"""Tellings by which grams are weighed, the newest."""
KEPT = 1_000
"""Tellings that are kept as they were read, some 20 kB each: those of who comes back are asked for again."""
STRANGERS = 200
"""Tellings with whose meanings one is compared, the newest."""
_ENOUGH = 20
AT_LENGTH = 90
"""Words from which on something is told at length."""
_LATIN = 0.6
"""The share of the signs from which on a text is not told in Chinese."""


class RepeatLikelihood(NamedTuple):
    """What was found out of one matter."""

    likelihood: float
    """That the telling is about it, from 0 to 1."""
    at_length: int
    """How many of both, the telling and what was told of the matter, are told at length."""


class Listener:
    """Reads tellings, and learns from all of them what is common."""

    def __init__(self, sentences: Sentences | None) -> None:
        self._sentences = sentences
        self.weights = Weights()
        self._learnt: deque[frozenset[str]] = deque()
        self._strangers: deque[Vector] = deque(maxlen=STRANGERS)
        self._known: OrderedDict[str, Telling] = OrderedDict()

    def read_again(self, text: str, earlier: Sequence[Telling]) -> Telling:
        """Return the telling of a text whose slips are mended by the words of what was told before."""
        known = {word for telling in earlier for word in telling.words}
        return self.read([mended(text, known)])[0]

    def read(self, texts: Sequence[str]) -> list[Telling]:
        """Return the tellings of texts; takes milliseconds for each that was not read lately."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, read_tellings(new, self._sentences), strict=True))
        found = [self._known[text] for text in texts]
        for text in texts:
            self._known.move_to_end(text)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return found

    def read_words(self, texts: Sequence[str]) -> list[Telling]:
        """Return the tellings of texts without their meanings: quicker by far, and enough to learn from."""
        return read_tellings(texts, None)

    def learn(self, telling: Telling) -> None:
        """Take a telling into what is common; the oldest beyond `LEARNT` is forgotten."""
        self.weights.learn(telling.grams)
        self._learnt.append(telling.grams)
        if len(self._learnt) > LEARNT:
            self.weights.forget(self._learnt.popleft())
        (told,) = self._matters([telling])
        meaning = whole_meaning(self.weights, told)
        if meaning is not None:
            self._strangers.append(meaning)

    def judge(self, telling: Telling, matters: Sequence[Sequence[Telling]]) -> list[RepeatLikelihood]:
        """Return for each matter how likely this telling is about it.

        The sum may be above 1: each is judged by itself, though seeing by how much it leads.
        """
        model = RETOLD[model_of(telling)]
        return [RepeatLikelihood(model.probability(row), lengths) for lengths, row in self.features(telling, matters)]

    def features(self, telling: Telling, matters: Sequence[Sequence[Telling]]) -> list[tuple[int, tuple[float, ...]]]:
        """Return what the judgement rests on, that to which `bench.repeats_fit` fits the models.

        For each matter: how many of both are told at length, and the numbers of `resemblance`.
        """
        (told,), earlier = self._matters([telling]), [self._matters(one) for one in matters]
        lengths = [at_length(told, one) for one in earlier]
        return list(zip(lengths, features(self.weights, told, earlier, self._strangeness(told)), strict=True))

    def _strangeness(self, telling: Telling) -> Strangers:
        """Return how near a meaning is to those of strangers."""
        meaning = whole_meaning(self.weights, telling)
        if meaning is None or len(self._strangers) < _ENOUGH:
            return Strangers()
        near = np.stack(self._strangers) @ meaning
        return Strangers(float(near.mean()), max(float(near.std()), 0.05))

    def _matters(self, tellings: Sequence[Telling]) -> list[Telling]:
        """Return the tellings without mere phrases."""
        texts = [matter_of(one, self.weights) for one in tellings]
        changed = [text for one, text in zip(tellings, texts, strict=True) if text != one.text]
        without = dict(zip(changed, self.read(changed), strict=True))
        return [without.get(text, one) for one, text in zip(tellings, texts, strict=True)]


def at_length(telling: Telling, told: Sequence[Telling]) -> int:
    """Return how many of the two are told at length: this telling, and any of those of a matter."""
    return (len(telling.tokens) >= AT_LENGTH) + any(len(one.tokens) >= AT_LENGTH for one in told)


def model_of(telling: Telling) -> str:
    """Return the name of the model by which a telling is judged: by what is read of it, and by its language."""
    text = telling.text
    language = "latin" if sum(map(str.isascii, text)) >= _LATIN * len(text) else "chinese"
    return f"{'grams' if telling.vectors is None else 'meanings'}, {language}"
