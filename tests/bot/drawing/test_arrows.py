import pytest

from bot.drawing.arrows import Arrow, arrows
from dialogs.model.script import Arm, AskStep, BranchStep, CheckStep, CloseStep, Condition, HandoffStep, SayStep, Step
from tests.bot.drawing.passages import counted
from tests.bot.drawing.scripts import of

BYE, PERSON, HELLO = CloseStep("bye", {}), HandoffStep("person", {}), SayStep("hello", {}, "bye")
BILL, SURE = Condition("kind", "equals", ("bill",)), Condition("sure", "equals", ("yes",))


def ways(step: Step, language: str = "en") -> dict[str, str]:
    """Return the words at the arrows from a step, by the step they lead to."""
    script = of(step, BYE, PERSON, HELLO)
    return {one.head: " ".join(one.words) for one in arrows(script, language) if one.tail == step.key}


def test_an_answer_needs_no_words_and_useless_ones_are_told() -> None:
    assert ways(AskStep("ask", "matter", {}, {}, "hello", "bye")) == {"bye": "", "hello": "3 unusable answers"}
    assert ways(AskStep("ask", "matter", {}, {}, "bye", "bye")) == {"bye": ""}


def test_a_check_says_which_way_is_yes() -> None:
    check = CheckStep("check", "repeat", "matter", {}, {}, "hello", "bye")

    assert ways(check) == {"bye": "no, or nothing found", "hello": "yes"}
    assert ways(check, "zh") == {"bye": "否，或没有找到", "hello": "是"}


def test_what_goes_on_anyhow_has_no_words() -> None:
    assert ways(HELLO) == {"bye": ""}


@pytest.mark.parametrize(
    ("comparison", "values", "en", "zh"),
    [
        ("equals", ("bill",), "Bill", "话费"),
        ("equals", ("gone",), "gone", "gone"),
        ("is-one-of", ("bill", "line"), "Bill / Line", "话费或线路"),
        ("at-least", ("5",), "at least 5", "不少于5"),
        ("at-most", ("5",), "at most 5", "不超过5"),
        ("is-empty", ("yes",), "not given", "未提供"),
        ("is-empty", ("no",), "given", "已提供"),
    ],
)
def test_an_arm_is_told_in_words(comparison: str, values: tuple[str, ...], en: str, zh: str) -> None:
    condition = Condition("kind", comparison, values)  # type: ignore[arg-type]  # one of the comparisons
    branch = BranchStep("branch", (Arm((condition,), "hello"),), "bye")

    assert ways(branch) == {"hello": en, "bye": "otherwise"}
    assert ways(branch, "zh") == {"hello": zh, "bye": "其他情况"}


def test_slots_are_named_where_a_branch_asks_for_more_than_one() -> None:
    both = BranchStep("branch", (Arm((BILL, SURE), "hello", "fast"),), "bye")

    assert ways(both)["hello"] == "Kind: Bill, Sure: yes → fast track"
    assert ways(both, "zh")["hello"].replace(" ", "") == "类别：话费，确定：是→快速流程"


def test_several_ways_to_the_same_step_are_one_arrow() -> None:
    branch = BranchStep("branch", (Arm((BILL,), "bye"), Arm((Condition("kind", "equals", ("line",)),), "bye")), "bye")

    assert ways(branch) == {"bye": "Bill; Line; otherwise"}


def test_only_a_person_to_whom_useless_answers_lead_is_named() -> None:
    to_person = AskStep("ask", "matter", {}, {}, "person", "bye")
    not_astray = AskStep("ask-2", "matter", {}, {}, "person", "person")
    elsewhere = AskStep("ask-3", "matter", {}, {}, "bye", "person")
    found = arrows(of(to_person, not_astray, elsewhere, BYE, PERSON), "en")

    assert [(one.tail, one.end) for one in found if one.is_named] == [("ask", "ask → person")]


def test_numbers_stand_behind_the_words_and_tell_the_share() -> None:
    ask = AskStep("ask", "matter", {}, {}, "hello", "bye")
    found = arrows(of(ask, BYE, HELLO), "en", counted(8, pairs={("ask", "bye"): 6, ("ask", "hello"): 2}))

    assert found == (
        Arrow("ask", "bye", ("6",), share=0.75),
        Arrow("ask", "hello", ("3 unusable answers · 2",), astray=True, share=0.25),
        Arrow("hello", "bye", ("0",), share=0),
    )
