"""Choices that are read from free text, by the matcher that comes with the program."""

import json
from pathlib import Path

import pytest

from bot.understanding.choice_matcher import (
    CALLS,
    SURE,
    ChoiceMatcher,
    confidence_needed,
    shipped_choices,
    slots_read,
    sure_or_to_ask,
    values_that_call,
)
from dialogs.model.script import Choice, Script, Slot
from tests.dialogs.playing import script, shipped
from tests.dialogs.small_scripts import small_script

DATA = Path(__file__).parents[2] / "data"
LIBRARY = small_script(
    """
    ask: {ask: about, prompt: {en: What about}, reprompt: {en: Tap}, otherwise: bye, goto: who}
    who: {ask: relation, prompt: {en: Who}, reprompt: {en: Tap}, otherwise: bye, goto: bye}
    bye: {close: {en: Bye}}
    """,
    """
    about:
      type: choice
      label: {en: About}
      choices:
        books: {label: {en: Books and loans}, words: [a book, overdue, a fine for a late book]}
        noise: {label: {en: Noise in the reading room}, words: [noise, loud, people shout]}
        other: {en: Something else}
    relation:
      type: choice
      label: {en: Relation}
      choices: {child: {en: Their child}, other: {en: Other}}
    """,
)


@pytest.fixture(scope="module")
def matcher() -> ChoiceMatcher:
    found = shipped_choices()
    if found is None:
        pytest.skip("the extra “recognition” is not installed")
    return found


def read(matcher: ChoiceMatcher, within: Script, text: str) -> dict[str, str]:
    return {one.slot: one.key for one in matcher.read(text, within) or () if one.sure}


@pytest.mark.parametrize(
    ("trade", "text", "kind"),
    [
        ("telecom", "My internet has been crawling since Monday, pages hardly open", "network"),
        ("telecom", "每天晚上网页打不开，电影看一半就卡住", "network"),
        ("telecom", "Your man at the counter laughed at me and walked off", "attitude"),
        ("hotel", "The sink is blocked and the kettle is broken", "facilities"),
        ("hotel", "房间水龙头一直滴水，台灯也不亮", "facilities"),
        ("hotel", "You took the deposit twice from my card", "billing"),
        ("hospital", "The nurse snapped at my mother and rolled her eyes", "attitude"),
        ("bank", "The cash machine swallowed my card", "channel"),
    ],
)
def test_a_kind_is_read_from_words_that_the_script_does_not_list(
    matcher: ChoiceMatcher, trade: str, text: str, kind: str
) -> None:
    assert read(matcher, shipped(trade), text).get("kind") == kind


@pytest.mark.parametrize(
    "text",
    [
        "The lift music in the Garden Street shop gives me a headache",
        "the lift music in the Garden Street shop is a headache",
        "The coffee at the counter was cold",
        "The toilets in your branch were filthy",
        "I queued for an hour at the shop and only one counter was open",
        "The queue machine in the Mill Road shop was broken",
        "There is no parking near the Castle Street shop",
        "Your shop had the heating off in the middle of winter",
        "The lobby of your head office smells of paint",
        "The shop opens at ten, which is no use to anyone who works",
        "营业厅冷得要命，也没开空调",
        "你们营业厅的厕所很脏",
        "店里的音乐吵得人心烦",
        "营业厅没有停车位",
        "柜台的咖啡是凉的",
        "营业厅九点半才开门，太晚了",
        "舖頭排隊排咗成個鐘",
    ],
)
def test_what_is_said_of_premises_names_no_kind_and_never_staffs_conduct(matcher: ChoiceMatcher, text: str) -> None:
    assert matcher.read(text, shipped("telecom")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The man at the counter in the Garden Street shop was so rude to me",
        "The girl at the till rolled her eyes and would not serve me",
        "营业厅排队的时候，保安冲我大吼大叫",
        "柜台的小姑娘对我爱答不理",
    ],
)
def test_what_staff_did_on_premises_is_read_as_their_conduct(matcher: ChoiceMatcher, text: str) -> None:
    assert read(matcher, shipped("telecom"), text).get("kind") == "attitude"


@pytest.mark.parametrize(
    ("trade", "text"),
    [
        ("telecom", "The weather is nice today and I like trains"),
        ("hotel", "What a lovely view, thank you all"),
        ("bank", "Good morning, I have a question for you"),
    ],
)
def test_what_names_no_choice_fills_nothing(matcher: ChoiceMatcher, trade: str, text: str) -> None:
    assert read(matcher, shipped(trade), text) == {}


def test_what_was_read_comes_with_the_sentence_that_says_it(matcher: ChoiceMatcher) -> None:
    text = "I am tired of this. The sink is blocked and the kettle is broken."

    found = {one.slot: one.words for one in matcher.read(text, shipped("hotel")) or ()}

    assert found["kind"] == "The sink is blocked and the kettle is broken"


