"""``publish``: puts scripts and known issues in force, if they pass the gate."""

from bot.commands.command import Command, OnDesk
from bot.commands.input_files import add_files, read_sources
from bot.commands.remote.request import Answer, Request
from bot.commands.scripts.migration_text import migration_text
from bot.container import Container
from bot.desk.scripts.publisher import PublishResult
from bot.desk.scripts.validation import Source


async def publish(container: Container, request: Request) -> Answer:
    """Publish each text by itself: one that is refused keeps back no other."""
    told: list[str] = []
    refused: list[str] = []
    # Known issues belong to scripts that are there.
    for source in sorted(request.sources, key=lambda source: source.known_issues):
        outcome = await container.publisher.publish(source, "command")
        if outcome.mistakes:
            refused += [*map(str, outcome.mistakes), _refusal(source, outcome)]
        else:
            told.append(await _told(container, outcome))
    return Answer("\n".join(told), "\n".join(refused), status=1 if refused else 0)


async def _told(container: Container, outcome: PublishResult) -> str:
    if outcome.version == outcome.before:
        return f"{outcome.key}: {outcome.version:.7} is in force already"
    return f"{outcome.key}: published {outcome.version:.7}{await migration_text(container, outcome)}"


def _refusal(source: Source, outcome: PublishResult) -> str:
    stays = f"; {outcome.key} stays at {outcome.before:.7}" if outcome.before else ""
    return f"{source.name}: not published{stays}"


COMMAND = Command(
    name="publish",
    help="put scripts and known issues in force, if nothing is wrong with them",
    arguments=add_files,
    run=OnDesk(lambda given: Request("publish", read_sources(given.files)), publish, needs_store=False),
)
