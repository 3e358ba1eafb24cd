from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.desk.tickets.similar_tickets import COMPARED, others, ranked, words
from bot.matching.grams import Weights
from bot.matching.normalise import LONGEST
from storage.records.complaint_records import Occurrence
from tests.bot.desk.desk_harness import ALL_ANSWERS, DeskHarness

OUTAGE = "The broadband in Riverside Gardens has been dead since the storm"
NEIGHBOUR = "Our broadband is dead in Riverside Gardens, since that storm"
BILL = "October cost me twice, far too much"
TELLING = Occurrence(id="o", ticket="t", conversation="v", at=datetime(2026, 3, 1, tzinfo=UTC), text="")
HOSTILE = {
    "a megabyte": "the bill is wrong " * 60_000,
    "one sign a million times": "退" * 1_000_000,
    "a word without end": "x" * 1_000_000,
    "control characters": "\0bill\x01\x1b[31m twice\x7f\u200b",
    "emoji": "bill 😀👩‍👩‍👧‍👦🇨🇳 twice",
    "right to left": "\u202eالفاتورة خاطئة\u202c שלום",
    "thousands of different words": " ".join(map(str, range(4_000))),
    "thousands of different signs": "".join(map(chr, range(0x4E00, 0x4E00 + 4_000))),
    "a sign that becomes many": "ﷺ" * 10_000,
}
NETWORK = ("2", "skip", "13800138000", "1", "1")
"""It is none of what is known; the telling says already what it is about, and where."""
NETWORK_ZH = ("2", "滨江花园3号楼", "skip", "13800138000", "1", "1")


async def test_another_customer_with_the_same_problem_is_found(desk: DeskHarness) -> None:
    mine = await desk.files(OUTAGE, NETWORK, to="web:wang")
    theirs = await desk.files(NEIGHBOUR, NETWORK, to="web:zhao")
    await desk.files(BILL, ALL_ANSWERS, to="web:chen")

    assert [other.reference for other in await others(desk.store, mine, Weights())] == [theirs.reference]
    assert [other.reference for other in await others(desk.store, theirs, Weights())] == [mine.reference]


async def test_in_chinese_too(desk: DeskHarness) -> None:
    mine = await desk.files("滨江花园的宽带打雷以后一直断", NETWORK_ZH, to="web:wang")
    theirs = await desk.files("打雷以后我们滨江花园宽带就断了", NETWORK_ZH, to="web:zhao")

    assert [other.reference for other in await others(desk.store, mine, Weights())] == [theirs.reference]


async def test_the_customers_own_tickets_and_other_problems_are_not_among_them(desk: DeskHarness) -> None:
    mine = await desk.files(OUTAGE, NETWORK, to="web:wang")
    await desk.files(BILL, ALL_ANSWERS, to="web:chen")

    assert await others(desk.store, mine, Weights()) == []


def test_a_telling_is_found_by_each_of_its_words_once() -> None:
    assert words("Dead, dead, dead broadband") == ("dead", "broadband")


def test_the_likeliest_telling_comes_first_and_of_equals_the_oldest() -> None:
    asked = words(OUTAGE)
    tellings = [
        replace(TELLING, id=key, words=words(text)) for key, text in (("b", OUTAGE), ("c", BILL), ("a", OUTAGE))
    ]

    likely = ranked(asked, tellings, Weights())

    assert [telling.id for _, telling in likely] == ["a", "b", "c"]
    assert [round(likeness, 6) for likeness, _ in likely] == [1, 1, 0]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_has_no_more_words_than_are_looked_at(text: str) -> None:
    found = words(text)

    assert 0 < len(found) <= LONGEST
    assert sum(map(len, found)) <= 2 * LONGEST


async def test_hostile_tellings_find_themselves(desk: DeskHarness) -> None:
    unit = desk.store.unit()
    for name, text in HOSTILE.items():
        unit.add(replace(TELLING, id=name, words=words(text)))
    await unit.commit()

    for name, text in HOSTILE.items():
        found = await desk.store.unit().alike(Occurrence, words(text), COMPARED, "words")
        assert found[0].id == name