def test_a_word_or_two_are_left_to_the_words_of_the_script(matcher: ChoiceMatcher) -> None:
    assert matcher.read("wifi", shipped("hotel")) is None


def test_a_script_that_nobody_has_seen_is_read_by_its_labels_and_words(matcher: ChoiceMatcher) -> None:
    library = script(LIBRARY)

    assert read(matcher, library, "There is a lot of noise, people shout in the reading room") == {"about": "noise"}
    assert read(matcher, library, "I have lost my umbrella somewhere") == {}


def test_choices_without_words_are_never_read(matcher: ChoiceMatcher) -> None:
    assert [slot.key for slot in slots_read(script(LIBRARY))] == ["about"]


def test_a_script_can_be_read_beforehand_and_reads_the_same(matcher: ChoiceMatcher) -> None:
    text, hotel = "The sink is blocked and the kettle is broken", shipped("hotel")
    before = matcher.read(text, hotel)
    matcher.prepare(hotel)

    assert matcher.read(text, hotel) == before


@pytest.mark.parametrize(
    ("trade", "values"),
    [
        ("telecom", set()),
        ("hotel", {("stay", "here")}),
        ("bank", {("kind", "fraud"), ("at-risk", "stolen")}),
    ],
)
def test_a_value_by_which_a_person_is_called_must_be_surer(trade: str, values: set[tuple[str, str]]) -> None:
    within = shipped(trade)
    offered = [(slot, choice) for slot in slots_read(within) for choice in slot.choices]
    surer = {
        (slot.key, one.key) for slot, one in offered if confidence_needed(slot, one, values_that_call(within)) == CALLS
    }

    assert surer == values
    assert SURE < CALLS


@pytest.mark.parametrize(
    ("trade", "text", "kind"),
    [
        ("telecom", "overcharged me 40 yuan", "billing"),
        ("hotel", "隔壁房间吵到四点", "noise-safety"),
        ("hospital", "排队排了四个钟头", "process"),
        ("bank", "取款机把我的卡吞了", "channel"),
    ],
)
def test_a_few_plain_words_are_enough(matcher: ChoiceMatcher, trade: str, text: str, kind: str) -> None:
    assert read(matcher, shipped(trade), text).get("kind") == kind


def ranked(*chances: float) -> tuple[Slot, list[tuple[Choice, float]]]:
    slot = shipped("bank").slots["kind"]
    return slot, list(zip(slot.choices, chances, strict=False))


@pytest.mark.parametrize(
    ("chances", "many", "sure"),
    [((0.6, 0.3), 1, True), ((0.43, 0.18), 1, False), ((0.42, 0.22, 0.2), 0, False), ((0.25, 0.24), 0, False)],
)
def test_a_choice_that_is_only_likely_is_told_apart_where_it_stands_out(
    chances: tuple[float, ...], many: int, sure: bool
) -> None:
    found = sure_or_to_ask(*ranked(*chances), set())

    assert [one for _, one in found] == [sure] * many


def test_of_few_choices_none_is_asked_about_for_itself() -> None:
    slot = shipped("hospital").slots["kind"]

    assert sure_or_to_ask(slot, list(zip(slot.choices, (0.49, 0.3), strict=False)), set()) == []


@pytest.mark.parametrize(("chances", "many"), [((0.12, 0.03), 1), ((0.12, 0.05), 0), ((0.04, 0.0), 0)])
def test_of_an_answer_less_is_enough_if_it_is_ahead_of_all_others(chances: tuple[float, ...], many: int) -> None:
    assert [sure for _, sure in sure_or_to_ask(*ranked(*chances), set(), is_answer=True)] == [False] * many


@pytest.mark.parametrize(
    ("trade", "slot", "answer", "choice"),
    [
        ("hotel", "stay", "not arrived, flight lands at 6", ""),
        ("hotel", "remedy", "a different room please", "fix"),
        ("bank", "remedy", "把扣的钱还回来", "refund"),
        ("hospital", "department", "dispensary", "pharmacy"),
    ],
)
def test_an_answer_in_few_words_is_asked_about_by_name(
    matcher: ChoiceMatcher, trade: str, slot: str, answer: str, choice: str
) -> None:
    script = shipped(trade)

    def named(asked: str) -> set[str]:
        return {one.key for one in matcher.read(answer, script, asked) or () if one.slot == slot}

    assert (named(asked=slot), named(asked="")) == ({choice} - {""}, set())


def test_what_answers_are_asked_about_by_name_is_mostly_what_they_mean(matcher: ChoiceMatcher) -> None:
    lines = [json.loads(line) for line in (DATA / "choice-answers.jsonl").read_text(encoding="utf-8").splitlines()]
    right = wrong = 0
    for line in lines:
        named = matcher.read(line["text"], shipped(line["script"]), line["slot"]) or ()
        for one in named:
            if one.slot == line["slot"] and not one.sure:
                right += one.key == line.get("choice")
                wrong += one.key != line.get("choice")

    assert right > 12
    assert right > 4 * wrong
