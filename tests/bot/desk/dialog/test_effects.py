import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.dialog import effects
from bot.desk.dialog.effects import button_data, read_button
from dialogs.model.events import Event, LookUp
from dialogs.model.state import State
from tests.bot.desk.desk_harness import BILL, DeskHarness


@given(
    st.text("0123456789abcdef", min_size=20, max_size=20),
    st.integers(0, 10**9 - 1),
    st.text("abcdefghijklmnopqrstuvwxyz-:0123456789", min_size=1, max_size=30),
)
def test_a_button_comes_back_as_it_was_made(conversation: str, question: int, key: str) -> None:
    read = read_button(button_data(conversation, question, key))

    assert (conversation, question, key) == read


@pytest.mark.parametrize(
    "data", ["", ":", "a", "a:1", "a:1:", ":1:k", "a:x:k", "a:-1:k", "a:²:k", "a:1:\n", "a:1:\ud800", "a:1:" + "k" * 61]
)
def test_anything_else_is_no_button(data: str) -> None:
    read = read_button(data)

    assert read is None


async def test_buttons_fit_into_what_a_channel_can_carry(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says(BILL, "No, something new", "2", "128", "skip", "13800138000", "2")
    carried = [data for outgoing in desk.channel.sent for data, _ in outgoing.choices]

    assert max(len(data.encode()) for data in carried) <= 64


async def test_a_turn_that_never_ends_is_stopped_and_leaves_nothing(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def advance(_: object, state: State, __: Event) -> tuple[State, tuple[LookUp]]:
        return state, (LookUp("known-issue", BILL),)

    monkeypatch.setattr(effects, "advance", advance)
    with pytest.raises(RuntimeError, match="did not come to its end"):
        await desk.says(BILL)

    assert await desk.transcript() == []
