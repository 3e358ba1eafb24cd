import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.redaction.redaction import begun, redacted
from storage.records.complaint_records import JournalEntry
from tests.bot.desk.desk_harness import BILL, DeskHarness

DATA = Path(__file__).parents[3] / "data"
_NUMERALS = "零一二三四五六七八九"
_BITS = st.sampled_from(
    [
        *(
            "密码",
            "验证码",
            "密",
            "码",
            "pin",
            "code",
            "the",
            "is",
            ":",
            "=",
            "，",
            ".",
            "-",
            "卡号",
            "card",
            "4111",
            "6222",
        ),
        *("1111", "123456", "１２", "六", "六六八八", "abc1", "😀", "𝟏", "\u200b", "x", "my", " ", "\n", "\u3000"),
    ]
)


def table(name: str) -> list[dict[str, str]]:
    """Return lines in which what must not be kept stands between ⟦ and ⟧; look-alikes have none."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text().splitlines()]


def is_right(line: dict[str, str]) -> bool:
    """Tell whether what must not be kept is crossed out, and nothing else is."""
    text = line["text"].replace("⟦", "").replace("⟧", "")
    kept, place, secret = redacted(text), 0, list[tuple[str, str]]()
    for number, part in enumerate(line["text"].replace("⟧", "⟦").split("⟦")):
        end = place + len(part)
        if number % 2:
            secret += zip(text[place:end], kept[place:end], strict=True)
        elif kept[place:end] != part:
            return False
        place = end
    digits = [(before, after) for before, after in secret if before.isdecimal() or before in _NUMERALS]
    if line["kind"] == "card":
        return all(after == ("•" if 6 <= at < len(digits) - 4 else before) for at, (before, after) in enumerate(digits))
    return all(after == "•" or before in " -" for before, after in secret)


@pytest.mark.parametrize("line", table("secrets"), ids=lambda line: line["text"])
def test_a_secret_is_told_from_what_looks_like_one(line: dict[str, str]) -> None:
    assert is_right(line)


@pytest.mark.parametrize("line", table("secrets"), ids=lambda line: line["text"])
def test_what_is_left_of_a_secret_is_none(line: dict[str, str]) -> None:
    kept = redacted(line["text"].replace("⟦", "").replace("⟧", ""))

    assert redacted(kept) == kept


@pytest.mark.parametrize(
    ("name", "least"),
    [("secrets-unseen", 0.95), ("secrets-after", 0.95), ("secrets-fresh", 0.95), ("secrets-later", 0.8)],
)
def test_most_lines_are_told_right_that_were_written_before_or_after_the_reader(name: str, least: float) -> None:
    secrets = [is_right(line) for line in table(name) if "⟦" in line["text"]]
    others = [is_right(line) for line in table(name) if "⟦" not in line["text"]]

    assert sum(secrets) / len(secrets) >= least
    assert sum(others) / len(others) >= 0.95


@given(st.lists(_BITS, max_size=20).map("".join))
def test_whatever_is_crossed_out_nothing_else_moves(text: str) -> None:
    kept = redacted(text)

    assert len(kept.encode("utf-16-le")) == len(text.encode("utf-16-le"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("卡号6222021234567890128，密码123456", "卡号622202•••••••••0128，密码••••••"),
        ("my card 4111 1111 1111 1111 was charged", "my card 4111 11•• •••• 1111 was charged"),
        ("amex 378282246310005", "amex 378282•••••0005"),
        ("password: hunter2", "password: •••••••"),
        ("The PIN is 4711.", "The PIN is ••••."),
        ("CVV 123", "CVV •••"),
        ("验证码是 884213", "验证码是 ••••••"),
    ],
)
def test_secrets_are_crossed_out(text: str, kept: str) -> None:
    assert redacted(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "31.23040, 121.47370",
        "my password is wrong",
        "密码错误3次",
        "验证码60秒都没收到",
        "忘了密码，给10086打了电话",
        "order 20231124998877",
        "订单号6222021234567890123",
        "call 13800138000",
        "account 88002233",
        "pin 1 of the plug",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("before", "text", "kept"),
    [
        ("my password is", "hunter2", "•••••••"),
        ("the PIN:", "4711 😀", "•••• 😀"),
        ("我的密码是", "abc123", "••••••"),
        ("I forgot my password", "88002233", "88002233"),
        ("the problem is", "88002233", "88002233"),
        ("my password is hunter2, the account is", "88002233", "88002233"),
    ],
)
def test_what_the_message_before_only_named_is_crossed_out(before: str, text: str, kept: str) -> None:
    assert redacted(text, before=begun(before)) == kept


def test_where_a_card_is_asked_for_its_number_stays() -> None:
    assert redacted("4111111111111111, PIN 4711", cards=False) == "4111111111111111, PIN ••••"


async def test_no_secret_is_kept_and_the_customer_is_told_so(desk: DeskHarness) -> None:
    replies = await desk.says(f"{BILL}, card 4111111111111111, password hunter2")
    kept = [str(entry.event) for entry in await desk.store.unit().find(JournalEntry)]
    said = [text for _, text in await desk.transcript()]

    assert replies[0] == desk.common("not-kept")
    assert desk.channel.sent[-1].choices, "the question comes last: a page shows the buttons of the newest message"
    for text in (*kept, *said):
        assert "4111111111111111" not in text
        assert "hunter2" not in text


async def test_the_warning_speaks_the_language_of_the_first_words(desk: DeskHarness) -> None:
    replies = await desk.says("十月多收了我两次钱，密码123456")

    assert replies[0] == desk.common("not-kept", "zh")


@pytest.mark.parametrize("told", ["password ①②③④⑤⑥", "my pin is ⁴⁸²¹", "验证码❹❽❷❾❶❸"])
def test_a_secret_in_ornate_digits_alone_is_crossed_out(told: str) -> None:
    kept = redacted(told)

    assert kept.rstrip("•") == told.rstrip("①②③④⑤⑥⁴⁸²¹❹❽❷❾❶❸")
