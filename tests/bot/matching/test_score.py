import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.score import same_detail, same_details


@pytest.mark.parametrize(
    ("one", "other", "judged"),
    [
        ("Oak Street 12", "12 oak street", 1),
        ("Oak Street 12", "Oak Stret 12", 1),
        ("人民路100号", "人民路１００號", 1),
        ("4711", "4711", 1),
        ("4711", "4712", -1),
        ("Oak Street 12", "Garden Lane 3", -1),
        ("network", "billing", -1),
        ("", "Oak Street", 0),
        ("Oak Street", "Oak Avenue", 0),
        ("31.23040, 121.47370", "31.23100, 121.47300", 1),
        ("31.23040, 121.47370", "31.24040, 121.47370", 0),
        ("31.23040, 121.47370", "39.90420, 116.40740", -1),
        ("31.23040, 121.47370", "Oak Street 12", 0),
    ],
)
def test_two_details_are_the_same_or_others_or_nobody_knows(one: str, other: str, judged: int) -> None:
    found = same_detail(one, other)

    assert judged == found


@given(st.text(max_size=30), st.text(max_size=30))
def test_it_is_judged_alike_in_either_order(one: str, other: str) -> None:
    assert same_detail(one, other) == same_detail(other, one)


def test_only_what_both_tell_is_compared() -> None:
    found = same_details({"place": "Oak Street", "kind": "network"}, {"place": "Oak Street", "phone": "1"})

    assert found == 1


def test_details_that_differ_weigh_against_those_that_agree() -> None:
    found = same_details({"place": "Oak Street", "kind": "network"}, {"place": "Oak Street", "kind": "billing"})

    assert found == 0


def test_whole_tellings_are_no_details() -> None:
    told = {"problem": "My broadband at Oak Street is down since Monday, nobody comes"}

    assert same_details(told, told) == 0
