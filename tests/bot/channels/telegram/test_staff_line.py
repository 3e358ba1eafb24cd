"""What Telegram's refusals mean for a topic."""

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.port import TryLater, Undeliverable
from bot.channels.telegram.staff_line import Hindered, TopicClosed, TopicGone, meaning


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BadRequest("Message thread not found"), TopicGone),
        (BadRequest("TOPIC_DELETED"), TopicGone),
        (BadRequest("TOPIC_ID_INVALID"), TopicGone),
        (BadRequest("TOPIC_CLOSED"), TopicClosed),
        (BadRequest("The chat is not a forum"), Hindered),
        (BadRequest("Not enough rights to create a topic"), Hindered),
        (BadRequest("Chat not found"), Hindered),
        (Forbidden("bot was kicked from the supergroup chat"), Hindered),
        (Forbidden("something new"), Hindered),
        (BadRequest("TOPIC_NOT_MODIFIED"), Undeliverable),
        (BadRequest("Message text is empty"), Undeliverable),
        (NetworkError("thread not found"), TryLater),
        (TelegramError("message thread not found"), TryLater),
        (RetryAfter(7), TryLater),
        (InvalidToken(), TryLater),
    ],
)
def test_only_three_words_say_that_a_topic_is_gone(error: TelegramError, expected: type[Exception]) -> None:
    assert isinstance(meaning(error), expected)
