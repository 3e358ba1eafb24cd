"""The one table: where a conversation stands, and what a message does there, say what happens.

For people it stands in `docs/acts.md`. How a move is carried out is in `moves`.
"""

from collections.abc import Mapping
from enum import StrEnum

from bot.understanding.acts import Act, Stage


class Move(StrEnum):
    """What happens upon a message."""

    ANSWER = "answer"
    """It is given to the open question as its answer."""
    ADD = "add"
    """It goes into the telling, and the question comes again; an offer is left as it is."""
    CORRECT = "correct"
    """A value is changed and shown, and the question comes again."""
    CONFIRM = "confirm"
    """It is a yes to what is open."""
    DENY = "deny"
    """It is a no to what is open."""
    DECLINE = "decline"
    """The question is skipped where it may be, else said honestly why it is asked, and left at the second time."""
    SHOW_KNOWN = "show-known"
    """What was understood is shown, and only what is missing is asked."""
    CANCEL = "cancel"
    """The draft ends, and nothing was sent."""
    REST = "rest"
    """The draft is put away until the customer comes back."""
    RESUME = "resume"
    """It is asked whether the draft is to go on."""
    GO_ON = "go-on"
    """The draft goes on where it was left, with what is said."""
    BEGIN = "begin"
    """It is the telling of a new matter."""
    GREET = "greet"
    """A conversation begins, and asks what happened."""
    PERSON = "person"
    """A person is called."""
    LANGUAGE = "language"
    """The conversation goes on in the other language."""
    STATUS = "status"
    """It is told where the customer's complaints stand."""
    EXPLAIN = "explain"
    """A question about us is answered."""
    INFORM = "inform"
    """A question about a product gets its known answer, or the offer to pass it on."""
    REASSURE = "reassure"
    """It is told truthfully who is there and what is being waited for."""
    HELLO = "hello"
    """The greeting is returned."""
    THANK = "thank"
    """The thanks are returned."""
    ALL_RIGHT = "all-right"
    """It is left at that."""
    GLAD = "glad"
    """That is good to hear."""
    WHENEVER = "whenever"
    """There is no hurry."""
    PRAISE = "praise"
    """It is thanked for and kept as praise."""
    ADD_TO_TICKET = "add-to-ticket"
    """It goes on the ticket that is filed already; what is surely of another kind is asked about first."""
    TO_PERSON = "to-person"
    """It stands with the ticket, where the person reads it; the bot is silent."""
    ACKNOWLEDGE = "acknowledge"
    """It stands with the ticket, and who waits hears that it has come, and how long it may take; not each time."""
    NOTHING_OPEN = "nothing-open"
    """There is nothing that could be stopped."""
    ASK_DROP = "ask-drop"
    """Two buttons: is the draft to be dropped, as the matter has solved itself?"""
    ASK_WITHDRAW = "ask-withdraw"
    """Two buttons: is the ticket to be withdrawn?"""
    ASK_SETTLE = "ask-settle"
    """Two buttons: is the ticket to be closed, as the matter has solved itself?"""
    ASK_NEW = "ask-new"
    """Two buttons: is it another matter than the one that was answered?"""
    DROP = "drop"
    """The draft ends, as the matter has solved itself. By a button only."""
    WITHDRAW = "withdraw"
    """The ticket is closed as withdrawn. By a button only."""
    SETTLE = "settle"
    """The ticket is closed as solved. By a button only."""
    KEEP = "keep"
    """Nothing changes, and the question comes again. By a button only."""
    ASK_AGAIN = "ask-again"
    """The question comes again, as it is not sure what was meant. In doubt only."""


