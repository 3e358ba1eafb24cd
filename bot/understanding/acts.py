"""What a message can do, and where in a conversation it can do it: two closed sets. Data."""

from enum import StrEnum


class Act(StrEnum):
    """What one message does."""

    TELLS = "tells"
    """A problem, the first or a new one."""
    ANSWERS = "answers"
    """The open question."""
    ADDS = "adds"
    """More about the matter in hand, or the one just filed."""
    CORRECTS = "corrects"
    """Changes something that was told."""
    CONFIRMS = "confirms"
    DENIES = "denies"
    WITHDRAWS = "withdraws"
    """Wants no complaint any more."""
    LATER = "later"
    """Will go on another time."""
    ASKS_STATUS = "asks-status"
    ASKS_US = "asks-us"
    """About the bot, why it asks, what happens next, how long, opening hours."""
    ASKS_ANSWER = "asks-answer"
    """Wants information on a product or a procedure, and is no complaint."""
    WANTS_PERSON = "wants-person"
    NUDGES = "nudges"
    """Is anyone there, how long will it take."""
    DECLINES = "declines"
    """Will not or cannot give what is asked."""
    ALREADY_TOLD = "already-told"
    THANKS = "thanks"
    PRAISES = "praises"
    """Staff or company, and complains of nothing."""
    GREETS = "greets"
    SWITCHES_LANGUAGE = "switches-language"
    SOLVED = "solved"
    """Says that the matter is solved by itself."""
    OTHER = "other"
    """Spam, nonsense, a language that is not spoken here."""


CONTROL = frozenset(
    {
        Act.CONFIRMS,
        Act.DENIES,
        Act.WITHDRAWS,
        Act.LATER,
        Act.ASKS_STATUS,
        Act.WANTS_PERSON,
        Act.NUDGES,
        Act.DECLINES,
        Act.SWITCHES_LANGUAGE,
    }
)
"""Acts that steer the conversation; none of them may be taken for the answer to a question."""


class Stage(StrEnum):
    """Where a conversation stands when a message comes."""

    IDLE = "idle"
    IDLE_WITH_TICKET = "idle-with-ticket"
    QUESTION = "question"
    """A slot is asked for."""
    OFFER_KNOWN_ISSUE = "offer-known-issue"
    OFFER_REPEAT = "offer-repeat"
    SUMMARY = "summary"
    FILED = "filed"
    """A ticket was filed a moment ago."""
    WAITING = "waiting"
    """For a person; nobody has claimed it yet."""
    WITH_PERSON = "with-person"
    SURVEY = "survey"
    RESTING = "resting"
    """A draft was put away, and its customer is back."""
