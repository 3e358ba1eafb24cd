"""``import``: takes the tickets of another system in, after it has shown what the columns of the file become."""

from argparse import ArgumentParser, Namespace
from collections.abc import AsyncGenerator
from pathlib import Path

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.register.import_lines import ImportFile, Mapped, NotImportable, fields, missing, proposed
from bot.desk.register.imported_ticket import ImportedTicket
from bot.desk.register.ticket_import import TicketImport
from bot.desk.staff.audit import COMMAND_LINE, Actor

_PIECE = 1024 * 1024
_SURE = "Nothing was written yet. To go on: the same command with --yes; --map COLUMN=FIELD changes what a column is"


async def take_in(container: Container, request: Request) -> Answer:
    """Take a file in; without a ``yes`` only show what its columns and first lines become."""
    jobs = container.imports
    try:
        digest = await jobs.receive(_content(Path(request.word("file"))))
        file = await jobs.file(digest)
        chosen = dict(pair.partition("=")[::2] for pair in request.word("map").splitlines())
        mapping = {column: field for column, field in (proposed(file.columns) | chosen).items() if field}
        if unknown := sorted({*mapping} - {*file.columns} | {*mapping.values()} - {*fields()}):
            return Answer(errors=f"no such column or field: {', '.join(unknown)}", status=2)
        if not request.word("yes") or missing(mapping):
            return _shown(file, mapping, jobs.tickets)
        run = await jobs.take(digest, mapping, Actor(None, COMMAND_LINE))
    except NotImportable as problem:
        return Answer(errors=f"the file cannot be taken in: {problem.reason}", status=1)
    except OSError as fault:
        return Answer(errors=f"cannot read {request.word('file')}: {fault.strerror}", status=1)
    known = run.done - run.added - run.refused
    lines = [f"{run.added:,} new tickets, {known:,} there already, {run.refused:,} left out"]
    return Answer("\n".join([*lines, *(f"  line {number}: {why}" for number, why in run.problems.items())]))


def _shown(file: ImportFile, mapping: Mapped, tickets: TicketImport) -> Answer:
    lines = [f"{file.total:,} lines", *(f"  {column} -> {mapping.get(column, 'left out')}" for column in file.columns)]
    if lacking := missing(mapping):
        return Answer("\n".join(lines), f"no column is: {', '.join(lacking)}. {_SURE}", status=1)
    lines += [_told(one) for one in tickets.preview(file, mapping)]
    return Answer("\n".join(lines), _SURE, status=1)


def _told(one: ImportedTicket | str) -> str:
    if isinstance(one, str):
        return f"left out: {one}"
    return f"{one.reference}, {one.received:%F %H:%M} UTC, {one.status}, {len(one.messages)} messages: {one.text[:60]}"


async def _content(path: Path) -> AsyncGenerator[bytes, None]:
    with path.open("rb") as file:  # a command waits for its own file
        while piece := file.read(_PIECE):
            yield piece


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, or a line of JSON for each ticket")
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", help="; ".join(fields()))
    parser.add_argument("--yes", action="store_true", help="do it; without this only what would be is told")


def _read(given: Namespace) -> Request:
    words = {"file": str(given.file.resolve()), "map": "\n".join(given.map), "yes": "yes" if given.yes else ""}
    return Request("import", words=words)


COMMAND = Command(
    name="import",
    help="take tickets of another system in, after a look at what its columns become",
    arguments=_arguments,
    run=OnDesk(_read, take_in),
)
