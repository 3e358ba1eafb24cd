import pytest

from dialogs.reading.on_behalf import name_told, relation_told, speaks_for_another


@pytest.mark.parametrize(
    "text",
    [
        "My mother's broadband is down since Monday",
        "I am complaining on behalf of my father, he was charged twice",
        "My son was turned away in your clinic",
        "替我妈投诉，她的宽带坏了",
        "我爸的银行卡被吞了",
        "我爱人的手术被取消了两次",
        "It's a small thing, you'll say. Last Friday my daughter was given the wrong drops in your clinic",
        "I book the travel here. Our guest Ms. Lund stayed with you on the 20th and lost a coat",
        "Good evening. She's my neighbour, Mrs Okafor, and nobody brought her dinner",
        "说来话长，我妈上周在你们骨科拍了片子，说没事",
    ],
)
def test_another_persons_matter_is_heard(text: str) -> None:
    assert speaks_for_another(text)


@pytest.mark.parametrize(
    "text",
    [
        "My husband told me to call you",
        "My wife and I were charged twice",
        "My internet is down, and my neighbour has the same",
        "My lawyer friend says I have a case",
        "我妈说让我找你们，我的宽带坏了",
        "我爸去世了，他的账户要销户",
        "We took room 814 for our anniversary, and my wife was very upset about it",
        "我的宽带断了，我妈天天在家念叨",
        "",
    ],
)
def test_a_matter_of_ones_own_or_of_somebody_who_died_is_none(text: str) -> None:
    assert not speaks_for_another(text)


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("My daughter Mia (6) was given somebody else's tablets", "Mia", "child"),
        ("I'm writing for my mum, Joan Fletcher, who is 81", "Joan Fletcher", "parent"),
        ("Our guest Mr. Tanaka stayed with you", "Mr. Tanaka", "other"),
        ("我爸叫李国强，上周在你们骨科拍了片子", "李国强", "parent"),
        ("我爱人的手术被取消了两次", "", "partner"),
        ("My mother's router and my son's phone are down", "", ""),
        ("my dad says it is broken", "", "parent"),
        ("The line is down", "", ""),
    ],
)
def test_who_the_other_one_is_is_taken_from_the_telling(text: str, name: str, relation: str) -> None:
    assert (name_told(text), relation_told(text)) == (name, relation)
