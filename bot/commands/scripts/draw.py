"""``draw``: a script as a picture, with the numbers of customers who came by each step where there are any."""

import asyncio
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.commands.command import Command, OnDesk
from bot.commands.input_files import read_sources
from bot.commands.remote.request import Answer, Request
from bot.commands.scripts.script_argument import UnusableScript, read_script
from bot.commands.time_spans import NoSpan, read_span
from bot.container import Container
from bot.desk.scripts.funnel_report import read_funnel
from bot.drawing.flow import draw as draw_script
from dialogs.model.script import Script


async def draw(container: Container, request: Request) -> Answer:
    """Return the picture with the numbers of the script's conversations, all of them or the ``last`` ones."""
    try:
        script, language = _wanted(request)
        now, last = container.environment.now(), request.word("last")
        since = now - read_span(last) if last else None
    except (UnusableScript, NoSpan) as refusal:
        return Answer(errors=str(refusal), status=1)
    desk = container.desk
    counted = await read_funnel(container.store, desk.scripts, script.key, now=now, zone=desk.policy.zone, since=since)
    return Answer(await asyncio.to_thread(draw_script, script, language, counted))


def draw_without_store(request: Request) -> Answer:
    """Return the picture without numbers."""
    try:
        return Answer(draw_script(*_wanted(request)))
    except UnusableScript as refusal:
        return Answer(errors=str(refusal), status=1)


def _wanted(request: Request) -> tuple[Script, str]:
    """Return the script and the language in which to draw it, the script's first unless one is named."""
    if len(request.sources) != 1:
        raise UnusableScript("draw takes one script; this folder holds more than one")
    source = request.sources[0]
    if source.known_issues:
        raise UnusableScript(f"{source.name} holds known issues, which have no steps; draw the script they belong to")
    script = read_script(source)
    language = request.word("language") or script.languages[0]
    if language not in script.languages:
        raise UnusableScript(f"{source.name} is worded in {', '.join(script.languages)}, not in {language}")
    return script, language


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--language", default="", metavar="LANGUAGE", help="the script's first language unless given")
    parser.add_argument("--last", default="", metavar="30d", help="count only the conversations of this time")


def _read(given: Namespace) -> Request:
    return Request("draw", read_sources([given.file]), {"language": given.language, "last": given.last})


COMMAND = Command(
    name="draw",
    help="print a picture (SVG) of a script, with how many customers passed each step",
    arguments=_arguments,
    run=OnDesk(_read, draw, needs_store=False, without_store=draw_without_store),
)
