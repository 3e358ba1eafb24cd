"""Kinds of sentences that lists of phrases get wrong: harmless ones that hold a grave word, grave ones that hold none.

Those of which the shipped model is not sure yet are listed; they are not left out.
"""

import pytest

from bot.understanding.learned_reader import LearnedReader
from bot.understanding.signals import Level, SignalName

HARMLESS = {
    "hyperbole": ["网速慢得要死", "贵的要死", "疼得要死没人管", "救命，网太慢了"],
    "a word inside another": ["多余的话费能退吗", "手机被停机,打10086没用", "信用卡被停用，打客服没人接"],
    "somebody is at home": ["明天上午有人在房间里,师傅可以来"],
    "a thing is broken, no body": [
        "the technician broke my back door",
        "My room smells of smoke although I booked non-smoking",
    ],
    "long ago": ["I fell and broke my elbow two years ago, now the bill is wrong"],
    "a channel that is no threat": ["家里不能上网、看电视", "师傅要求我把身份证照片发给他"],
    "a term that ends": ["我离套餐到期还有三个月，为什么要收违约金"],
    "a question about an office": ["工信部的网站怎么查携号转网"],
}
GRAVE = {
    "somebody else's life": (SignalName.SELF_HARM, ["my brother says he wants to kill himself after your debt calls"]),
    "done already": (SignalName.SELF_HARM, ["my daughter cut her wrists", "我吃了安眠药"]),
    "in dialect": (SignalName.SELF_HARM, ["唔想活了"]),
    "a threat of force": (SignalName.VIOLENCE_THREAT, ["砍死那个医生", "I'm coming with a hammer"]),
    "hands on a child": (
        SignalName.ABUSE,
        ["your technician exposed himself to my daughter", "安装师傅对我女儿动手动脚"],
    ),
    "hands on a patient": (SignalName.ABUSE, ["The doctor touched me inappropriately"]),
    "a slur": (SignalName.ABUSE, ["your staff used a racist slur at me"]),
    "a code given away": (SignalName.FRAUD_NOW, ["I just gave the code to someone who called from the bank"]),
    "pain that lasts": (
        SignalName.VULNERABLE,
        ["She is in extreme pain and has been sitting on a hard chair for 17 hours"],
    ),
}
ALARMED_STILL = frozenset({"My room smells of smoke although I booked non-smoking"})
MISSED_STILL = frozenset({"砍死那个医生"})


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in HARMLESS.items() for text in texts])
def test_a_harmless_sentence_is_no_sure_alarm(by_meanings: LearnedReader, kind: str, text: str) -> None:
    if text in ALARMED_STILL:
        pytest.xfail(f"{kind}: still an alarm")

    assert [one.name for one in by_meanings.signals(text) if one.level == Level.SURE] == []


@pytest.mark.parametrize(
    ("kind", "name", "text"), [(kind, name, text) for kind, (name, texts) in GRAVE.items() for text in texts]
)
def test_a_grave_sentence_is_heard(by_meanings: LearnedReader, kind: str, name: SignalName, text: str) -> None:
    if text in MISSED_STILL:
        pytest.xfail(f"{kind}: still missed")

    assert name in {one.name for one in by_meanings.signals(text)}
