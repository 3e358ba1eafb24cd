"""Errors of the desk: what an agent is refused, and how any error is named where its words must not be told.

The words of an error may hold what people wrote, or a secret.
"""

import traceback
from enum import StrEnum
from pathlib import Path


def error_kind(error: BaseException) -> str:
    """Return the error's name and the line that raised it, never its words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place


class Refusal(StrEnum):
    """Why an agent's wish cannot be met."""

    CLAIMED_BY_COLLEAGUE = "claimed-by-colleague"
    OWNED_BY_COLLEAGUE = "owned-by-colleague"
    CLAIM_FIRST = "claim-first"
    NOT_IN_HAND = "not-in-hand"
    RESOLVED_ALREADY = "resolved-already"
    NO_SUCH_TICKET = "no-such-ticket"
    SAME_OWNER = "same-owner"
    BAD_TIME = "bad-time"
    OPEN_ALREADY = "open-already"
    # How a ticket ends
    NO_SUCH_OUTCOME = "no-such-outcome"
    NO_SUCH_CAUSE = "no-such-cause"
    BAD_AMOUNT = "bad-amount"
    MATTER_UNANSWERED = "matter-unanswered"
    NO_SUCH_SIGNAL = "no-such-signal"
    OWN_DECISION = "own-decision"
    ABOVE_LIMIT = "above-limit"
    # Tickets that belong together
    MERGED_ALREADY = "merged-already"
    OTHER_CUSTOMER = "other-customer"
    SAME_TICKET = "same-ticket"
    NOT_MERGED = "not-merged"
    INTO_SOLVED = "into-solved"
    # Who phoned
    NO_NUMBER = "no-number"
    # What was written
    EMPTY = "empty"
    TOO_LONG = "too-long"
    SENT_ALREADY = "sent-already"
    ON_ITS_WAY = "on-its-way"
    NO_FILES = "no-files"
    FILE_TOO_LARGE = "file-too-large"
    TOO_MANY_FILES = "too-many-files"
    NO_FILE_HERE = "no-file-here"
    UNSUPPORTED = "unsupported"
    UNKNOWN_COMMAND = "unknown-command"
    NO_SUCH_ANSWER = "no-such-answer"
    NOT_SUCH_AN_ANSWER = "not-such-an-answer"
    TOO_MANY_LISTS = "too-many-lists"
    # Suspicions, and what did not get through
    SUPERVISORS_ONLY = "supervisors-only"
    NO_SUCH_SUSPICION = "no-such-suspicion"
    JUDGED_ALREADY = "judged-already"
    NO_SUCH_LETTER = "no-such-letter"
    # The staff
    NAME_TAKEN = "name-taken"
    LAST_ADMIN = "last-admin"
    NO_SUCH_MEMBER = "no-such-member"
    NO_SUCH_TEAM = "no-such-team"
    OVER_ALREADY = "over-already"
    NO_MAIL_ADDRESS = "no-mail-address"
    # A customer's own data
    NO_SUCH_CUSTOMER = "no-such-customer"
    ON_HOLD = "on-hold"
    # The shift
    NOT_MISSED = "not-missed"
    # What is crossed out
    NOT_ON_TICKET = "not-on-ticket"


class Refused(Exception):
    """An agent's wish that cannot be met; whoever the agent asked puts the reason into the agent's language."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason
