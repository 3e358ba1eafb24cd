"""Says in words what becomes of the open conversations when another version comes into force."""

from bot.container import Container
from bot.desk.dialog.version_migration import count_migration
from bot.desk.scripts.publisher import PublishResult


async def migration_text(container: Container, outcome: PublishResult) -> str:
    """Return such as ``; 41 open: 38 move, 3 finish on the old text``, or nothing where no conversation is open."""
    counted = await count_migration(container.store, container.desk.scripts, outcome.key)
    if not counted.open:
        return ""
    return f"; {counted.open} open: {counted.move} move, {counted.open - counted.move} finish on the old text"
