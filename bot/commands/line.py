"""What can be typed behind ``python -m bot``: the commands about scripts and their arguments.

Each reads its files itself and gives an answer, or the request of it where it needs the desk.
"""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from pathlib import Path

from bot.commands.evaluate.evaluate_arguments import add_evaluate
from bot.commands.input_files import read_sources
from bot.commands.remote.request import Answer, Request
from bot.commands.scripts.check import check
from bot.commands.store.store_line import add_store
from dialogs.language.schema import schema_file

Run = Callable[[Namespace], Answer | Request]


def add_commands(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the commands; what is parsed has a ``run`` that takes it."""
    check = _add(verbs, "check", _check, "tell what is wrong with scripts and known issues, and play their cases")
    _add_files(check)
    check.add_argument("--json", action="store_true", help="print a list of objects instead of lines")
    publish = _add(verbs, "publish", _publish, "put scripts and known issues in force, if nothing is wrong with them")
    _add_files(publish)
    versions = _add(verbs, "versions", _versions, "list the versions of a script, or of all")
    versions.add_argument("script", nargs="?", default="", metavar="SCRIPT")
    compare = _add(verbs, "compare", _compare, "tell by step how two versions differ")
    compare.add_argument("what", metavar="FILE|SCRIPT", help="a file, compared with what is in force, or a script")
    compare.add_argument("versions", nargs="*", metavar="VERSION", help="of the script: from one, to another")
    rollback = _add(verbs, "rollback", _rollback, "put the version before, or one that is named, in force again")
    rollback.add_argument("script", metavar="SCRIPT")
    rollback.add_argument("version", nargs="?", default="", metavar="VERSION", help="how its name begins")
    replay = _add(verbs, "replay", _replay, "play real conversations on a draft, or show one turn by turn")
    replay.add_argument("name", nargs="?", default="", metavar="ID", help="a conversation, or a ticket's reference")
    replay.add_argument("--draft", type=Path, metavar="FILE", help="the draft on which to play conversations")
    replay.add_argument("--last", default="7d", metavar="7d", help="play the conversations that began in this time")
    hotspots = _add(verbs, "hotspots", _hotspots, "tell which hot topics would have been raised in the past")
    hotspots.add_argument("--since", default="90d", metavar="90d", help="look at what was told in this time")
    hotspots.add_argument("--json", action="store_true", help="print one object instead of lines")
    draw = _add(verbs, "draw", _draw, "print a picture (SVG) of a script, with how many customers passed each step")
    draw.add_argument("file", type=Path, metavar="FILE")
    draw.add_argument("--language", default="", metavar="LANGUAGE", help="the script's first language unless given")
    draw.add_argument("--last", default="", metavar="30d", help="count only the conversations of this time")
    add_evaluate(verbs, "measure on your own texts how well repeats, known issues or signals are recognised")
    calibrate = _add(
        verbs, "calibrate", _calibrate, "fit to what customers said from when on known issues are answered"
    )
    calibrate.add_argument("--dry-run", action="store_true", help="only tell what would change")
    add_store(verbs, "back up, restore, count, export, check, repair or copy what is kept")
    _add(verbs, "schema", _schema, "print the JSON Schema of scripts, for editors")


def _add(verbs: "_SubParsersAction[ArgumentParser]", name: str, run: Run, tells: str) -> ArgumentParser:
    added = verbs.add_parser(name, help=tells, description=tells)
    added.set_defaults(run=run)
    return added


def _add_files(verb: ArgumentParser) -> None:
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, or folders of them")


def _check(given: Namespace) -> Answer:
    return check(read_sources(given.files), as_json=given.json)


def _publish(given: Namespace) -> Request:
    return Request("publish", read_sources(given.files))


def _versions(given: Namespace) -> Request:
    return Request("versions", words={"script": given.script})


def _compare(given: Namespace) -> Request:
    if given.what.endswith(".yaml"):
        return Request("compare", read_sources([Path(given.what)]))
    named = dict(zip(("old", "new"), given.versions, strict=False))
    return Request("compare", words={"script": given.what, **named})


def _rollback(given: Namespace) -> Request:
    return Request("rollback", words={"script": given.script, "version": given.version})


def _replay(given: Namespace) -> Answer | Request:
    if (given.draft is None) == (not given.name):
        return Answer(errors="name either a conversation or, with --draft, a file", status=2)
    if given.draft is None:
        return Request("replay", words={"name": given.name})
    return Request("replay", read_sources([given.draft]), {"last": given.last})


def _hotspots(given: Namespace) -> Request:
    return Request("hotspots", words={"since": given.since, "json": "yes" if given.json else ""})


def _draw(given: Namespace) -> Request:
    return Request("draw", read_sources([given.file]), {"language": given.language, "last": given.last})


def _calibrate(given: Namespace) -> Request:
    return Request("calibrate", words={"dry": "yes" if given.dry_run else ""})


def _schema(_: Namespace) -> Answer:
    return Answer(schema_file().rstrip())
