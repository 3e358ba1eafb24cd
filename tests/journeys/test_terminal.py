"""Whole complaints on the terminal, each talk a process of its own over the data of the one before."""

from pathlib import Path

import pytest

from tests.journeys.program import piped_talk, reference_in, talk

CALLS = "My calls are full of clicking since Monday"
THE_REST = ("1", "Riverside Gardens, building 3", "138 0013 8000", "1", "1")
CALLS_ZH = "通话毛病太多，对方受不了，从周一开始的"
THE_REST_ZH = ("1", "滨江花园3号楼", "13800138000", "1", "1")


async def test_a_complaint_in_english_is_asked_for_its_details_once_and_gets_a_reference_and_a_time(
    tmp_path: Path,
) -> None:
    heard = (await talk(tmp_path, CALLS, *THE_REST, "/status")).answers

    assert "You only need to tell us once" in heard[0]
    assert "What is it mainly about?" in heard[0]  # what the problem is was told with the first word
    assert "Where does it happen?" in heard[1]
    assert "Which phone number can we reach you on?" in heard[2]  # since when was told with the first word, too
    assert "what would put this right for you?" in heard[3]
    assert f"Problem: {CALLS}" in heard[4]
    assert "Since when: " in heard[4]
    assert "Phone number: •••••••8000" in heard[4]
    assert "Is everything right?" in heard[4]
    assert "Your reference is T-" in heard[5]
    assert "You'll have an answer by " in heard[5]
    assert f"{reference_in(heard[5])} · “{CALLS}”" in heard[6]
    assert "an answer promised by " in heard[6]


async def test_a_complaint_in_chinese_is_asked_for_its_details_once_and_gets_a_reference_and_a_time(
    tmp_path: Path,
) -> None:
    heard = (await talk(tmp_path, CALLS_ZH, *THE_REST_ZH, "/status")).answers

    assert "事情您只需要说一次" in heard[0]
    assert "这主要是哪方面的问题？" in heard[0]
    assert "是在什么地方？" in heard[1]
    assert "我们打哪个电话能联系到您？" in heard[2]
    assert "您希望我们怎么处理？" in heard[3]
    assert CALLS_ZH in heard[4]
    assert "滨江花园3号楼" in heard[4]
    assert "开始时间：" in heard[4]
    assert "编号是T-" in heard[5]
    assert "前答复您" in heard[5]
    assert f"{reference_in(heard[5])} · “{CALLS_ZH}”" in heard[6]
    assert "承诺在" in heard[6]


async def test_who_tells_it_again_after_a_restart_is_recognised_and_asked_for_nothing(tmp_path: Path) -> None:
    told = (await talk(tmp_path, CALLS, *THE_REST)).answers
    again = (await talk(tmp_path, "The calls at home are still dropping", "/status", "thanks")).answers

    reference = reference_in(told[5])
    assert f"I've added that to {reference}." in again[0]
    assert again[1].count("T-") == 1
    assert f"“{CALLS}”" in again[1]
    assert "You're welcome." in again[2]


async def test_what_is_told_again_in_other_words_goes_on_its_ticket(tmp_path: Path) -> None:
    bill = "The shop in Garden Street took far too much in October"
    told = (await talk(tmp_path, bill, "2", "128", "skip", "13800138000", "2", "1")).answers
    again = (await talk(tmp_path, "Garden Street shop: they still keep what they took in October")).answers

    assert f"added that to {reference_in(told[-1])}" in again[0]


async def test_an_answer_that_would_contradict_what_was_told_is_not_given(tmp_path: Path) -> None:
    heard = (await talk(tmp_path, "the wifi in my flat has been down since this morning")).answers

    assert "Where does it happen?" in heard[0]
    assert "5G" not in heard[0]


@pytest.mark.parametrize(
    ("nightly", "lasting", "answer", "question"),
    [
        (
            "the internet is off every night around two",
            "The internet has been down since yesterday",
            "between midnight and 6 a.m.",
            "Where does it happen?",
        ),
        ("每天半夜两点断网", "从前天起就一直断网", "零点到早上6点", "是在什么地方？"),
    ],
    ids=["en", "zh"],
)
async def test_works_at_night_are_told_to_whom_they_concern_and_not_to_who_has_been_offline_since_yesterday(
    tmp_path: Path, nightly: str, lasting: str, answer: str, question: str
) -> None:
    concerned = (await talk(tmp_path, nightly, customer="alice")).answers
    offline = (await talk(tmp_path, lasting, customer="bob")).answers

    assert answer in concerned[0]
    assert question in offline[0]
    assert answer not in offline[0]


async def test_somebody_elses_complaint_is_not_taken_for_a_repeat(tmp_path: Path) -> None:
    told = (await talk(tmp_path, CALLS, *THE_REST, customer="alice")).answers
    other = (await talk(tmp_path, CALLS, *THE_REST, customer="bob")).answers

    assert "What is it mainly about?" in other[0]
    assert reference_in(told[5]) != reference_in(other[5])


async def test_who_asks_what_is_known_is_answered_at_once(tmp_path: Path) -> None:
    heard = (await talk(tmp_path, "My phone asks for a PUK code", "yes", "/status")).answers

    assert "You'll find the 8-digit PUK in the app" in heard[0]
    assert "Good to hear. I've noted it under T-" in heard[1]
    assert "answered straight away" in heard[2]


async def test_whom_the_known_answer_does_not_help_goes_on_without_being_asked_anything_twice(tmp_path: Path) -> None:
    locked = "我的SIM卡被锁了，要PUK码"
    heard = (await talk(tmp_path, locked, "还没解决", "跳过", "跳过", "13800138000", "1", "1")).answers

    assert "8位PUK码可以在App“我的SIM卡”里查到" in heard[0]
    assert "具体是哪一件事？" in heard[1]
    assert locked in heard[5]
    assert "编号是T-" in heard[6]
    for question in (
        "请问遇到了什么问题",
        "这主要是哪方面的问题",
        "是在什么地方",
        "是从什么时候开始的",
        "我们打哪个电话",
        "您希望我们怎么处理",
    ):
        assert "\n".join(heard).count(question) <= 1


async def test_after_three_answers_that_make_no_sense_a_person_is_called(tmp_path: Path) -> None:
    heard = (await talk(tmp_path, CALLS, "blue", "pelican", "seventeen", "My number is 13800138000")).answers

    assert "Please tap the one that fits best." in heard[1]
    assert "Please tap the one that fits best." in heard[2]
    assert "I'm passing you to a colleague, with everything you've told me" in heard[3]
    assert reference_in(heard[3])
    assert "You're next in line." in heard[4]  # the colleague answers, no longer the bot


async def test_who_comes_back_to_the_middle_of_a_dialog_goes_on_there(tmp_path: Path) -> None:
    await talk(tmp_path, CALLS_ZH, "1", "滨江花园3号楼")
    heard = (await talk(tmp_path, "13800138000", "1", "1")).answers

    assert "您希望我们怎么处理？" in heard[0]
    assert "滨江花园3号楼" in heard[1]
    assert "编号是T-" in heard[2]


async def test_piped_lines_are_answered_by_replies_alone(tmp_path: Path) -> None:
    output = await piped_talk(tmp_path, "hello", "/status")

    assert {"bot> "} == {line[:5] for line in output.splitlines()}
