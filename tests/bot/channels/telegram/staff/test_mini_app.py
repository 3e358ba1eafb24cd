"""Whom a Mini App lets in: nobody whom Telegram did not sign just now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.staff.mini_app import FRESH, opened
from tests.bot.channels.telegram.mini_apps import launch_data

TOKEN = "4711:stand-in"
NOW = 1_793_800_000.0
DATA = launch_data(TOKEN, 815, NOW)


def test_who_opened_it_is_told_by_telegram() -> None:
    found = opened(DATA, TOKEN, NOW)

    assert found
    assert found.identity == "telegram:815"


def test_an_example_that_was_made_by_another_program_is_read() -> None:
    # Made with openssl dgst -sha256 -hmac, line by line as the Bot API describes it.
    data = (
        "query_id=AAHdF6IQ&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vlad%22%7D&auth_date=1662771648"
        "&hash=cb9b1df597bc763ebacf2a91d47ec4d5ae4fab9ae571ecb9eb59ac5af3c4bccc"
    )
    found = opened(data, "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8", 1662771650.0)

    assert found
    assert found.identity == "telegram:279058397"


def test_the_same_opening_is_known_again_in_another_order_and_spelling() -> None:
    turned = "&".join(reversed(DATA.split("&"))).replace("stand", "st%61nd")

    assert opened(turned, TOKEN, NOW) == opened(DATA, TOKEN, NOW)


@pytest.mark.parametrize(("age", "is_good"), [(-61, False), (-60, True), (FRESH - 1, True), (FRESH, False)])
def test_only_a_fresh_opening_counts(age: float, is_good: bool) -> None:
    assert (opened(DATA, TOKEN, NOW + age) is not None) == is_good


@pytest.mark.parametrize(
    "data",
    [
        "",
        "hash=",
        "hash=\ud800",
        "user=%FF&hash=a",
        DATA.replace("815", "816"),
        DATA.replace("hash=", "hash=0"),
        DATA.replace("&hash", "&HASH"),
        DATA + "&more=1",
        DATA + "&" + DATA.split("&")[1],
        DATA.rpartition("&hash=")[0],
        DATA.rpartition("=")[0] + "=" + DATA.rpartition("=")[2].upper(),
        launch_data("4711:other", 815, NOW),
        launch_data(TOKEN, -5, NOW),
        launch_data(TOKEN, 815, NOW, user="true"),
        launch_data(TOKEN, 815, NOW, user="[" * 100_000),
        launch_data(TOKEN, 815, NOW, user='{"id": true}'),
        launch_data(TOKEN, 815, NOW, user='{"id": "815"}'),
        launch_data(TOKEN, 815, NOW, auth_date=""),
        launch_data(TOKEN, 815, NOW, auth_date="１７９３８０００００"),
        launch_data(TOKEN, 815, NOW, auth_date="9" * 400),
    ],
)
def test_nothing_else_lets_anybody_in(data: str) -> None:
    assert opened(data, TOKEN, NOW) is None


@given(st.integers(0, len(DATA) - 1), st.characters(codec="ascii"))
def test_no_sign_of_it_can_be_another(place: int, sign: str) -> None:
    changed = DATA[:place] + sign + DATA[place + 1 :]
    found = opened(changed, TOKEN, NOW)

    assert found in (None, opened(DATA, TOKEN, NOW))


@given(st.text())
def test_any_text_at_all_is_answered(data: str) -> None:
    assert opened(data, TOKEN, NOW) is None
