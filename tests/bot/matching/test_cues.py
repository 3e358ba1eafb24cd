import pytest

from bot.matching.cues import says_again, says_other


@pytest.mark.parametrize(
    "text",
    [
        "still nothing",
        "It's down again",
        "any news?",
        "还是不行",
        "又断了",
        "催一下",
        "第三次反映了",
        "上次說好的呢",
        "you promised an engineer",
    ],
)
def test_a_telling_says_that_it_was_told_before(text: str) -> None:
    assert says_again(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "Another problem: the lift",
        "This is about something else",
        "另外还有个问题",
        "跟上次不是一回事",
        "这次是另一个号",
    ],
)
def test_a_telling_says_that_it_is_something_else(text: str) -> None:
    assert says_other(text) > 0


@pytest.mark.parametrize("text", ["", "My phone has no signal", "宽带断了", "The bill of October is wrong"])
def test_a_plain_telling_says_neither(text: str) -> None:
    assert (says_again(text), says_other(text)) == (0, 0)


def test_three_phrases_say_all_there_is_to_say() -> None:
    assert says_again("again, again, again, again, again") == 1
