"""What a topic is called: whole words that most who tell it use, as a person would name it. Pure.

A wording is as long as most texts say it: of 景园, 伊景园 and 伊景园滨河苑 the last is the name if they all go on like
that. It ends where a person would end it: not at a particle, not between a number and what is counted, and it is none
of the words with which anything is complained about.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.matching.normalise import plain

WORDS = 4
"""Wordings that are named at most."""
_HALF = 0.5
"""Of the texts, how many must hold a wording."""
_AS_OFTEN = 0.75
"""A longer wording is the better one if it is said so many times for each of the shorter."""
_LONGEST_CHINESE, _LONGEST_LATIN = 10, 4
"""Signs, or words, of a wording."""
_LOOKED_AT = 200
"""Characters of a text in which it is looked for."""
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_LATIN = re.compile("[a-z]+(?:-[a-z]+)*")
_COUNTED = re.compile(
    "[#一二三四五六七八九十两几半多]{1,8}(?:个?(?:小时|星期|分钟|单元|号楼|月)|[天年日号栋楼层室户元块次遍点岁米名位条个期])|[a-z][a-z#]{0,10}[市区县]"
)
_NO_MATTER = re.compile(
    "投诉|反映|举报|咨询|请问|请求|希望|建议|关于|相关|问题|情况|严重|尽快|处理|解决|领导|尊敬|您好|你好|谢谢|麻烦|"
    "人工|客服|要找|我要|我们|你们|他们|大家|现在|已经|一直|还是|怎么|什么时候|什么|为何|何时|能不能|是否|"
    "今天|昨天|前天|明天|上午|下午|晚上|到底|又|再次"
)
_PARTICLES = frozenset(
    "的了是在有和与及或也都就被把将向给从到对为于以我你他她它您这那其所而且吗呢吧啊呀嘛着过还没不要会能可请让使"
)
_NOT_FIRST = _PARTICLES - frozenset("没不")
_SMALL_WORDS = (
    "a an and are as at be been but by can do does for from had has have he her his i if in is it its just me "
    "my no not of on or our please she since so still that the their them there they this to too us very was "
    "we were what when where who why with you your again all any im ive dont cant yesterday today now how much "
    "many "
)
_SMALL = frozenset(_SMALL_WORDS.split())


def wordings(grams: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Return what most of the texts call it, the most telling first.

    ``grams`` are what they share, the weightiest first; where no whole wording is shared, the first that is a word.
    """
    said = [plain(text[:_LOOKED_AT], masked=True) for text in texts]
    counted = Counter(wording for text in said for wording in {*_of_chinese(text), *_of_latin(text)})
    often = {wording: times for wording, times in counted.items() if times >= max(2, len(texts) * _HALF)}
    weights = {gram: len(grams) - place for place, gram in enumerate(grams)}
    worth = {one: times * _worth(one, weights) for one, times in often.items() if not _goes_on(one, often)}
    chosen: list[str] = []
    for wording in sorted(worth, key=lambda one: (-worth[one], -len(one), one)):
        if worth[wording] and len(chosen) < WORDS and not any(_overlap(wording, other) for other in chosen):
            chosen.append(wording)
    return tuple(chosen) or tuple(gram for gram in grams if not re.search("[-# ]", gram))[:1]


def _of_chinese(text: str) -> Iterator[str]:
    for run in _CHINESE.findall(_NO_MATTER.sub(" ", _COUNTED.sub(" ", text))):
        for begin in range(len(run)):
            for end in range(begin + 2, min(begin + _LONGEST_CHINESE, len(run)) + 1):
                if run[begin] not in _NOT_FIRST and run[end - 1] not in _PARTICLES:
                    yield run[begin:end]


def _of_latin(text: str) -> Iterator[str]:
    for run in re.split("[^-a-z ]+", text):
        words = _LATIN.findall(run)
        for begin in range(len(words)):
            for end in range(begin + 1, min(begin + _LONGEST_LATIN, len(words)) + 1):
                if len(words[begin]) > 1 and words[begin] not in _SMALL and words[end - 1] not in _SMALL:
                    yield " ".join(words[begin:end])


def _worth(wording: str, weights: dict[str, int]) -> int:
    """Return how much of what is shared a wording says."""
    if wording.isascii():
        return sum(weights.get(word, 0) for word in wording.split())
    return sum(weight for gram, weight in weights.items() if gram in wording)


def _goes_on(wording: str, often: dict[str, int]) -> bool:
    """Tell whether most who say this say more: it is a part of a longer wording."""
    return any(
        len(longer) > len(wording) and _holds(longer, wording) and times >= _AS_OFTEN * often[wording]
        for longer, times in often.items()
    )


def _holds(longer: str, wording: str) -> bool:
    return f" {wording} " in f" {longer} " if wording.isascii() else wording in longer


def _overlap(one: str, other: str) -> bool:
    """Tell whether two wordings share a word, or two signs in a row."""
    return not _parts(one).isdisjoint(_parts(other))


def _parts(wording: str) -> set[str]:
    if wording.isascii():
        return set(wording.split())
    return {wording[at : at + 2] for at in range(len(wording) - 1)}
