"""How conversations begin: what the engine is told at the start, and which draft waits to be gone on with."""

from datetime import timedelta

from bot.desk.turn.turn import Turn
from dialogs.model.events import Started
from storage.records import Conversation, Ticket

DRAFTS_KEPT = timedelta(days=30)
"""How long a customer is asked whether an abandoned draft is to go on."""


async def started(turn: Turn, text: str = "", signals: tuple[str, ...] = ()) -> Started:
    """Return the event that begins the conversation at hand, with what earlier tickets tell."""
    remembered = await _remembered(turn)
    return Started(turn.language, text, signals, remembered=remembered, at=turn.desk.wall_clock())


async def pick_up_draft(turn: Turn) -> bool:
    """Turn to the conversation that this customer left unfinished here, and tell whether there is one."""
    oldest = turn.desk.environment.now() - DRAFTS_KEPT
    conversations = await turn.unit.find(Conversation, address=turn.address)
    drafts = [one for one in conversations if one.status == "abandoned" and one.started >= oldest]
    if drafts:
        turn.conversation = drafts[-1]
    return bool(drafts)


async def _remembered(turn: Turn) -> dict[str, str]:
    """Return the newest value of each slot that the script would offer again."""
    wanted = {slot.key for slot in turn.script.slots.values() if slot.remember}
    if not wanted:
        return {}
    tickets = await turn.unit.find(Ticket, customer=turn.customer.id)
    filled = (item for ticket in tickets for item in ticket.slots.items())
    return {key: str(value) for key, value in filled if key in wanted and value}
