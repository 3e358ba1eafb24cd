"""What a telling says of itself: that it was told before, or that it is something else. Knows no tickets.

Closed lists of phrases. They say nothing of which matter it is; they tilt the scale where the words of two tellings
leave it open.
"""

import re

from bot.matching.normalise import plain

_AGAIN = (
    "again, still, yet, once more, anymore, third, fourth, fifth, 2nd, 3rd, 4th, 5th, twice now, already",
    "to this day, second time, second message, second complaint, as i said, as i told, as i wrote, as i mentioned",
    "as i reported, like i said, any news, any update, any progress, update on, follow up, following up, chase",
    "chased, chasing, reminder, no answer, no reply, no response, no change, no one has, nobody has, not one",
    "nothing happened, nothing has happened, nothing was done, nothing has been, nothing changed, never came",
    "never called, never heard, what happened to, what happened with, how many more, how much longer, how long",
    "how often, same problem, same thing, same issue, same story, same as, i wrote, i told, i reported",
    "i complained, i asked, i was told, i called you, i sent you, i have waited, i keep, you said, you promised",
    "you told, you wrote, you were going, your colleague, your answer, your reply, your engineer, weeks later",
    "week later, days later, since then, last time, my last, my first message, my earlier, my previous, is back",
    "is now back, so much for, promised, waiting, my complaint, my case, my ticket, to date",
)
_AGAIN_SIGNS = (
    "又|再次|再[三说讲问催]|还是|还在|还没|还不|还要|还得|仍|依旧|依然|至今|到现在|一直|始终|照样|照旧|都.{0,6}了还|迟迟",
    "第[二三四五六七八九2-9]次|[两三四五2-9][次遍回][了投反报]|上次|上回|之前|前几天|那[天次回]|先前|催|跟进|进展|下文|结果呢",
    "说好|答应|承诺|不是说|你们说|你说|回复|答复|怎么样了|怎么还|什么时候|啥时候|到底|究竟|那个事|那件事|这事|这件事|此事",
    "反映过|投诉过|报修过|说过|报过|没人[管理来回处]|没动静|没消息|没反应|不了了之",
)
_OTHER = (
    "another thing, another matter, another problem, another issue, another one, another story, another question",
    "another complaint, something else, separate, separately, different, nothing to do with, other than, other issue",
    "other matter, unrelated, this time it, this time the, this time it's, new problem, new issue, new matter",
    "second order, second thing, second contract, second stay, second matter, second problem, second room, second card",
    "second booking, besides, on top of, as well, not the, not about, not that, also, but the, but now, but for",
    "but about, now the, now that, now it, now there, now my, instead, apart from, additionally, a further",
    "one more thing",
)
_OTHER_SIGNS = (
    "另外|另[一有外]|还有[一个件]|别的|其他|其它|不是一回事|不是同一|不是.{0,8}的事|不一样|这次是|这回是|这次换|换了|不同|顺便",
    "新问题|也[有要想坏是]|同一[家个].{0,8}[另单]|又一|再一个|再[有问反]一?[个件]|跟上次.{0,6}[没不]",
)
LONGEST = 400
"""Characters in which these are looked for: what a telling says of itself, it says soon."""
MOST = 3
"""Phrases that are counted."""


def _pattern(phrases: tuple[str, ...], signs: tuple[str, ...]) -> re.Pattern[str]:
    words = (re.escape(phrase.replace("'", "")) for line in phrases for phrase in line.split(", "))
    return re.compile(rf"\b(?:{'|'.join(words)})\b|{'|'.join(signs)}")


_SAYS_AGAIN = _pattern(_AGAIN, _AGAIN_SIGNS)
_SAYS_OTHER = _pattern(_OTHER, _OTHER_SIGNS)


def says_again(text: str) -> float:
    """Return how much a text says that it was told before, from 0 to 1."""
    return _count(_SAYS_AGAIN, text)


def says_other(text: str) -> float:
    """Return how much a text says that it is something else, from 0 to 1."""
    return _count(_SAYS_OTHER, text)


def _count(pattern: re.Pattern[str], text: str) -> float:
    return min(MOST, sum(1 for _ in pattern.finditer(plain(text[:LONGEST])))) / MOST
