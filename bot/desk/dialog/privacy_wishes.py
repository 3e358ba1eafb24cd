"""What customers are told of their own data, and what they ask for by ``/privacy``; an admin decides on it."""

from bot.desk.turn.turn import Turn
from dialogs.model.events import Button
from dialogs.reading.choices import choose
from storage.records.complaint_records import Message
from storage.records.privacy_records import DataRequest
from storage.records.statuses import DataWish

PRIVACY_BUTTON = "privacy:0:"
"""What the buttons of /privacy carry before the wish; no conversation has this id."""
_WISHES: dict[str, DataWish] = {"export": "export", "erase": "erase"}


def tell_privacy(turn: Turn) -> None:
    """Tell what is kept and for how long, with a button for a copy and one for erasure."""
    days = turn.desk.policy.keep_days
    kept = turn.common("privacy-kept-days", {"days": str(days)}) if days else turn.common("privacy-kept")
    turn.tell(turn.common("privacy", {"kept": kept}), _buttons(turn))


def wish_in(turn: Turn, text: str) -> DataWish | None:
    """Return which of the two buttons somebody names in words."""
    button = choose([Button(data, label) for data, label in _buttons(turn)], text)
    return wish_of(button) if button else None


def wish_of(data: str) -> DataWish | None:
    """Return the wish that a button carries; None if it is no button of /privacy."""
    return _WISHES.get(data.removeprefix(PRIVACY_BUTTON)) if data.startswith(PRIVACY_BUTTON) else None


async def wish_meant(turn: Turn, text: str) -> DataWish | None:
    """Return the wish that words stand for right after /privacy has offered the buttons."""
    newest = await turn.unit.last(Message, address=turn.address)
    offered = newest is not None and any(data.startswith(PRIVACY_BUTTON) for data, _ in newest.choices)
    return wish_in(turn, text) if offered else None


async def note_wish(turn: Turn, wish: DataWish) -> None:
    """Write down what the customer asks for, once, and tell what comes of it."""
    asked = await turn.unit.find(DataRequest, customer=turn.customer.id, status="asked")
    if any(one.wish == wish for one in asked):
        turn.tell(turn.common("privacy-asked-already"))
        return
    environment = turn.desk.environment
    turn.unit.add(DataRequest(id=environment.new_id(), customer=turn.customer.id, wish=wish, at=environment.now()))
    turn.tell(turn.common(f"privacy-asked-{wish}"))


def _buttons(turn: Turn) -> tuple[tuple[str, str], ...]:
    return tuple((f"{PRIVACY_BUTTON}{wish}", turn.common(f"privacy-{wish}")) for wish in _WISHES)
