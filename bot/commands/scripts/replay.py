"""``replay``: real conversations on a draft, or one conversation as it was."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.commands.command import Command, OnDesk
from bot.commands.input_files import read_sources
from bot.commands.remote.request import Answer, Request
from bot.commands.scripts.replay_text import report_as_text
from bot.commands.scripts.script_argument import UnusableScript, read_script
from bot.commands.scripts.transcript_text import transcript_as_text
from bot.commands.time_spans import NoSpan, read_span
from bot.container import Container
from bot.desk.scripts.replay_runner import NoSuchConversation, ReplayedDraft, replay_all, replay_one

_DEFAULT_SPAN = "7d"


async def replay(container: Container, request: Request) -> Answer:
    """Play the last conversations on a draft, or show the one that is named."""
    try:
        return await (_on_draft(container, request) if request.sources else _one(container, request))
    except (UnusableScript, NoSpan, NoSuchConversation) as refusal:
        return Answer(errors=str(refusal), status=1)


async def _on_draft(container: Container, request: Request) -> Answer:
    if len(request.sources) != 1:
        raise UnusableScript("replay takes one draft; this folder holds more than one script")
    source = request.sources[0]
    if source.known_issues:
        raise UnusableScript(f"{source.name} holds known issues, on which no conversation can be played")
    draft = read_script(source)
    since = container.environment.now() - read_span(request.word("last") or _DEFAULT_SPAN)
    report = await replay_all(container.store, container.desk.scripts, ReplayedDraft(draft.key, source.text), since)
    return Answer(report_as_text(draft.key, since.astimezone(container.desk.policy.zone), report))


async def _one(container: Container, request: Request) -> Answer:
    replayed = await replay_one(container.store, container.desk.scripts, request.word("name"))
    return Answer(transcript_as_text(replayed, container.desk.policy.zone))


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="", metavar="ID", help="a conversation, or a ticket's reference")
    parser.add_argument("--draft", type=Path, metavar="FILE", help="the draft on which to play conversations")
    parser.add_argument(
        "--last", default=_DEFAULT_SPAN, metavar=_DEFAULT_SPAN, help="play the conversations that began in this time"
    )


def _read(given: Namespace) -> Answer | Request:
    if (given.draft is None) == (not given.name):
        return Answer(errors="name either a conversation or, with --draft, a file", status=2)
    if given.draft is None:
        return Request("replay", words={"name": given.name})
    return Request("replay", read_sources([given.draft]), {"last": given.last})


COMMAND = Command(
    name="replay",
    help="play real conversations on a draft, or show one turn by turn",
    arguments=_arguments,
    run=OnDesk(_read, replay),
)
