"""What python-telegram-bot's errors mean for us: for a message, for the polling loop and for a line in the log.

Nothing here repeats the words of an error that never came from Telegram itself: those may hold the address that was
called, and the address holds the bot's token.
"""

import logging
import os
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.port import SendError, TryLater, Undeliverable, Unreachable
from bot.channels.telegram.transport.http_session import NeverSent

# RetryAfter warns in its own constructor that its seconds are about to become a timedelta, unless one agrees early.
os.environ.setdefault("PTB_TIMEDELTA", "true")

FOR_THE_OPERATOR = (InvalidToken, EndPointNotFound, Conflict)
"""Errors that trying again does not heal; a wrong token is an EndPointNotFound once the library knew a right one."""

_MEANINGS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    ((InvalidToken, EndPointNotFound), "Telegram refuses the bot's token; set the right one and start again"),
    (Conflict, "another program polls with this bot's token, or a webhook is set; stop the other one"),
    (RetryAfter, "Telegram asks for patience"),
    (BadRequest, "Telegram refuses the request"),  # before NetworkError, which it is a kind of
    (NetworkError, "Telegram cannot be reached"),
    (TelegramError, "Telegram gives no sensible answer"),
)


def quiet_libraries() -> None:
    """Keep the libraries' own lines out of the log: they hold the token, and texts of customers."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    # An answer that is no JSON is logged whole, as an error; the polling loop tells of it without the texts.
    logging.getLogger("telegram").setLevel(logging.CRITICAL)


def meaning(error: Exception) -> str:
    """Return a sentence for the operator on why polling is in trouble."""
    words = next((words for kinds, words in _MEANINGS if isinstance(error, kinds)), "updates cannot be taken")
    return f"{words} ({type(error).__name__})"


def seconds_asked(error: RetryAfter) -> float:
    """Return how long Telegram wants to be left alone, in seconds."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


def send_error(error: TelegramError) -> SendError:
    """Return what an error of sendMessage means for the message.

    Only what Telegram says about the chat or the message itself is final. A refused token is the operator's to
    mend, and the message waits for it; without a connection nothing can have arrived. Whatever else is no answer in
    Telegram's words leaves open whether the message arrived: a proxy may have lost the answer.
    """
    if isinstance(error, RetryAfter):
        return TryLater(meaning(error), seconds_asked(error))
    if isinstance(error, Forbidden):
        return Unreachable(error.message)
    if isinstance(error, BadRequest | ChatMigrated):
        return Undeliverable(error.message)
    return TryLater(meaning(error), uncertain=not isinstance(error, (*FOR_THE_OPERATOR, NeverSent)))
