"""Tellings of which somebody said what they are about: learnt beside the wordings of known matters.

People ask as nobody writes wordings down, and what comes near to a matter without being it only they can show.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.matching.normalise import plain, tokens

MOST_OF_ONE, MOST_OF_NONE = 30, 300
"""Tellings that are learnt of each matter, and of those about none: the newest."""
_ENOUGH_WORDS = 2
"""A telling of fewer words shows nothing; nor does one whose words were erased."""


@dataclass(frozen=True)
class SaidOfMatters:
    """What is learnt besides."""

    about: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The keys of matters, each with what is about it."""
    none: tuple[str, ...] = ()
    """What is about no matter, though it was taken for one."""

    def beside(
        self, matters: Mapping[str, Sequence[str]], unlike: Sequence[str]
    ) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """Return the wordings of matters, and what is unlike them, with what is learnt besides.

        What is written down there already, under whichever key, stays as it is written.
        """
        written = {plain(text) for wordings in (*matters.values(), unlike) for text in wordings}
        fresh = {key: [text for text in told if plain(text) not in written] for key, told in self.about}
        more = [text for text in self.none if plain(text) not in written]
        return {key: (*told, *fresh.get(key, ())) for key, told in matters.items()}, (*unlike, *more)


NOTHING_SAID = SaidOfMatters()


def said_of_matters(told: Iterable[tuple[str, str]]) -> SaidOfMatters:
    """Return what is learnt of tellings, each with the key of its matter or an empty one; the oldest comes first.

    Of one telling, however it is typed, of which different things were said nobody knows what it is about: it is left
    out.
    """
    keys, texts = defaultdict[str, set[str]](set), dict[str, str]()
    for text, key in told:
        form = plain(text)
        if len(tokens(text)) >= _ENOUGH_WORDS:
            keys[form].add(key)
            texts[form] = texts.pop(form, text)
    about = defaultdict[str, list[str]](list)
    for form, text in texts.items():
        if len(keys[form]) == 1:
            about[next(iter(keys[form]))].append(text)
    none = tuple(about.pop("", [])[-MOST_OF_NONE:])
    return SaidOfMatters(tuple((key, tuple(found[-MOST_OF_ONE:])) for key, found in about.items()), none)
