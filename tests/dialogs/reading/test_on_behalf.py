import pytest

from dialogs.reading.on_behalf import speaks_for_another


@pytest.mark.parametrize(
    "text",
    [
        "My mother's broadband is down since Monday",
        "I am complaining on behalf of my father, he was charged twice",
        "My son was turned away in your clinic",
        "替我妈投诉，她的宽带坏了",
        "我爸的银行卡被吞了",
        "我爱人的手术被取消了两次",
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
        "",
    ],
)
def test_a_matter_of_ones_own_or_of_somebody_who_died_is_none(text: str) -> None:
    assert not speaks_for_another(text)
