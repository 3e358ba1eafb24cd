import pytest

from dialogs.reading.folding import folded
from dialogs.reading.rooms import rooms_told


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("The tap in 512 drips all night", "512"),
        ("We heard hammers under 208 until three", "208"),
        ("The shower is cold, 1106, please send somebody", "1106"),
        ("灯一直闪，1313，麻烦来个人", "1313"),
        ("我住你们402，水管漏水", "402"),
        ("昨天搬到605还是漏", "605"),
        ("充电器落318了", "318"),
        ("门打不开。2019", "2019"),
    ],
)
def test_a_number_where_a_room_would_stand_is_one(text: str, room: str) -> None:
    assert [one.value for one in rooms_told(folded(text))] == [room]


@pytest.mark.parametrize(
    "text",
    [
        "We stayed with you in 2019 and it was lovely",
        "You wrote in 300 words what ten would say",
        "In 120 minutes nobody came",
        "I paid the deposit in cash, 734, and got no receipt",
        "You owe me 12,000, and soon",
        "住了300多天",
        "我在500米外都听得见",
    ],
)
def test_what_counts_something_is_none(text: str) -> None:
    assert rooms_told(folded(text)) == []
