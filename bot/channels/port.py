"""The port behind which every channel stands: what comes in, what goes out, and how sending may fail.

A channel turns the outside world's updates into `Incoming`, awaits `Turns.play` (when that returns, the message is
durably taken and may be acknowledged outside), and delivers `Outgoing` when the outbox asks it to. One whose world
does not wait that long hands the updates to the inbox as they are. It decides nothing.

A *ref* is where one message is on a channel: its address and the channel's own number, such as ``telegram:4711:55``.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dialogs.language.channel_limits import ChannelLimits

LIMITS = ChannelLimits(text=4096, label=40, key=36)
"""Telegram's: 4,096 UTF-16 units a message (sendMessage), 64 bytes of callback data, of which a conversation and a
question take up to 28. The width of a button is our own measure: a few words, so that a phone need not cut them."""
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of the largest file that can be had from a channel: Telegram's (https://core.telegram.org/bots/api#getfile)."""

PHONE = "phone"
"""What addresses of people begin with who phoned: nothing can be sent there, and nothing comes from there."""


@dataclass(frozen=True, kw_only=True)
class IncomingFile:
    """A file that came along, still where the channel has it."""

    kind: str
    """``photo``, ``voice``, ``video`` or ``document``."""
    source: str
    """Where the channel has it, such as the ``file_id`` of Telegram."""
    unique: str = ""
    """What the channel calls this very file, if that stays the same: ``file_id`` need not."""
    name: str = ""
    size: int = 0
    """In bytes, as the channel says; 0 if it does not."""
    album: str = ""
    """What the files of one album have in common; they come one by one, some seconds apart."""


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
    tapped: str = ""
    """The ref of the bubble with that button, if the channel has refs."""
    attachment: str = ""
    """The kind of what came along, such as ``photo``, ``sticker`` or ``location``."""
    file: IncomingFile | None = None
    """What of it can be kept."""
    written: datetime | None = None
    """When it was written, by the channel's clock and perhaps in whole seconds; None if the channel does not say."""
    presence: str = ""
    """``left`` if the customer has shut us out, ``back`` if that is over; nothing was said then."""
    kept: bool = False
    """It waits in the inbox under this very id: the turn takes it out."""
    ref: str = ""
    """Where the message is on the channel, if that has refs."""
    updates: tuple[str, ...] = ()
    """The ids of the further updates, where the channel needed several messages for it; kept as this one is."""
    refs: tuple[str, ...] = ()
    """Where these further messages are."""
    answers: str = ""
    """The ref of the message that the customer pointed at."""
    edits: str = ""
    """The ref of the message of which this is a later version."""
    name: str = ""
    contact: str = ""
    """A phone number that the channel vouches for as the sender's own."""
    language: str = ""
    """The language that the channel thinks the customer reads: ``en``, ``zh-hans`` …; only a hint."""
    at_once: bool = False
    """It is answered at once, whatever may follow."""
    source: str = ""
    """The network address that it came from, if the channel knows it: those of one address are played in turns."""


@dataclass(frozen=True)
class OutgoingFile:
    """A file of an agent, kept by its digest."""

    kind: str
    """``photo``, ``voice``, ``video`` or ``document``."""
    digest: str
    name: str
    type: str
    """The media type that its first bytes show."""


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
    asks: str = ""
    """What kind of thing it asks for: ``phone`` or ``place``, which some channels can give with one tap.

    ``nothing`` if such an offer may still stand and is over now.
    """
    over: tuple[str, ...] = ()
    """Refs of bubbles whose buttons are over once this is shown."""
    answers: str = ""
    """The ref of the message that it answers."""
    edits: str = ""
    """The ref of the bubble that is to show this instead."""
    copies: tuple[str, ...] = ()
    """Refs, all of one chat, whose files are to be shown here."""
    files: tuple[OutgoingFile, ...] = ()
    """What is to be shown below the text."""


class SendError(Exception):
    """Why a message could not be shown."""


class TryLater(SendError):
    """The channel is out of reach or asks for patience; ``seconds`` says for how long, if it said so.

    ``uncertain`` means that nobody can tell whether it arrived: the answer was lost on its way back. ``planned`` means
    that nothing is wrong.
    """

    def __init__(self, reason: str, seconds: float = 0, *, uncertain: bool = False, planned: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.uncertain = uncertain
        self.planned = planned


class UnreadableUpdate(Exception):
    """An update that cannot be read; its text says why, without what people wrote."""


class Undeliverable(SendError):
    """It will never get there: the channel refuses the message itself, or there is nobody at this address."""


class Unreachable(Undeliverable):
    """Nothing gets there any more: the customer blocked the bot, or is gone."""


class Unfetchable(Exception):
    """Why a file cannot be had from its channel."""


class TooLarge(Unfetchable):
    """The channel does not give away files of this size."""


class Gone(Unfetchable):
    """The channel has it no more; unless it is ``sure``, it may have it again later."""

    def __init__(self, reason: str, *, sure: bool) -> None:
        super().__init__(reason)
        self.sure = sure


class FileSource(Protocol):
    """Where the files are that customers sent on a channel."""

    def fetch(self, source: str) -> AsyncGenerator[bytes, None]:
        """Return what the file holds, piece by piece; it is whole if nothing is raised.

        Raises:
            TryLater: if it should be tried again.
            TooLarge: if it is too large for the channel.
            Gone: if the channel does not have it.
        """


class IncomingHandler(Protocol):
    """Where a channel hands over what customers do: `bot.desk.incoming.turns.Turns`."""

    async def play(self, incoming: Incoming) -> bool:
        """Take one thing a customer did; returns when it is durable.

        Tells whether it is answered only when the customer pauses.
        """


class Channel(Protocol):
    """A way to reach customers."""

    name: str
    """The first part of its addresses."""

    def cut(self, outgoing: Outgoing) -> Sequence[Outgoing]:
        """Return the bubbles that this message takes here: one, or more if it is too long for one. Always the same."""

    async def ready(self, address: str) -> None:
        """Return when one bubble may be shown at an address, if the channel limits how many come how fast.

        Raises:
            TryLater: if nothing may be shown there for a while.
        """

    async def send(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Show one bubble; returns when the channel has it: the refs where it is, if the channel has refs.

        Raises:
            TryLater: if it should be tried again; it did not arrive, or nobody can tell.
            Undeliverable: if it must not be tried again.
        """
