from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dialogs
from bot.desk.core.bursts import joined
from dialogs.engine.engine import advance
from dialogs.language.script_loader import load
from dialogs.model.events import Found, GivenUp, Said, Started
from dialogs.model.script import Script
from dialogs.model.state import State
from tests.dialogs.playing import texts

SENTENCES = {
    "en": (
        "Hello there, this is about my room.",
        "The air conditioning is broken!",
        "I was charged 580 yuan twice.",
        "It began last Tuesday.",
        "Call me on 138 0013 8000.",
        "I want a refund.",
    ),
    "zh": (
        "您好。",
        "空调一整晚都不制热！",
        "前台收了我1344元。",
        "从上周六开始的。",
        "电话13800138000。",
        "希望给我退款。",
    ),
}


def shipped(name: str) -> Script:
    loaded = load((Path(dialogs.__path__[0]) / "scripts" / f"{name}.yaml").read_text("utf-8"))
    assert loaded.script is not None
    return loaded.script


SCRIPTS = {name: shipped(name) for name in ("hotel", "telecom")}


def begun(script: Script, text: str) -> State:
    return advance(script, State(), Started("en", text, at="2026-11-29T14:00"))[0]


@given(
    st.sampled_from(sorted(SCRIPTS)),
    st.sampled_from(sorted(SENTENCES)),
    st.permutations(range(6)),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_however_a_telling_is_split_at_the_ends_of_its_sentences_it_is_the_same(
    name: str, language: str, order: list[int], cuts: list[bool]
) -> None:
    bubbles = [""]
    for place, cut in zip(order, cuts, strict=True):
        sentence = SENTENCES[language][place]
        bubbles = [*bubbles, sentence] if cut else [*bubbles[:-1], f"{bubbles[-1]} {sentence}".strip()]
    whole = " ".join(filter(None, bubbles))

    assert begun(SCRIPTS[name], joined(filter(None, bubbles))) == begun(SCRIPTS[name], whole)


@pytest.mark.parametrize(
    ("bubbles", "whole"),
    [
        (["hi", "so", "my", "internet", "is really bad"], "hi so my internet is really bad"),
        (["My internet is down.", "Since Monday"], "My internet is down.\nSince Monday"),
        (
            ["房间空调坏了", "而且前台收了我两次房费，一共1344元", "房号709"],
            "房间空调坏了\n而且前台收了我两次房费，一共1344元\n房号709",
        ),
        ([], ""),
    ],
)
def test_fragments_are_one_sentence_and_sentences_stand_below_each_other(bubbles: list[str], whole: str) -> None:
    assert whole == joined(bubbles)


def test_the_second_matter_is_filed_also_if_no_more_is_said_of_it() -> None:
    script = SCRIPTS["telecom"]
    start = Started("en", "I was charged twice in October", at="2026-11-29T14:00", goes_on=True, promised=True)
    state, effects = advance(script, State(), start)
    said = texts(effects)
    state, _ = advance(script, state, Found())
    state, _ = advance(script, state, Found())
    state, effects = advance(script, state, GivenUp())

    assert "Now to the other matter: “I was charged twice in October”." in said
    assert (state.status, [type(effect).__name__ for effect in effects]) == ("filing", ["FileTicket"])


def test_two_kinds_in_one_telling_are_named_at_once() -> None:
    script = SCRIPTS["hotel"]
    state = begun(script, "The wifi in my room does not work, and the receptionist was rude to me")
    state, _ = advance(script, state, Found())
    state, effects = advance(script, state, Found())

    assert "I've noted both: The room or its equipment, and also How staff treated me" in texts(effects)[0]
    assert state.step == "ask-kind"


def test_what_fills_another_slot_is_noted_and_is_no_wrong_answer() -> None:
    script = SCRIPTS["hotel"]
    state = begun(script, "I am not happy at all with how things went")
    state, _ = advance(script, state, Found())
    state, _ = advance(script, state, Found())
    state, effects = advance(script, state, Said("It was on the bill twice, my phone is 138 0013 8000"))

    assert state.slots["phone"] == "13800138000"
    assert state.misses == 0
    assert not any("make sense" in text for text in texts(effects))
