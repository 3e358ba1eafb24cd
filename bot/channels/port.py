"""The port behind which every channel stands: what comes in, what goes out, and how sending may fail.

A channel turns the outside world's updates into `Incoming`, awaits `Turns.play` (when that returns, the message is
durably taken and may be acknowledged outside), and delivers `Outgoing` when the outbox asks it to. It decides nothing.
"""

from dataclasses import dataclass
from typing import Protocol

from dialogs.limits import Limits

LIMITS = Limits(text=4096, label=40, key=36)
"""Telegram's: 4,096 UTF-16 units a message (sendMessage), 64 bytes of callback data, of which a conversation and a
question take up to 28. The width of a button is our own measure: a few words, so that a phone need not cut them."""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One thing a customer did."""

    address: str
    """The channel's name and the customer's place on it, such as ``telegram:4711``."""
    update: str
    """The channel's own id of this update: one that was taken already is dropped."""
    text: str = ""
    button: str = ""
    """The data of the button that was tapped, as it was sent out with `Outgoing.choices`."""
    attachment: str = ""
    """The kind of a file that came along, such as ``photo``; the file itself is not taken yet."""
    name: str = ""
    contact: str = ""
    """A phone number that the channel vouches for as the sender's own."""
    language: str = ""
    """The language that the channel thinks the customer reads: ``en``, ``zh-hans`` …; only a hint."""


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One bubble to show to a customer."""

    address: str
    message: str
    """The id of the message: showing it twice is a mistake that a channel may use this to prevent."""
    author: str
    """``bot`` or ``agent``."""
    name: str = ""
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    """Buttons: (data, label). The data has at most 64 bytes, the limit of Telegram's callback data."""


class SendError(Exception):
    """Why a message could not be shown."""


class TryLater(SendError):
    """The channel is out of reach or asks for patience; ``seconds`` says for how long, if it said so."""

    def __init__(self, reason: str, seconds: float = 0) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Undeliverable(SendError):
    """It will never get there: the customer blocked the bot, or the channel refuses the message itself."""


class Channel(Protocol):
    """A way to reach customers."""

    name: str
    """The first part of its addresses."""

    async def send(self, outgoing: Outgoing) -> None:
        """Show a message; returns when the channel has it.

        Raises:
            TryLater: if it should be tried again.
            Undeliverable: if it must not be tried again.
        """
