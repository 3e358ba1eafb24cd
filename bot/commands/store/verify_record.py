"""``audit verify``: tells whether what is on record is as it was written, and names the first line that is not."""

from argparse import ArgumentParser

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.commands.store.folder_argument import add_folder, folder_words
from bot.container import Container
from bot.desk.staff.audit import verify_record

_REASONS = {
    "changed": "the line {id} is not as it was written",
    "gap": "before the line {id} at least one is missing",
    "unsealed": "the line {id} was put in between",
    "beginning": "the line {id} is the first, and nothing tells that those before it were removed for their age",
    "end": "behind the line {id} at least one is missing",
    "another": "no line has the mark {id}: the record is another than it was then",
}


async def verify(container: Container, request: Request) -> Answer:
    """Read all lines in their order."""
    report = await verify_record(container.store, request.word("expect"))
    if report.reason:
        text = _REASONS[report.reason].format(id=report.broken or "(none)")
        return Answer(errors=f"broken: {text}; {report.lines:,} lines before it are whole", status=1)
    lines = [f"{report.lines:,} lines on record, as they were written"]
    if report.unsealed:
        lines.append(f"{report.unsealed:,} older ones are from before lines were sealed")
    if report.last:
        lines.append(f"the last one is {report.last}; note it elsewhere, and name it with --expect the next time")
    return Answer("\n".join(lines))


def _arguments(parser: ArgumentParser) -> None:
    add_folder(parser)
    parser.add_argument("--expect", default="", metavar="MARK", help="what an earlier look told of the last line")


COMMAND = Command(
    name="audit verify",
    help="tell whether what is on record is as it was written",
    arguments=_arguments,
    run=OnDesk(
        lambda given: Request("audit verify", words={"expect": given.expect, **folder_words(given)}),
        verify,
    ),
)
