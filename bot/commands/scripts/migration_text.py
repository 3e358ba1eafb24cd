"""Says in words what becomes of the open conversations when another version comes into force."""

from bot.container import House
from bot.desk.dialog.version_migration import moves
from bot.desk.scripts.publisher import Outcome


async def standing(house: House, outcome: Outcome) -> str:
    """Return such as ``; 41 open: 38 move, 3 finish on the old text``, or nothing where no conversation is open."""
    counted = await moves(house.store, house.desk.scripts, outcome.key)
    if not counted.open:
        return ""
    return f"; {counted.open} open: {counted.move} move, {counted.open - counted.move} finish on the old text"
