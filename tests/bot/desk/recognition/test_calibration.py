from bot.desk.recognition.calibration import LEAST_OFFERED, LabelledAnswer, Stated, fit, labelled_answers, stated
from bot.matching.assurance import NEVER, USUAL, AnswerPromise
from bot.matching.confidence import Thresholds
from storage.records.finding_records import Label
from storage.records.statuses import LabelAnswer
from tests.bot.desk.desk_harness import NOON

BEFORE = Thresholds(0.87, 0.3)


def label(
    answer: LabelAnswer, confidence: float = 0.9, *, key: str = "1", conversation: str = "", is_stated: bool = False
) -> Label:
    return Label(
        id=key,
        look="known-issue",
        text="no signal",
        about="no-signal",
        answer=answer,
        confidence=confidence,
        conversation=conversation,
        stated=is_stated,
        at=NOON,
    )


def said(confidence: float, right: int, wrong: int, about: str = "") -> list[LabelledAnswer]:
    return [LabelledAnswer(confidence, good, good, about) for good in (*[True] * right, *[False] * wrong)]


def test_what_is_offered_to_one_telling_is_judged_by_the_first() -> None:
    labels = [
        label("refused", 0.6, key="1", conversation="v"),
        label("accepted", 0.4, key="2", conversation="v"),
        label("accepted", 0.9, key="3", conversation="w"),
    ]

    assert labelled_answers(labels) == [
        LabelledAnswer(0.6, first=False, any=True, about="no-signal"),
        LabelledAnswer(0.9, first=True, any=True, about="no-signal"),
    ]


def test_labels_that_say_nothing_of_a_confidence_are_left_out() -> None:
    assert labelled_answers([label("accepted", 0.0), label("undone", 0.9)]) == []


def test_thresholds_follow_what_customers_said() -> None:
    found = fit([*said(0.8, 80, 0), *said(0.5, 30, 20), *said(0.2, 1, 20)], USUAL, BEFORE)

    assert found == Thresholds(0.8, 0.5)


def test_where_too_many_answers_were_wrong_nothing_is_answered_any_more() -> None:
    found = fit(said(0.9, 36, 24), USUAL, BEFORE)

    assert found == Thresholds(NEVER, 0.9)


def test_an_issue_that_strangers_are_taken_for_is_only_offered_and_the_others_are_answered_as_before() -> None:
    found = fit([*said(0.9, 3, 7, "why-verify"), *said(0.9, 30, 0, "lost-card")], USUAL, BEFORE)

    assert (found.answer, found.offered_only) == (BEFORE.answer, frozenset({"why-verify"}))


def test_once_such_an_issue_is_left_out_the_others_are_answered_from_where_their_own_answers_back_it() -> None:
    others = [*said(0.95, 100, 0, "lost-card"), *said(0.85, 30, 0, "lost-card")]

    found = fit([*said(0.9, 3, 17, "why-verify"), *others], USUAL, BEFORE)

    assert (found.answer, found.offered_only) == (0.85, frozenset({"why-verify"}))


def test_an_issue_that_breaks_the_promise_only_where_more_is_answered_is_found_as_well() -> None:
    others = [*said(0.95, 100, 0, "lost-card"), *said(0.85, 300, 0, "lost-card")]

    found = fit([*said(0.9, 3, 17, "why-verify"), *said(0.86, 1, 5, "pending"), *others], USUAL, BEFORE)

    assert (found.answer, found.offered_only) == (0.85, frozenset({"why-verify", "pending"}))


def test_one_wrong_answer_of_an_issue_is_not_enough_to_mistrust_it() -> None:
    assert (
        fit([*said(0.9, 9, 1, "why-verify"), *said(0.9, 60, 0, "lost-card")], USUAL, BEFORE).offered_only == frozenset()
    )


def test_where_too_few_are_there_to_be_sure_answers_stay_as_they_were() -> None:
    assert fit(said(0.9, 50, 0), USUAL, BEFORE).answer == BEFORE.answer
    assert fit(said(0.5, 30, 30), USUAL, BEFORE).answer == BEFORE.answer


def test_where_no_offer_was_meant_offers_stay_as_they_were() -> None:
    assert fit(said(0.8, 0, 60), USUAL, BEFORE) == BEFORE


def test_nothing_hopeless_is_offered_and_nothing_is_offered_that_is_answered() -> None:
    low = fit([*said(0.05, 60, 0)], AnswerPromise(0.9), BEFORE)

    assert low == Thresholds(0.05, 0.05)
    assert fit([*said(0.05, 30, 20), *said(0.9, 90, 0)], USUAL, BEFORE).offer == LEAST_OFFERED


def test_repeats_that_were_stated_are_right_unless_they_were_taken_back() -> None:
    labels = [label("accepted", is_stated=True)] * 3 + [label("refused", is_stated=True), label("undone")]

    assert stated([*labels, label("refused"), label("accepted")]) == Stated(4, 2)
