import json
from argparse import Namespace
from pathlib import Path

import pytest

from bot.commands.command import Here
from bot.commands.evaluate.evaluate_intake import COMMAND
from bot.commands.remote.request import Answer
from bot.desk.recognition.intake_evaluation import FirstReply, LabelledIntake, is_same, measure_intake


def labelled(*, calls_person: bool = False, is_grave: bool = False, **slots: str) -> LabelledIntake:
    return LabelledIntake("1", "hotel", "text", "billing", slots, "", calls_person, is_grave)


def test_values_are_counted_by_slot_and_of_dates_the_day() -> None:
    told = labelled(since="2026-11-22/evening", amount="128.50", room="12")
    reply = FirstReply({"kind": "billing", "since": "2026-11-22", "amount": "12.00"}, is_person=False)
    found = measure_intake([(told, reply)])
    figures = found.figures()

    assert (figures["slot_precision"], figures["slot_recall"]) == (0.5, 0.3333)
    assert figures["kind_accuracy"] == 1.0
    assert found.each()["since"] == {"lines": 1, "read": 1, "precision": 1.0, "recall": 1.0}


@pytest.mark.parametrize(
    ("told", "reply", "is_misrouted"),
    [
        (labelled(), FirstReply({"kind": "billing"}, is_person=True), True),
        (labelled(calls_person=True), FirstReply({}, is_person=True), False),
        (labelled(is_grave=True, calls_person=True), FirstReply({}, is_person=False), True),
        (labelled(is_grave=True, calls_person=True), FirstReply({}, is_person=False, is_quiet_line=True), False),
        (labelled(), FirstReply({"kind": "billing"}, is_person=True, by_answers=True), False),
    ],
)
def test_a_person_without_need_and_danger_unheard_are_misrouted(
    told: LabelledIntake, reply: FirstReply, is_misrouted: bool
) -> None:
    assert bool(measure_intake([(told, reply)]).figures()["misrouted"]) == is_misrouted


def test_an_offer_that_does_not_fit_is_no_good_one() -> None:
    figures = measure_intake([(labelled(), FirstReply({}, False, offered="puk", is_answered=True))]).figures()

    assert (figures["offer_precision"], figures["answered_wrongly"]) == (0.0, 1.0)


def test_of_words_the_better_part_counts_and_of_numbers_all() -> None:
    assert is_same("Mill Street", "Mill Street branch")
    assert not is_same("Street", "Mill Street branch")
    assert not is_same("12", "120")


def test_first_messages_are_played_through_the_desk(tmp_path: Path) -> None:
    file = tmp_path / "first.jsonl"
    line: dict[str, object] = {
        "id": "1",
        "script": "hotel",
        "text": "You charged me 300 yuan too much yesterday",
        "kind": "billing",
    }
    line |= {"signals": [], "slots": {"amount": "300.00", "since": "2026-11-28"}, "known_issue": "", "urgent": False}
    file.write_text(json.dumps(line), "utf-8")
    assert isinstance(COMMAND.run, Here)
    answer = COMMAND.run.run(Namespace(file=file, json=True, misses=True))
    assert isinstance(answer, Answer)
    figures = json.loads(answer.text)

    assert (figures["slot_precision"], figures["slot_recall"], figures["misrouted"]) == (1.0, 1.0, 0.0)
