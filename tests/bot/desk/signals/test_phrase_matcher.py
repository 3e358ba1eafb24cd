import json
import re
from pathlib import Path

import pytest

from bot.desk.signals.phrase_matcher import Phrases, beginnings, narrowed
from bot.desk.signals.signal_file import shipped_phrases
from dialogs.reading.folding import folded

DATA = Path(__file__).parents[3] / "data"
ENGLISH, CHINESE = shipped_phrases("english").counts, shipped_phrases("chinese").counts


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("fire", {"fir"}),
        ("a?b", {"a", "b"}),
        ("ab+c", {"ab"}),
        ("[ab]c", {"ac", "bc"}),
        (r"\d", set("0123456789")),
        ("(?:on|in) it", {"on ", "in "}),
        ("(?:a|(?:b|c)d)e", {"ae", "bde", "cde"}),
        ("a.c", {"a"}),
        (r"(?:a\w)c", {"a"}),
        ("a[^b]c", {"a"}),
        ("(?<!no )(?:x|y)", {"x", "y"}),
        (r"a\*b", {"a*b"}),
        ("a*b", {"a", "b"}),
        ("a{0,2}b", {"a", "b"}),
        (".?b", {"", "b"}),
    ],
)
def test_what_a_phrase_begins_with_is_read_from_it(phrase: str, expected: set[str]) -> None:
    actual = beginnings(phrase, 3)

    assert expected == actual


@pytest.mark.parametrize("phrases", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_phrase_begins_with_something_certain(phrases: dict[str, tuple[str, ...]]) -> None:
    uncertain = [phrase for alternatives in phrases.values() for phrase in alternatives if "" in beginnings(phrase, 3)]

    assert uncertain == []


@pytest.mark.parametrize(
    ("language", "phrases"),
    [("en", ENGLISH), ("zh", CHINESE)],
    ids=["en", "zh"],
)
def test_all_is_found_that_is_found_by_trying_one_phrase_after_the_other(
    language: str, phrases: dict[str, tuple[str, ...]]
) -> None:
    whole_words = language == "en"
    sorted_phrases = Phrases(phrases, whole_words=whole_words)
    form = r"(?<!\w)(?:{})\b" if whole_words else "(?:{})"
    plain = {
        signal: [re.compile(form.replace("{}", phrase)) for phrase in alternatives]
        for signal, alternatives in phrases.items()
    }
    texts = [
        folded(json.loads(line)["text"])
        for line in (DATA / f"signals-{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]

    found = [{signal for signal, *_ in sorted_phrases.found(text)} for text in texts]

    expected = [
        {signal for signal, patterns in plain.items() if any(pattern.search(text) for pattern in patterns)}
        for text in texts
    ]
    assert expected == found


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("(?:妈妈?|爸爸?)不见了", "(?:爸爸?)不见了"),
        ("(?:他|(?:老妈|爸))走", "(?:(?:爸))走"),
        ("(?:我的)?爸", "(?:我的)?爸"),
        ("(?:.{0,3}丢|妈)了", "(?:.{0,3}丢)了"),
        ("爸|妈", "爸|妈"),
    ],
)
def test_of_the_ways_to_begin_those_stay_that_are_one_where_a_sign_stands(phrase: str, expected: str) -> None:
    assert narrowed(phrase, "爸") == expected


def test_a_phrase_that_begins_alike_twice_is_tried_once() -> None:
    phrases = Phrases({"grief": ["爸爸?.{0,3}走了"]}, whole_words=False)
    found = list(phrases.found("爸爸走了"))

    assert found == [("grief", 0, 4), ("grief", 1, 4)]
