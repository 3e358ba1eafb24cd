"""One turn in the making: one address, its customer and conversation, within one unit of work.

It knows how to say, to record and to keep the engine's state; what to say is decided by the rules that are handed it.
Nothing is durable before `Turns` commits the unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.channels.port import LARGEST_FILE, PHONE, Incoming, IncomingFile
from bot.desk.calendar.zone_hint import may_be_misread, zone_in_words
from bot.desk.core.message_refs import note_ref
from bot.desk.core.sanitize import clean_name
from bot.desk.redaction.redaction import redacted
from bot.desk.turn.context import DeskContext
from bot.matching.telling import Telling
from dialogs.engine.engine import asks
from dialogs.model.events import Event, event_to_json
from dialogs.model.script import Script
from dialogs.model.state import State, state_from_json, state_to_json
from dialogs.reading.traditional import traditional, writes_traditional
from dialogs.strict_yaml.common_words import COMMON_WORDS
from dialogs.strict_yaml.placeholders import fill
from storage.ports import UnitOfWork
from storage.records.complaint_records import Conversation, Customer, JournalEntry, Message
from storage.records.record import Json
from storage.records.statuses import Author, ConversationStatus
from storage.records.traffic_records import Attachment, OutboxRow

_STATUS: dict[str, ConversationStatus] = {"with-person": "with-person", "abandoned": "abandoned", "closed": "closed"}


@dataclass
class Turn:
    """The working copy of one address during one turn."""

    desk: DeskContext
    unit: UnitOfWork
    customer: Customer
    address: str
    conversation: Conversation | None
    """The newest one on this address, open or closed."""
    written_to: set[str] = field(default_factory=set)
    """The addresses at which something is said in this turn."""
    incoming: Incoming | None = None
    """What the customer did, where it was that which began the turn."""
    answers: str = ""
    """The id of the message at which the customer pointed."""
    about: str = ""
    """The id of the ticket that is spoken of while a person has the conversation, which may be about another one."""
    to_learn: list[Telling] = field(default_factory=list)
    """What was looked up in this turn: learnt from when it is committed, as a turn may be played again."""
    unread: tuple[Message, ...] = ()
    """What the customer wrote before this turn, in one telling, and what is read only now."""
    over: str = ""
    """The id of a message whose buttons are over: the next thing that is said takes them away."""
    reading: Json = field(default_factory=dict)
    """What was read in the words, to be kept with the first event that comes of them."""
    events: int = 0
    """Events that the engine was given so far."""
    is_guest: bool = False
    """It only tells something here, and changes nothing of the conversation."""
    _state: tuple[Json, State] | None = None
    """The engine's state as it was written, and as it was read: it is asked for many times."""
    _script: tuple[str, Script] | None = None
    """The id of a version, and its script."""

    @property
    def open(self) -> Conversation | None:
        """The conversation that is still going on."""
        here = self.conversation
        return here if here is not None and here.status != "closed" else None

    @property
    def busy(self) -> bool:
        """Whether the customer is in the middle of something, which a draft that was put away is not."""
        return self.open is not None and self.open.status != "abandoned"

    @property
    def here(self) -> Conversation:
        """The newest conversation, where there must be one."""
        if self.conversation is None:
            raise LookupError("there is no conversation on this address yet")
        return self.conversation

    @property
    def script(self) -> Script:
        """The version that the conversation goes by, or the one in force where that cannot be read any more.

        It has those of its languages that are offered now.
        """
        here = self.here
        if self._script is None or self._script[0] != here.version:
            script = self.desk.scripts.version(here.version) or self.desk.scripts.script(here.script)
            if script is None:
                raise LookupError(f"there is no version of {here.script} that can be played")
            self._script = here.version, self.desk.as_offered(script)
        return self._script[1]

    @property
    def language(self) -> str:
        """The language to speak to this customer now."""
        spoken = str(self.open.state["language"]) if self.open else ""
        own = self.customer.language
        return spoken or (own if own in self.desk.policy.languages else "") or self.desk.policy.language

    @property
    def file(self) -> IncomingFile | None:
        """The file that came along with what the customer did."""
        return self.incoming.file if self.incoming else None

    def moment(self, at: datetime, language: str = "") -> str:
        """Return a moment in words for this customer, with the zone where its clocks may not be theirs."""
        desk, language = self.desk, language or self.language
        words, zone = desk.date_in_words(at, language), desk.policy.zone
        if not desk.policy.tell_zone and not may_be_misread(at, zone, self.customer.phones):
            return words
        return COMMON_WORDS.word(language, "moment-and-zone", moment=words, zone=zone_in_words(at, zone))

    def begin(self, script: str) -> None:
        """Start a new conversation on this address with the published version of a script."""
        key = self.desk.environment.new_id()
        version = self.desk.scripts.version_for(script, key)
        before = self.conversation
        self.over = (before.asked if before else "") or self.over
        self.conversation = Conversation(
            id=key,
            address=self.address,
            customer=self.customer.id,
            script=script,
            version=version,
            state=state_to_json(State()),
            status="with-bot",
            started=self.desk.environment.now(),
            offers=before is not None and before.offers,
        )
        self.unit.add(self.conversation)

    def at(self, customer: Customer, conversation: Conversation) -> "Turn":
        """Return this turn as it speaks at the address of another conversation.

        Only to tell something there needs no lock: a message and its way out are new records, which no other turn
        writes, and nothing of the conversation changes. So two turns may tell each other's customers something at once.
        """
        there = replace(self, customer=customer, address=conversation.address, conversation=conversation)
        return replace(there, about="", over="", is_guest=True)

    def change(self, **fields: Any) -> None:
        """Replace fields of the conversation."""
        self.conversation = replace(self.here, **fields)
        self.unit.put(self.conversation)

    def state(self) -> State:
        """Return where the conversation stands."""
        written = self.here.state
        if self._state is None or self._state[0] is not written:
            self._state = written, state_from_json(written)
        return self._state[1]

    def keep(self, event: Event, state: State) -> None:
        """Write down an event and the state it led to."""
        environment = self.desk.environment
        here = self.here
        entry = JournalEntry(
            id=environment.new_id(),
            conversation=here.id,
            at=environment.now(),
            event=event_to_json(event),
            version=here.version,
            reading=self.reading,
        )
        self.reading = {}
        self.events += 1
        self.unit.add(entry)
        if state.question != self.here.state.get("question", 0) or state.status in ("with-person", "closed"):
            self.end_buttons()
        written = state_to_json(state)
        self.change(state=written, status=_STATUS.get(state.status, "with-bot"))
        self._state = written, state
        if state.language and state.language != self.customer.language:
            self.customer = replace(self.customer, language=state.language)
            self.unit.put(self.customer)

    def end_buttons(self) -> None:
        """Have the buttons that wait for a tap taken away where they are shown: nothing waits for it any more."""
        if self.here.asked:
            self.over = self.here.asked
            self.change(asked="")

    def heard(self, text: str, ticket: str = "") -> Message:
        """Record what the customer said, with the file that came along, and where that is shown on the channel.

        ``ticket`` is the one that it is about, where that is not the one at hand. What was kept unread before is only
        put where it belongs.
        """
        self._write_as_they_do(text)
        for unread in self.unread:
            self._place(unread, ticket)
        if self.unread:
            return self.unread[-1]
        message = self._message(author="customer", text=text, answers=self.answers, ticket=ticket)
        self.unit.add(message)
        self._show_incoming(message)
        self.attach(self.file, message)
        return message

    def _write_as_they_do(self, text: str) -> None:
        """Write Chinese to this customer in the characters that they use themselves."""
        is_traditional = writes_traditional(text, self.customer.traditional)
        if is_traditional != self.customer.traditional:
            self.customer = replace(self.customer, traditional=is_traditional)
            self.unit.put(self.customer)

    def keep_unread(self, text: str) -> Message:
        """Record words that are to be read later: nobody knows yet what they are about."""
        message = self._message(author="customer", text=text, answers=self.answers)
        self._show_incoming(message)
        message = replace(message, ticket="", conversation=self.open.id if self.open else "")
        self.unit.add(message)
        self.change(unread=(*self.here.unread, message.id))
        return message

    def _place(self, message: Message, ticket: str) -> None:
        """Have words that were kept unread belong to the conversation at hand."""
        placed = replace(message, conversation=self.here.id, ticket=ticket or self.here.ticket)
        if placed != message:
            self.unit.delete(message)
            self.unit.add(placed)

    def _show_incoming(self, message: Message) -> None:
        if self.incoming is not None:
            for ref in (self.incoming.ref, *self.incoming.refs):
                self.show(ref, message)

    def show(self, ref: str, message: Message) -> None:
        """Record where a message of the customer is shown, on a channel that has refs."""
        if ref:
            note_ref(self.unit, ref, message, self.desk.environment.now())

    def attach(self, file: IncomingFile | None, message: Message) -> None:
        """Record a file that came with a message, if one did; its bytes are fetched when this is committed."""
        if file is None:
            return
        attachment = Attachment(
            id=self.desk.environment.new_id(),
            message=message.id,
            conversation=message.conversation,
            address=message.address,
            at=self.desk.environment.now(),
            kind=file.kind,
            source=file.source,
            unique=file.unique,
            album=file.album,
            name=redacted(clean_name(file.name)),
            size=file.size,
            status="too-large" if file.size > LARGEST_FILE else "coming",
        )
        self.unit.add(attachment)

    def tell(
        self,
        text: str,
        choices: tuple[tuple[str, str], ...] = (),
        author: Author = "bot",
        name: str = "",
        *,
        asks: str = "",
        answers: str = "",
        ticket: str = "",
        once: bool = False,
        not_before: datetime | None = None,
    ) -> Message:
        """Record a message to the customer and put it into the outbox, unless it can only be told on the phone.

        ``asks``, ``answers`` and ``ticket`` are those of `Message`, the last one that at hand unless another is given;
        ``once``, for a notice to many, and ``not_before`` those of `OutboxRow`.
        """
        asks = asks or self._asks_no_more(choices)
        message = self._message(
            author=author, name=name, text=text, choices=choices, asks=asks, answers=answers, ticket=ticket
        )
        if not self.address.startswith(f"{PHONE}:"):
            row = OutboxRow(
                id=self.desk.environment.new_id(),
                address=self.address,
                conversation=message.conversation,
                message=message.id,
                epoch=self.here.owner_epoch,
                over=self.over,
                once=once,
                not_before=not_before,
            )
            self.unit.add(row)
        self.over = ""
        self.unit.add(message)
        self.written_to.add(self.address)
        return message

    def ask(self, text: str, choices: tuple[tuple[str, str], ...], asks: str = "") -> None:
        """Tell what waits for an answer; it takes the place of what was asked before."""
        self.end_buttons()
        message = self.tell(text, choices, asks=asks)
        self.change(asked="" if asks else message.id, offers=bool(asks) or self.here.offers)

    def _asks_no_more(self, choices: tuple[tuple[str, str], ...]) -> str:
        """Return what has an offer of an earlier message put away, where one may stand; buttons cannot go with it.

        As long as its question is open it stays: what is said in between answers a command, or thanks for a photo.
        """
        if choices or self.is_guest or not self.here.offers or asks(self.script, self.state()):
            return ""
        self.change(offers=False)
        return "nothing"

    def common(self, key: str, values: Mapping[str, str] | None = None, language: str = "") -> str:
        """Return one of the wordings that every dialog needs, in the customer's language unless another is given."""
        text = self.desk.scripts.texts()[key]
        return fill(text.get(language or self.language) or next(iter(text.values())), values or {})

    def _message(self, author: Author, text: str, ticket: str = "", **more: Any) -> Message:
        environment = self.desk.environment
        if author == "bot" and self.customer.traditional:
            text = traditional(text)
            more["choices"] = tuple((data, traditional(label)) for data, label in more.get("choices", ()))
        spoken_of = self.about if self.here.status == "with-person" else ""
        return Message(
            id=environment.new_id(),
            address=self.address,
            conversation=self.here.id,
            at=environment.now(),
            author=author,
            text=text,
            ticket=ticket or spoken_of or self.here.ticket,
            **more,
        )
