"""What a customer's words say besides the matter: anger, threats, danger, the wish for a person.

Closed lists of phrases (`english.yaml`, `chinese.yaml`, and the company's own), each a sure sign by itself; a phrase
that is denied ("no need for a lawyer") is none, nor is one that a phrase of `never-counts` overlaps. Read generously
where a missed signal hurts: a person too many is better than danger unheard.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from bot.desk.signals.phrase_matcher import Phrases
from bot.desk.signals.signal_file import NAMES, Phrased, SignalPhrases, plain, shipped_phrases
from dialogs.model.events import Signal

_LONGEST = 20_000
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|nobody|nothing|without|(?:is|are|was|were|do|does|did|has|have|wo|would|could|should)n'?t"
    r"|rather than|instead of)"
    r"(?: (?:a|an|the|any|my|to|for|of|at|all|that|so|very|really|even|yet|is|was|were|be|been|being|need|want|wanting"
    r"|have|having|get|getting|call|calling|contact|going|planning|trying|threatening|asking|involve|feeling|in"
    r"|here|about|looking|speak|talk|chat|with|take|file|go|start|seek|saying|said|say|mean|i|i'?m|am|it|too|one))*"
    r"|(?:(?<!是)不是|(?<!有)没有?|(?:不|没)打算|没想|不会|不用|不必|不需要|无需|无意|用不着|不至于|不准备|从未|(?<!要)不要"
    r"|不想|(?<![特分差级个性])别)(?:[转找叫接要请说想去来给用再跟向到在上真是打走][个一]?"
    r"|打算|投诉|上网|准备|什么|任何|因为|想要)*) ?$"
)
_REACH = 40
"""Characters before a phrase in which it may be denied."""
_SHOUT = 12
"""Letters, nearly all capitals, that make a shout together with an exclamation mark."""
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


class Lists:
    """Phrases as they are looked for: those of whole words, and those of Chinese signs."""

    def __init__(self, words: Phrased, signs: Phrased) -> None:
        self.words = Phrases(words, whole_words=True)
        self.signs = Phrases(signs, whole_words=False)

    def found(self, text: str) -> Iterator[tuple[Signal, int, int]]:
        """Yield the signals that phrases in a text stand for, and where each begins and ends."""
        yield from self.words.found(text)
        if not text.isascii():
            yield from self.signs.found(text)


class SignalReader:
    """Hears signals by the phrases that come with the program, and by those that the company adds or takes away."""

    def __init__(self, company: SignalPhrases | None = None) -> None:
        self.take(company or SignalPhrases())

    def take(self, company: SignalPhrases) -> None:
        """Hear by these phrases of the company from now on, in place of those taken before."""
        self.company = company
        """The company's phrases in force."""
        counts, never = shipped_lists()
        # In one step: texts are read in a thread meanwhile.
        self._lists = (counts, _own(company.counts)), (never, _own(company.never_counts))

    def read(self, text: str) -> tuple[Signal, ...]:
        """Return the signals in a text, the gravest first."""
        said = plain(text[:_LONGEST])
        counts, never = self._lists
        cancelled = defaultdict[Signal, list[tuple[int, int]]](list)
        for signal, start, end in (hit for one in never for hit in one.found(said)):
            cancelled[signal].append((start, end))
        found = set[Signal]()
        for signal, start, end in (hit for one in counts for hit in one.found(said)):
            if signal not in found and not _denied(said, start) and not _overlaps(start, end, cancelled[signal]):
                found.add(signal)
        if _shouts(text):
            found.add("anger")
        return tuple(signal for signal in NAMES if signal in found)

    def left_out(self, text: str) -> tuple[frozenset[Signal], str]:
        """Return the signals that phrases of `never-counts` are no sign of, and the text, folded, without those."""
        said = plain(text[:_LONGEST])
        found = [hit for one in self._lists[1] for hit in one.found(said)]
        left = len(said)
        for _, start, end in sorted(found, key=lambda hit: -hit[1]):
            said, left = f"{said[:start]} {said[min(end, left) :]}", start
        return frozenset(signal for signal, _, _ in found), " ".join(said.split())


@cache
def shipped_lists() -> tuple[Lists, Lists]:
    """Return what counts and what never counts by the phrases that come with the program."""
    english, chinese = shipped_phrases("english"), shipped_phrases("chinese")
    return Lists(english.counts, chinese.counts), Lists(english.never_counts, chinese.never_counts)


def _own(phrases: Phrased) -> Lists:
    """Plain words are looked for as they stand: as whole words, or anywhere if they hold Chinese signs."""
    of_words, of_signs = (
        {
            name: tuple(re.escape(one) for one in each if bool(_HAN.search(one)) is is_han)
            for name, each in phrases.items()
        }
        for is_han in (False, True)
    )
    return Lists(of_words, of_signs)


def _overlaps(start: int, end: int, others: list[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in others)


def _denied(text: str, start: int) -> bool:
    return bool(_DENIED.search(text[max(0, start - _REACH) : start]))


def _shouts(text: str) -> bool:
    if "!" not in text:
        return False
    letters = [character for character in text[:_LONGEST] if character.isascii() and character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return len(letters) >= _SHOUT and capitals >= 0.9 * len(letters)
