"""Made-up tellings in English and Chinese, and the ranking of all of them that a search should come to."""

import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

import dialogs
from bot.desk.tickets.similar_tickets import words
from bot.matching.grams import Weights
from dialogs.language.known_issue import load_known_issues

Likeness = np.ndarray[tuple[int], np.dtype[np.float64]]

TOP = 10
SAMPLE = 5_000
"""The newest tellings, from which it is learnt what words weigh."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SIGNS = "建中人长和东新华文光明复兴解放南北西京海学院军青年友谊胜利朝阳滨江花园金星银河"
_HEADS = ("oak", "elm", "river", "church", "mill", "park", "queen", "king", "bridge", "market", "lake", "north")
_TAILS = ("hill", "field", "wood", "ton", "ham", "ford", "gate", "side", "well", "stone", "land", "bury", "dale")


class SplitTellings:
    """Tellings in both languages, one after the other."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        wordings = _wordings()
        self._zh = [text for text in wordings if _CHINESE.search(text)]
        self._en = [text for text in wordings if not _CHINESE.search(text)]
        self._names = [f"{head}{tail}" for head in _HEADS for tail in _TAILS]

    def some(self, count: int) -> list[str]:
        return [self._chinese() if number % 2 else self._english() for number in range(count)]

    def again(self, text: str) -> str:
        """Return a telling told again: some of its parts, in another order."""
        parts = [part.strip() for part in re.split("[，,]", text)]
        kept = [part for part in parts if self._chance.random() < 0.7] or parts
        self._chance.shuffle(kept)
        return ("，" if _CHINESE.search(text) else ", ").join(kept)

    def _english(self) -> str:
        pick, (first, second) = self._chance, self._chance.choices(self._en, k=2)
        place = f"{pick.randrange(1, 400)} {pick.choice(self._names)} {pick.choice(('Road', 'Street', 'Lane'))}"
        return f"{first}, at {place}, {second}, order {pick.randrange(10**7)}"

    def _chinese(self) -> str:
        pick, (first, second) = self._chance, self._chance.choices(self._zh, k=2)
        place = "".join(pick.choices(_SIGNS, k=3)) + pick.choice(("路", "街", "小区", "花园", "大厦"))
        return f"{first}，在{place}{pick.randrange(1, 400)}号，{second}，订单{pick.randrange(10**7)}"


def _wordings() -> list[str]:
    files = sorted((Path(dialogs.__path__[0]) / "known_issues").glob("*.yaml"))
    issues = (issue for file in files for issue in load_known_issues(file.read_text("utf-8"))[0])
    return [text for issue in issues for text in issue.wordings]


def learnt(told: Sequence[tuple[str, ...]]) -> Weights:
    """Return the weights of words as the newest tellings have them."""
    weights = Weights()
    for some in told[-SAMPLE:]:
        weights.learn(some)
    return weights


class Everything:
    """All tellings, compared one and all by the desk's own measure."""

    def __init__(self, told: Sequence[tuple[str, ...]], weights: Weights) -> None:
        self._numbers: dict[str, int] = {}
        number = self._numbers
        self._words = np.fromiter((number.setdefault(word, len(number)) for some in told for word in some), np.uint32)
        self._starts = np.cumsum([0, *map(len, told[:-1])])
        self._weights = np.array([weights.of(word) ** 2 for word in number])
        self._held = np.add.reduceat(self._weights[self._words], self._starts)
        self._weigh = weights.of

    def likeness(self, text: str) -> Likeness:
        """Return how alike each telling is to this text."""
        asked = words(text)
        of_asked = np.zeros(len(self._weights))
        known = [self._numbers[word] for word in asked if word in self._numbers]
        of_asked[known] = self._weights[known]
        shared = np.add.reduceat(of_asked[self._words], self._starts)
        whole = sum(self._weigh(word) ** 2 for word in asked)
        likeness: Likeness = (shared / np.sqrt(whole * self._held) + shared / np.minimum(whole, self._held)) / 2
        return likeness


def recall(found: Iterable[int], likeness: Likeness, least: float = 0.0) -> float:
    """Return how many of the likeliest are among what was found, of those that are alike by ``least`` at all.

    Others that are as alike as the last of the likeliest do as well.
    """
    best = np.partition(likeness, -TOP)[-TOP:]
    wanted = int((best > least).sum())
    enough = max(float(best.min()) - 1e-9, least)
    return min(1.0, sum(likeness[number] > enough for number in found) / wanted) if wanted else 1.0
