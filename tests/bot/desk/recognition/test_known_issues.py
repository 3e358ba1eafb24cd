from dataclasses import replace

import pytest

from bot.desk.recognition.known_issues import AT_MOST, decide_answer, thresholds
from bot.matching.assurance import NEVER, USUAL, AnswerPromise, Assurance
from bot.matching.classify import MEANT, WORDS, Ranking
from bot.matching.confidence import Logistic, Thresholds
from storage.records.finding_records import Calibration
from tests.bot.desk.desk_harness import NOON, ROAMING, DeskHarness

LIMITS = Thresholds(answer=0.9, offer=0.3)
MODEL = Logistic((1.0,), 0.0)
SEEN = tuple((0.99 - number / 1000, number != 50, 1.0) for number in range(100))
"""A hundred that were judged: one of the less sure was wrong."""
BACKED = Assurance(MEANT, MODEL, SEEN)
SURE = Ranking(("roaming", "slow", "bill", "other"), (0.95, 0.3, 0.2, 0.2), 0.95, BACKED)
WORDINGS = {"roaming": 8, "slow": 8}


def test_what_is_sure_is_answered() -> None:
    verdict = decide_answer("I have no signal abroad", SURE, WORDINGS, LIMITS)

    assert ([*verdict.likely], verdict.sure) == (["roaming"], True)


def test_what_is_less_sure_is_offered_and_at_most_three() -> None:
    verdict = decide_answer("I have no signal abroad", replace(SURE, confidence=0.6), WORDINGS, LIMITS)

    assert (len(verdict.likely), verdict.sure) == (AT_MOST, False)
    assert [*verdict.likely] == ["roaming", "slow", "bill"]


def test_what_is_unlikely_by_itself_is_not_among_the_offers() -> None:
    ranking = Ranking(("roaming", "slow"), (0.5, 0.05), 0.4, BACKED)

    assert [*decide_answer("I have no signal abroad", ranking, WORDINGS, LIMITS).likely] == ["roaming"]


@pytest.mark.parametrize("text", ["help", "?!", "still not working", "还是不行"])
def test_a_telling_that_says_too_little_is_not_answered_by_a_guess(text: str) -> None:
    verdict = decide_answer(text, SURE, WORDINGS, LIMITS)

    assert (verdict.likely, verdict.sure) == ({}, False)


def test_what_is_hardly_known_is_not_mentioned() -> None:
    assert decide_answer("I have no signal abroad", replace(SURE, confidence=0.2), WORDINGS, LIMITS).likely == {}


def test_an_issue_of_few_wordings_is_offered_only() -> None:
    assert not decide_answer("I have no signal abroad", SURE, {"roaming": 7}, LIMITS).sure


def test_without_meanings_nothing_is_sure_enough() -> None:
    limits = thresholds(replace(BACKED, views=WORDS), USUAL)

    assert (limits.answer, limits.offer) == (NEVER, BACKED.limits(USUAL).offer)


def test_what_was_not_seen_to_hold_is_not_answered_at_once() -> None:
    assert thresholds(Assurance(MEANT, MODEL), USUAL) == Thresholds(NEVER, NEVER)
    assert thresholds(Assurance(MEANT, MODEL, SEEN[:10]), USUAL).answer == NEVER


def test_more_precision_is_had_by_answering_less() -> None:
    loose, strict = thresholds(BACKED, AnswerPromise(0.9)), thresholds(BACKED, AnswerPromise(0.98))

    assert loose.answer < strict.answer
    assert thresholds(BACKED, AnswerPromise(0.999)).answer == NEVER


def test_what_was_fitted_to_the_desks_own_labels_counts() -> None:
    fitted = Calibration(id="k1", at=NOON, answer=0.7, offer=0.2, labels=80)

    assert thresholds(Assurance(MEANT, MODEL), USUAL, fitted) == Thresholds(0.7, 0.2)


def test_an_issue_whose_answers_were_wrong_too_often_is_offered() -> None:
    fitted = Calibration(id="k1", at=NOON, answer=0.7, offer=0.2, labels=80, offered_only=("roaming",))
    verdict = decide_answer("I have no signal abroad", SURE, WORDINGS, thresholds(BACKED, USUAL, fitted))

    assert (next(iter(verdict.likely)), verdict.sure) == ("roaming", False)


def test_what_was_fitted_with_meanings_is_not_enough_without_them() -> None:
    fitted = Calibration(id="k1", at=NOON, answer=0.7, offer=0.2, labels=80)

    assert thresholds(replace(BACKED, views=WORDS), USUAL, fitted) == Thresholds(NEVER, 0.2)


async def test_a_telling_in_chinese_is_answered_in_chinese(desk: DeskHarness) -> None:
    replies = await desk.says("出国以后手机一直没有信号")

    assert "国际漫游未开通" in replies[-1]


async def test_something_else_is_not_answered(desk: DeskHarness) -> None:
    await desk.says("Your shop in Garden Street was rude to my mother")

    assert await desk.step() == "ask-kind" or "Could it be this?" not in desk.replies[-1]


async def test_the_ticket_of_an_answer_that_did_not_help_is_linked_to_the_known_issue(desk: DeskHarness) -> None:
    await desk.says(ROAMING)
    await desk.presses("No, I still need help")
    await desk.says("network", "Bangkok", "skip", "13800138000", "1", "1")

    assert (await desk.ticket()).known_issue == "roaming-off"


async def test_an_answer_that_helped_closes_with_a_ticket_that_counts_as_answered(desk: DeskHarness) -> None:
    await desk.says(ROAMING)
    await desk.presses("Yes, that helped")
    ticket = await desk.ticket()

    assert (ticket.status, ticket.known_issue) == ("answered", "roaming-off")


TWO = "I'm in Thailand and my phone has no signal. Also I was charged for a subscription I never ordered."


async def test_a_telling_of_two_problems_is_noticed_and_asked_which_comes_first(desk: DeskHarness) -> None:
    replies = await desk.says(TWO)

    assert desk.common("which-first") == replies[-1]
    assert len(desk.labels) == 3


async def test_the_second_problem_is_gone_on_with_when_the_first_is_done(desk: DeskHarness) -> None:
    await desk.says(TWO)
    await desk.presses(desk.labels[0])
    replies = await desk.presses("Yes, that helped")

    assert not any("I'm the assistant" in reply for reply in replies)
    assert "Does that help?" in replies[-1] or "Could it be this?" in replies[-1]


async def test_a_telling_of_one_problem_in_two_sentences_is_one(desk: DeskHarness) -> None:
    replies = await desk.says("I'm in Thailand. My phone shows no service since I landed.")

    assert desk.common("which-first") != replies[-1]


async def test_nobody_in_danger_is_sent_to_a_topic_of_self_service(desk: DeskHarness) -> None:
    replies = await desk.says("I have no signal abroad and I am going to kill myself")

    assert not any("roaming is switched off" in reply for reply in replies)
