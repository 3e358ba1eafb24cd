"""The commands: python -m bot serve | talk | check | publish | …. No logic: each hands over to its place."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

# Before numpy is there: with a thread for each core, those that wait keep the cores from those that work, and the
# meaning of a message takes twenty times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot import app
from bot.commands.command_registry import add_commands
from bot.commands.input_files import NoSuchFile, read_sources
from bot.commands.remote.request import Answer, Request
from bot.desk.scripts.registry import BadScripts
from bot.settings import BadSettings, load_settings
from bot.wordless_log import log_wordless
from storage.ports import StorageError


def main() -> int:
    """Run the command of the command line; return the exit status."""
    given = _parser().parse_args()
    for stream in (sys.stdout, sys.stderr):  # Chinese goes out whatever the locale says
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # typed as any TextIO, which need not have it
    level = logging.INFO if given.run in (_serve, _talk) else logging.WARNING
    log_wordless(level)
    try:
        return _print(given.run(given))
    except BrokenPipeError:  # whoever reads the output, such as `head`, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (BadSettings, BadScripts, NoSuchFile, StorageError, OSError) as mistake:
        print(f"tellonce: cannot go on:\n{mistake}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="The chatbot front of a complaints desk.")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    verbs.add_parser("serve", help="serve the web chat, the desk and Telegram").set_defaults(run=_serve)
    talk = verbs.add_parser("talk", help="play a customer on this terminal")
    talk.add_argument("--customer", required=True, metavar="NAME", help="who is talking")
    talk.set_defaults(run=_talk)
    attempt = verbs.add_parser("try", help="play a draft on this terminal; nobody else sees it")
    attempt.add_argument("file", type=Path, metavar="FILE", help="a script")
    attempt.set_defaults(run=_try)
    add_commands(verbs)
    return parser


def _serve(_: argparse.Namespace) -> None:
    async def until_stopped() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        await app.serve(load_settings(), lambda text: print(text, flush=True), stop)

    asyncio.run(until_stopped())


def _talk(given: argparse.Namespace) -> None:
    asyncio.run(app.talk(load_settings(), given.customer))


def _try(given: argparse.Namespace) -> None:
    (source, *_) = read_sources([given.file])
    asyncio.run(app.try_draft(load_settings(), source))


def _print(result: Answer | Request | None) -> int:
    answer = asyncio.run(app.obey(load_settings(), result)) if isinstance(result, Request) else result or Answer()
    if answer.text:
        print(answer.text, flush=True)
    if answer.errors:
        print(answer.errors, file=sys.stderr)
    return answer.status


if __name__ == "__main__":
    sys.exit(main())
