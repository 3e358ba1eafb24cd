"""What this server answers when it does not do what it was asked: Telegram's status and Telegram's words."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class RefusedError(Exception):
    """An answer that is an error."""

    status: int
    description: str
    retry_after: int | None = None
    """Seconds."""
    migrate_to: int | None = None
    """The number of the supergroup that a group became."""

    @property
    def body(self) -> Json:
        """Return the answer as the Bot API writes it."""
        extra = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to}
        known = {name: value for name, value in extra.items() if value is not None}
        answer: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return {**answer, "parameters": known} if known else answer


def bad(words: str) -> RefusedError:
    """Return the refusal of a request that can never be done as it is."""
    return RefusedError(400, f"Bad Request: {words}")


def forbidden(words: str) -> RefusedError:
    """Return the refusal of a request that the bot may not make."""
    return RefusedError(403, f"Forbidden: {words}")
