"""What can be typed behind ``python -m bot store``. See `bot.commands.line` for the other commands."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from pathlib import Path

from bot.commands.remote.request import Answer, Request
from bot.commands.store.store_files import check, repair
from bot.desk.jobs.retention import read_days
from bot.settings import load_settings

Run = Callable[[Namespace], Answer | Request]

_NO_FILES = """\
STORE_URL is set: everything is kept in PostgreSQL, which looks after its own files.
`store {verb}` is for the files of an embedded store: name their folder with --folder."""


def add_store(verbs: "_SubParsersAction[ArgumentParser]", tells: str) -> None:
    """Add the command ``store`` with its own commands; what is parsed has a ``run`` that takes it."""
    store = verbs.add_parser("store", help=tells, description=tells)
    words = store.add_subparsers(required=True, metavar="WHAT")
    backup = _add(words, "backup", _backup, "write all that is kept at one moment to a new folder, at any time")
    backup.add_argument("place", type=Path, metavar="DIR", help="a new folder")
    restore = _add(words, "restore", _restore, "bring a backup back to where nothing is kept yet")
    restore.add_argument("place", type=Path, metavar="DIR", help="the folder of the backup")
    _add(words, "stats", _stats, "count what is kept, at any time")
    _add(words, "export", _export, "print everything as JSON lines, at any time; of damaged files what can be read")
    _add(words, "check", _check, "tell whether the files of the embedded store are what was written")
    repair = _add(words, "repair", _repair, "cut damaged files back to the last good change, and keep them beside it")
    repair.add_argument("--to-last-good", action="store_true", required=True, help="what lies behind it is given up")
    retain = _add(words, "retain", _retain, "remove what is too old now, as the serving program does once a day")
    retain.add_argument("--older-than", default="", metavar="DAYS", help="KEEP_DAYS of the settings unless given")
    retain.add_argument("--dry-run", action="store_true", help="only count what would go")
    copying = words.add_parser("copy", help="copy one store into another that holds nothing, and compare the two")
    for name, which in (("old", "FROM"), ("new", "TO")):
        copying.add_argument(name, metavar=which, help="postgresql://…, or the folder of an embedded store")
    copying.set_defaults(run=_copy)


def _add(words: "_SubParsersAction[ArgumentParser]", name: str, run: Run, tells: str) -> ArgumentParser:
    added = words.add_parser(name, help=tells, description=tells)
    added.add_argument(
        "--folder", type=Path, metavar="DIR", help="an embedded store; what the settings say unless given"
    )
    added.set_defaults(run=run)
    return added


def _backup(given: Namespace) -> Request:
    return Request("backup", words={"to": str(given.place.resolve()), **_folder(given)})


def _restore(given: Namespace) -> Request:
    return Request("restore", words={"from": str(given.place), **_folder(given)})


def _stats(given: Namespace) -> Request:
    return Request("stats", words=_folder(given))


def _export(given: Namespace) -> Request:
    return Request("export", words=_folder(given))


def _retain(given: Namespace) -> Answer | Request:
    try:
        # Of these settings, not of those of the process that serves and will carry it out.
        days = str(read_days(given.older_than) if given.older_than else load_settings().keep_days or "")
    except ValueError as mistake:
        return Answer(errors=f"--older-than: {mistake}", status=2)
    return Request("retain", words={"days": days, "dry": "yes" if given.dry_run else "", **_folder(given)})


def _copy(given: Namespace) -> Request:
    return Request("copy", words={"old": given.old, "new": given.new})


def _check(given: Namespace) -> Answer:
    return _on_files("check", check, given)


def _repair(given: Namespace) -> Answer:
    return _on_files("repair", repair, given)


def _on_files(verb: str, carry_out: Callable[[Path], Answer], given: Namespace) -> Answer:
    if given.folder:
        return carry_out(given.folder)
    settings = load_settings()
    return Answer(errors=_NO_FILES.format(verb=verb), status=1) if settings.store_url else carry_out(settings.data_dir)


def _folder(given: Namespace) -> dict[str, str]:
    return {"folder": str(given.folder)} if given.folder else {}
