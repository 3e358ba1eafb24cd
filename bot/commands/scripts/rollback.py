"""``rollback``: puts a version in force again that was so before."""

from argparse import ArgumentParser, Namespace

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.commands.scripts.migration_text import migration_text
from bot.container import Container
from bot.desk.scripts.history import NoSuchVersion


async def rollback(container: Container, request: Request) -> Answer:
    """Go back to the version before the present one, or to the one that is named."""
    try:
        outcome = await container.publisher.roll_back(request.word("script"), request.word("version"))
    except NoSuchVersion as refusal:
        return Answer(errors=str(refusal), status=1)
    if outcome.version == outcome.before:
        return Answer(f"{outcome.key}: {outcome.version:.7} is in force already")
    return Answer(f"{outcome.key}: back to {outcome.version:.7}{await migration_text(container, outcome)}")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("script", metavar="SCRIPT")
    parser.add_argument("version", nargs="?", default="", metavar="VERSION", help="how its name begins")


def _read(given: Namespace) -> Request:
    return Request("rollback", words={"script": given.script, "version": given.version})


COMMAND = Command(
    name="rollback",
    help="put the version before, or one that is named, in force again",
    arguments=_arguments,
    run=OnDesk(_read, rollback),
)
