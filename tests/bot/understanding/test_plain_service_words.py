"""Plain words of the trade that sound like an alarm: what never counts as a signal is not read as one."""

import pytest

from bot.desk.signals.signal_file import company_phrases
from bot.desk.signals.signal_reader import SignalReader
from bot.understanding.learned_reader import LearnedReader
from bot.understanding.signals import GRAVE, Level, SignalName

PLAIN = [
    "My number was moved to the new SIM, texts do not come",
    "your shop switched my line to another plan and data is off",
    "the app logged me out and wiped my saved payees",
    "you can close all our accounts then",
    "there is no point telling you anything",
    "my wife was crying in the bathroom over this room",
    "the clerk laughed at me and rolled her eyes",
    "the alarm at night was a false alarm",
    "号码已经换到新卡上了，流量用不了",
    "我要销户，把卡也注销",
    "跟你说也没用",
    "算了算了，说了也没用",
    "柜员翻我白眼，爱办不办的样子",
    "浴室太滑我妈摔断手腕，医药费你们赔",
]
GRAVE_BESIDE = [
    ("He rolled his eyes and then put his hand up my skirt", SignalName.ABUSE),
    (
        "My number was moved to the new SIM not by me, and my bank account is being emptied now",
        SignalName.FRAUD_NOW,
    ),
    ("Close all my accounts, I am going to kill myself tonight", SignalName.SELF_HARM),
    ("不是误报，走廊里着火了", SignalName.DANGER),
    ("销户吧，我不想活了", SignalName.SELF_HARM),
]


NO_WISH = [
    "对了，给我办的那个人工号尾号是07",
    "给我办业务的员工工号是0712",
    "请帮我查那个人工号0712的态度",
    "人工费太贵了",
]


@pytest.fixture
def reader(by_meanings: LearnedReader) -> LearnedReader:
    lists = SignalReader()
    return LearnedReader(lists.read, by_meanings._sentences, leave_out=lists.left_out)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_of_service_are_no_grave_signal(reader: LearnedReader, text: str) -> None:
    assert [one.name for one in reader.signals(text) if one.name in GRAVE] == []


@pytest.mark.parametrize(("text", "signal"), GRAVE_BESIDE)
def test_what_is_grave_beside_plain_words_is_heard(reader: LearnedReader, text: str, signal: SignalName) -> None:
    assert signal in {one.name for one in reader.signals(text) if one.level is Level.SURE}


@pytest.mark.parametrize("text", NO_WISH)
def test_the_number_of_a_colleague_is_no_wish_for_a_person(reader: LearnedReader, text: str) -> None:
    assert SignalName.WANTS_PERSON not in {one.name for one in reader.signals(text)}


def test_what_a_company_never_counts_is_not_read_by_the_model_either(by_meanings: LearnedReader) -> None:
    text = "This is a scandal and I will go to the press and to every newspaper"
    phrases, _ = company_phrases("press-threat:\n  never-counts: [go to the press and to every newspaper]\n")
    own = SignalReader(phrases)
    plain = LearnedReader(SignalReader().read, by_meanings._sentences)
    knowing = LearnedReader(own.read, by_meanings._sentences, leave_out=own.left_out)

    assert SignalName.PRESS_THREAT in {one.name for one in plain.signals(text)}
    assert SignalName.PRESS_THREAT not in {one.name for one in knowing.signals(text)}


def test_phrases_that_overlap_are_left_out_once() -> None:
    phrases, _ = company_phrases("anger:\n  never-counts: [red hot, hot sauce]\n")

    assert SignalReader(phrases).left_out("The RED hot sauce leaks") == (frozenset(["anger"]), "the leaks")
