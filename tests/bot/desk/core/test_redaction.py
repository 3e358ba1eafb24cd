import pytest

from bot.desk.core.redaction import redacted
from storage.records import JournalEntry
from tests.bot.desk.desk_harness import BILL, DeskHarness


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("卡号6222021234567890128，密码123456", "卡号622202•••••••••0128，密码••••••"),
        ("my card 4111 1111 1111 1111 was charged", "my card 411111••••••1111 was charged"),
        ("amex 378282246310005", "amex 378282•••••0005"),
        ("password: hunter2", "password: •••••••"),
        ("The PIN is 4711.", "The PIN is •••••"),
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
        "order 20231124998877",
        "订单号6222021234567890123",
        "call 13800138000",
        "account 88002233",
        "pin 1 of the plug",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


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
