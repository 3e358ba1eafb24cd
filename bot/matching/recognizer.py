"""What the desk has learnt by listening: who tells what again, and which known issue a telling is about.

The reading of meanings takes milliseconds: all of it happens in a thread of its own, one text after the other, so that
nobody else waits. What is common is learnt from the newest tellings of the store, and from each that is committed.
"""

import asyncio
from collections.abc import Callable, Container, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from bot.matching.assurance import Assurance
from bot.matching.classify import Classifier, Ranking
from bot.matching.grams import Weights
from bot.matching.outside import outside
from bot.matching.retelling import Listener, RepeatLikelihood
from bot.matching.said_of_matters import NOTHING_SAID, SaidOfMatters
from bot.matching.sentences import Sentences
from bot.matching.telling import Telling
from dialogs.language.known_issue import KnownIssue

T = TypeVar("T")

_Known = tuple[tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...], SaidOfMatters]
"""The keys of known issues, each with its wordings and with what is unlike them, and what was said of them."""

_CLASSIFIERS = 16
"""Sets of known issues whose classifier is kept: one for each script and the one before it."""


class Recognizer:
    """Answers how alike tellings are, without holding up the event loop."""

    def __init__(self, sentences: Sentences | None = None) -> None:
        self._sentences = sentences
        self._listener = Listener(sentences)
        self._thread = ThreadPoolExecutor(1, "recognition")
        self._said = NOTHING_SAID
        self._ready_for: _Known | None = None
        self._preparing: Future[Classifier] | None = None

    @property
    def reads_meanings(self) -> bool:
        """Whether a sentence embedding is installed; without it known issues are offered, never answered at once."""
        return self._sentences is not None

    @property
    def starting(self) -> bool:
        """Whether it still learns what it was to prepare, so that whoever asks now has to wait."""
        return self._preparing is not None and not self._preparing.done()

    @property
    def weights(self) -> Weights:
        """What grams weigh at this desk, as it goes on learning."""
        return self._listener.weights

    def learn(self, texts: Sequence[str]) -> None:
        """Learn from tellings, the oldest first, what is common; only who asks about a telling waits for it."""
        self._thread.submit(self._learn, texts)

    def learn_from(self, tellings: Sequence[Telling]) -> None:
        """Learn from tellings that are kept by now; nobody waits for it."""
        if tellings:
            self._thread.submit(self._take_in, tellings)

    def prepare(self, issues: Sequence[KnownIssue]) -> None:
        """Learn these known issues before anybody asks about them; nobody waits for it."""
        self._preparing = self._thread.submit(self._classifier, issues)

    async def learnt(self, issues: Sequence[KnownIssue]) -> None:
        """Wait until these known issues are learnt, before they are in force."""
        await self.in_thread(lambda: self._classifier(issues))

    async def ready(self, issues: Sequence[KnownIssue]) -> None:
        """Wait until these known issues are learnt, and what the start has to learn.

        Whoever is about to begin a transaction waits here: it may not stand still for the seconds that this can take.
        """
        known = _known(issues, self._said)
        if known != self._ready_for:
            await self.in_thread(lambda: self._classifier(issues))  # after what the start has handed to the thread
            self._ready_for = known

    def take_said(self, said: SaidOfMatters) -> None:
        """Learn what was said of known issues beside their wordings, from the next time on that they are learnt."""
        self._said = said

    async def learn_said(self, said: SaidOfMatters, issues: Sequence[KnownIssue]) -> None:
        """Take what was said of known issues, once these are learnt with it."""
        await self.in_thread(lambda: taught(issues, self._sentences, said))
        self._said = said

    async def judge(self, text: str, matters: Sequence[Sequence[str]]) -> tuple[Telling, list[RepeatLikelihood]]:
        """Return the telling as it was read, and for each of some matters, told in these texts, how likely it is it."""
        return await self.in_thread(lambda: self._judge(text, matters))

    async def rank(
        self, issues: Sequence[KnownIssue], texts: Sequence[str], among: Container[str] | None = None
    ) -> list[Ranking]:
        """Return for each text the known issues, or those with some keys only, by how likely it is about them.

        To learn ``issues`` may take seconds, and is done once: leave out by ``among`` what does not concern a customer.
        """
        return await self.in_thread(lambda: [self._classifier(issues).rank(text, among) for text in texts])

    async def assurance(self, issues: Sequence[KnownIssue]) -> Assurance:
        """Return how sure one may be of the likeliest of these known issues."""
        return await self.in_thread(lambda: self._classifier(issues).assurance)

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Return what the work gives, done in the thread in which texts are read."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def later(self, work: Callable[[], object]) -> None:
        """Have work done in that thread; nobody waits for it."""
        self._thread.submit(work)

    def _learn(self, texts: Sequence[str]) -> None:
        self._listener.read(["hello"])  # the first text has the sentence model read, which takes seconds
        self._take_in(self._listener.read_words(texts))

    def _take_in(self, tellings: Sequence[Telling]) -> None:
        for telling in tellings:
            self._listener.learn(telling)

    def _judge(self, text: str, matters: Sequence[Sequence[str]]) -> tuple[Telling, list[RepeatLikelihood]]:
        others = self._listener.read([one for told in matters for one in told])
        telling = self._listener.read_again(text, others)
        rest = iter(others)
        grouped = [[next(rest) for _ in told] for told in matters]
        return telling, self._listener.judge(telling, grouped)

    def _classifier(self, issues: Sequence[KnownIssue]) -> Classifier:
        return taught(issues, self._sentences, self._said)


def _known(issues: Sequence[KnownIssue], said: SaidOfMatters) -> _Known:
    return tuple((issue.key, issue.wordings, issue.unlike) for issue in issues), said


def taught(issues: Sequence[KnownIssue], sentences: Sentences | None, said: SaidOfMatters = NOTHING_SAID) -> Classifier:
    """Return what has learnt these known issues, with what is unlike them, was said of them and comes from outside."""
    return _taught(_known(issues, said), sentences)


@lru_cache(_CLASSIFIERS)
def _taught(known: _Known, sentences: Sentences | None) -> Classifier:
    issues, said = known
    wordings, unlike = {key: told for key, told, _ in issues}, [text for *_, unlike in issues for text in unlike]
    learnt, none = said.beside(wordings, unlike)
    return Classifier(learnt, sentences, outside(), none)
