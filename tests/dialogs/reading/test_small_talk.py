import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading.small_talk import (
    asks_what_we_are,
    is_back,
    is_greeting,
    is_thanks,
    is_unsolved,
    language_of,
    meanings,
    yes_or_no,
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("My phone is dead", "en"),
        ("你好", "zh"),
        ("wifi断了", "zh"),
        ("我的iPhone 15 Pro Max坏了", "zh"),
        ("no signal at 北京路 since Monday", "en"),
        ("客服 OK", "zh"),
        ("T-2026-000042?", "en"),
        ("13800138000", "otherwise"),
        ("😡", "otherwise"),
        ("", "otherwise"),
    ],
)
def test_the_language_is_the_one_most_of_it_is_written_in(text: str, language: str) -> None:
    assert language_of(text, "otherwise") == language


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "Hi there!!",
        "HELLO HELLO",
        "good morning, sir",
        "你好，在吗？",
        "您好！",
        "早上好",
        "hello 您好",
        "在吗",
    ],
)
def test_a_greeting_is_recognised(text: str) -> None:
    assert is_greeting(text)


@pytest.mark.parametrize("text", ["hi my broadband is down", "你好，我家断网了", "", "?", "this", "high", "好"])
def test_what_tells_more_than_a_greeting_is_none(text: str) -> None:
    assert not is_greeting(text)


@pytest.mark.parametrize(
    "text", ["thanks!", "Thank you so much :)", "ok thanks", "谢谢您了", "非常感谢！", "好的，谢谢", "thx"]
)
def test_thanks_are_recognised(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize("text", ["thanks for nothing", "no thanks", "谢谢，但是还没好", "感谢信", ""])
def test_what_only_begins_with_thanks_is_none(text: str) -> None:
    assert not is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        *[
            "yes",
            "Yep.",
            "yes please",
            "OK, thank you",
            "It works now!",
            "that’s right",
            "👍🏽",
            "of course",
            "yes, yes",
        ],
        *["是的", "好了", "对", "嗯嗯", "没错", "没问题", "解决了，谢谢", "好的好的", "可以了", "ok了", "不错"],
    ],
)
def test_a_yes_is_understood(text: str) -> None:
    assert yes_or_no(text) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        *[
            "no",
            "Nope",
            "No, thanks!",
            "not yet",
            "still not working",
            "It still doesn’t work!!",
            "of course not",
            "nope, still down",
            "no better",
            "👎",
        ],
        *[
            "不是",
            "没有",
            "还是不行",
            "还没解决",
            "不用了，谢谢",
            "没用",
            "不好意思，没有",
            "不行啊",
            "没有呢",
            "不正常",
            "还没有好！",
            "还是老样子",
            "根本没解决！",
        ],
    ],
)
def test_a_no_is_understood(text: str) -> None:
    assert yes_or_no(text) == "no"


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            "maybe",
            "no, it works now",
            "yes but still slow",
            "not yes",
            "yeah no",
            "I know",
            "nothing",
            "still the same",
        ],
        *[
            "是不是",
            "对不起",
            "不好意思",
            "不客气",
            "对不对",
            "好了没有",
            "没有好了",
            "是的，还是不行",
            "有没有用",
            "要不要",
            "yes " * 30,
        ],
    ],
)
def test_what_is_both_or_neither_is_left_open(text: str) -> None:
    assert yes_or_no(text) is None


@given(st.text(st.characters(codec=None)))
def test_no_text_makes_it_raise(text: str) -> None:
    assert yes_or_no(text) in {"yes", "no", None}
    assert language_of(text, "en") in {"en", "zh"}
    assert not (is_greeting(text) and is_thanks(text))


def test_a_problem_that_goes_on_is_told_from_a_plain_no() -> None:
    told = {text: is_unsolved(text) for text in ("still not working", "还是不行", "no", "不是", "it works now")}

    assert told == {"still not working": True, "还是不行": True, "no": False, "不是": False, "it works now": False}


@pytest.mark.parametrize(
    "text",
    [
        "am I speaking with a machine? hello?",
        "are you even a real person",
        "我在跟电脑说话吗？",
        "你是不是机器人？听懂人话吗",
    ],
)
def test_a_question_what_we_are_is_heard(text: str) -> None:
    assert asks_what_we_are(text)


@pytest.mark.parametrize(
    "text",
    [
        "you're a bot, get me a real person",
        "你是机器人吧，给我转人工",
        "the cash machine is broken",
        "are you going to send somebody",
        "电脑坏了",
    ],
)
def test_a_call_for_a_person_or_a_machine_of_the_matter_is_no_such_question(text: str) -> None:
    assert not asks_what_we_are(text)


@pytest.mark.parametrize("text", ["sorry, back now", "OK I'm here again", "刚开会去了，咱们继续吧", "我回来了，接着弄"])
def test_who_is_back_is_heard(text: str) -> None:
    assert is_back(text)


@pytest.mark.parametrize(
    "text", ["it continues", "我不想继续了", "又断了，一直继续", "接着又断网了", "13800138000，继续"]
)
def test_who_tells_or_stops_is_not_only_back(text: str) -> None:
    assert not is_back(text)


@pytest.mark.parametrize("text", ["可以不要留電話嗎", "一定要留吗？", "do I have to?"])
def test_who_asks_whether_it_must_be_said_may_leave_it(text: str) -> None:
    assert "skip" in meanings(text)