AFTERWARDS = frozenset({Move.DROP, Move.WITHDRAW, Move.SETTLE, Move.KEEP, Move.ASK_AGAIN})
"""Moves that stand in no cell: they follow from a doubt, or a button of two."""
CONSEQUENTIAL = frozenset({Move.CANCEL, Move.PERSON})
"""Moves that end something or hand it over without asking: in doubt they are asked about."""
BEGINNINGS = frozenset({Move.BEGIN, Move.GREET, Move.PERSON, Move.INFORM, Move.PRAISE})
"""Moves that need a conversation of their own where none is open."""
TOLD_TO_ENGINE = frozenset(
    {
        Move.ANSWER,
        Move.ADD,
        Move.CORRECT,
        Move.CONFIRM,
        Move.DENY,
        Move.DECLINE,
        Move.SHOW_KNOWN,
        Move.RESUME,
        Move.GO_ON,
        Move.BEGIN,
        Move.PERSON,
        Move.TO_PERSON,
        Move.ACKNOWLEDGE,
    }
)
"""Moves by which the engine hears the words, with their signals."""

_STAGES = tuple(Stage)


def _row(moves: str) -> Mapping[Stage, Move]:
    named = [Move(one) for one in moves.split()]
    return dict(zip(_STAGES, named, strict=True))


# fmt: off
TABLE: Mapping[Act, Mapping[Stage, Move]] = {
    # idle, idle-with-ticket, question, offer-known-issue, offer-repeat, summary, filed, waiting, with-person, survey,
    # resting
    Act.TELLS: _row(
        "begin begin add add add add begin acknowledge to-person ask-new resume"),
    Act.ANSWERS: _row(
        "begin add-to-ticket answer answer answer answer add-to-ticket acknowledge to-person answer go-on"),
    Act.ADDS: _row(
        "begin add-to-ticket add add add add add-to-ticket acknowledge to-person add-to-ticket go-on"),
    Act.CORRECTS: _row(
        "begin add-to-ticket correct correct correct correct add-to-ticket acknowledge to-person add-to-ticket go-on"),
    Act.CONFIRMS: _row(
        "all-right all-right confirm confirm confirm confirm all-right to-person to-person confirm go-on"),
    Act.DENIES: _row(
        "all-right all-right deny deny deny deny all-right to-person to-person deny deny"),
    Act.WITHDRAWS: _row(
        "nothing-open ask-withdraw cancel cancel cancel cancel ask-withdraw ask-withdraw to-person ask-withdraw "
        "cancel"),
    Act.LATER: _row(
        "whenever whenever rest rest rest rest whenever whenever to-person whenever rest"),
    Act.ASKS_STATUS: _row(
        "status status status status status status status reassure status status status"),
    Act.ASKS_US: _row(
        "explain explain explain explain explain explain explain explain to-person explain explain"),
    Act.ASKS_ANSWER: _row(
        "inform inform inform inform inform inform inform reassure to-person inform inform"),
    Act.WANTS_PERSON: _row(
        "person person person person person person person reassure to-person person person"),
    Act.NUDGES: _row(
        "greet reassure reassure reassure reassure reassure reassure reassure to-person reassure go-on"),
    Act.DECLINES: _row(
        "all-right all-right decline deny deny deny all-right to-person to-person whenever rest"),
    Act.ALREADY_TOLD: _row(
        "status status show-known show-known show-known show-known status reassure to-person status go-on"),
    Act.THANKS: _row(
        "thank thank thank thank thank thank thank thank to-person thank thank"),
    Act.PRAISES: _row(
        "praise praise praise praise praise praise praise praise to-person praise praise"),
    Act.GREETS: _row(
        "greet greet hello hello hello hello greet reassure to-person hello resume"),
    Act.SWITCHES_LANGUAGE: _row(
        "language language language language language language language language to-person language language"),
    Act.SOLVED: _row(
        "glad ask-settle ask-drop ask-drop ask-drop ask-drop ask-settle ask-settle to-person confirm ask-drop"),
    Act.OTHER: _row(
        "greet greet answer answer answer answer all-right acknowledge to-person answer resume"),
}
# fmt: on
