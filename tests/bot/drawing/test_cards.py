import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drawing.cards import MARGIN, SMALL, TEXT, CardFoot, StepCard, step_card
from bot.drawing.text_width import width
from dialogs.model.script import (
    Arm,
    AskStep,
    BranchStep,
    CheckStep,
    CloseStep,
    Condition,
    FileStep,
    HandoffStep,
    Interrupt,
    SayStep,
    Script,
    Step,
)
from dialogs.versions.funnel import Funnel
from tests.bot.drawing.passages import counted
from tests.bot.drawing.scripts import of, scripts

HELLO = {"en": "Hello", "zh": "您好"}


def of_step(
    step: Step,
    language: str = "en",
    passages: Funnel | None = None,
    interrupts: dict[str, Interrupt] | None = None,
) -> StepCard:
    return step_card(of(step, interrupts=interrupts), step, language, passages)


def lines(found: StepCard) -> list[tuple[str, str]]:
    return [(line.style, line.text) for line in found.lines]


def test_a_question_shows_its_words_its_slot_and_the_buttons() -> None:
    ask = AskStep("ask-kind", "kind", HELLO, {}, "x", "x")

    assert lines(of_step(ask)) == [("text", "Hello"), ("slot", "Kind (may be skipped)"), ("note", "Bill · Line")]
    assert lines(of_step(ask, "zh")) == [("text", "您好"), ("slot", "类别（可跳过）"), ("note", "话费 · 线路")]
    assert lines(of_step(AskStep("ask-sure", "sure", HELLO, {}, "x", "x")))[1:] == [
        ("slot", "Sure"),
        ("note", "yes · no"),
    ]


@pytest.mark.parametrize(
    ("step", "kind", "found"),
    [
        (SayStep("a", HELLO, "x", track="fast"), "say", [("text", "Hello"), ("note", "on the fast track only")]),
        (CloseStep("a", HELLO), "close", [("text", "Hello")]),
        (FileStep("a", "open", "x"), "file", [("text", "Files the ticket.")]),
        (CheckStep("a", "known-issue", "m", {}, {}, "x", "x"), "check", [("text", "Is it a known issue?")]),
        (HandoffStep("a", HELLO, "supervisor"), "handoff", [("text", "Hello"), ("note", "to a supervisor")]),
        (BranchStep("a", (Arm((Condition("kind", "equals", ("bill",)),), "x"),), "x"), "branch", [("slot", "Kind")]),
    ],
)
def test_every_kind_of_step_tells_what_it_does(step: Step, kind: str, found: list[tuple[str, str]]) -> None:
    assert (of_step(step).kind, lines(of_step(step))) == (kind, found)


def test_signals_that_lead_to_a_step_stand_first() -> None:
    here = {"anger": Interrupt("a", 2), "wants-person": Interrupt("a"), "of-their-own": Interrupt("a")}
    found = of_step(HandoffStep("a", HELLO), interrupts={**here, "danger": Interrupt("b")})

    assert " ".join(line.text for line in found.lines if line.style == "signal") == (
        "at any time: anger (heard 2 times), wants a person, of-their-own"
    )
    assert found.lines[0].style == "signal"


def test_a_signal_that_was_heard_has_its_number() -> None:
    found = of_step(HandoffStep("a", HELLO), "zh", counted(9, signals={"danger": 3}), {"danger": Interrupt("a")})

    assert lines(found)[0] == ("signal", "随时：人身危险×3")


def test_a_long_text_is_cut_but_kept_whole_for_those_who_look_closer() -> None:
    words = "word " * 100
    found = of_step(SayStep("a", {"en": words}, "x"))

    assert len(found.lines) == 3
    assert found.lines[-1].text.endswith("…")
    assert found.whole == words.strip()


def test_numbers_tell_how_many_left_here_against_those_who_came_and_against_other_steps() -> None:
    steps = (SayStep("a", HELLO, "b"), SayStep("b", HELLO, "c"), CloseStep("c", HELLO))
    numbers = counted(400, passed={"a": 400, "b": 300, "c": 100}, left={"a": 1, "b": 20, "elsewhere": 90})
    feet = [step_card(of(*steps), step, "en", numbers).foot for step in steps]

    assert feet == [
        CardFoot("400 passed", "1 left here (<1%)", 0.05),
        CardFoot("300 passed", "20 left here (7%)", 1),
        CardFoot("100 passed"),
    ]


def test_without_numbers_there_is_no_line_for_them() -> None:
    bare, full = of_step(CloseStep("a", HELLO)), of_step(CloseStep("a", HELLO), passages=counted(1))

    assert bare.foot is None
    assert bare.height < full.height


def test_more_can_have_left_than_came_by_where_a_step_was_renamed() -> None:
    foot = of_step(CloseStep("a", HELLO), passages=counted(3, left={"a": 2})).foot

    assert foot is not None
    assert foot.left == "2 left here (100%)"


@given(scripts(), st.sampled_from(["en", "zh"]))
def test_every_line_fits_into_its_box(script: Script, language: str) -> None:
    for step in script.steps.values():
        found = step_card(script, step, language)
        sizes = {"text": (TEXT, False), "slot": (SMALL, True), "note": (SMALL, False), "signal": (SMALL, True)}
        for line in found.lines:
            size, bold = sizes[line.style]
            assert width(line.text, size, bold=bold) <= found.width - 2 * MARGIN + 0.001
