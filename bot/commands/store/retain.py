"""``store retain``: removes what is too old now, or tells what would go."""

from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.jobs.retention import Retention

_FOR_EVER = "tickets and conversations are kept for ever: set KEEP_DAYS, or name --older-than DAYS"


async def retain(container: Container, request: Request) -> Answer:
    """Remove what is older than the ``days`` of the request, or only count it; without them, marks and sign-ins."""
    given, dry = request.word("days"), bool(request.word("dry"))
    days = int(given) if given else None
    gone = await Retention(container.store, container.environment, container.files).remove(days, dry=dry)
    lines = [f"  {kind:<16}{count:>12,}" for kind, count in sorted(gone.items())]
    if days is not None:
        lines.insert(0, f"what nobody has had to do with for {days} days, and marks and sign-ins that are over:")
    last = "would go; nothing was changed" if dry else "removed"
    return Answer("\n".join([*lines, last if gone else "nothing is too old"]), _FOR_EVER if days is None else "")
