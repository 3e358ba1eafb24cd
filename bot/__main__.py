"""The commands: python -m bot serve | talk | check. No logic: each hands over to its place."""

import argparse
import asyncio
import logging
import signal
import sys
from pathlib import Path

from bot import app
from bot.desk.scripts import BadScripts, problems_of
from bot.settings import BadSettings, load_settings
from dialogs.problems import render
from storage.ports import StorageError


def main() -> int:
    """Run the command of the command line; return the exit status."""
    arguments = _parser().parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Chinese, whatever the locale says
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        return int(arguments.run(arguments) or 0)
    except (BadSettings, BadScripts, StorageError, OSError) as mistake:
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
    check = verbs.add_parser("check", help="tell what is wrong with scripts and known issues")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.set_defaults(run=_check)
    return parser


def _serve(_: argparse.Namespace) -> None:
    async def until_stopped() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        await app.serve(load_settings(), lambda text: print(text, flush=True), stop)

    asyncio.run(until_stopped())


def _talk(arguments: argparse.Namespace) -> None:
    asyncio.run(app.talk(load_settings(), arguments.customer))


def _check(arguments: argparse.Namespace) -> int:
    found = 0
    for file in arguments.files:
        text = file.read_bytes().decode("utf-8", "surrogateescape")
        for problem in problems_of(text):
            found += 1
            print(render(problem, str(file)))
    if not found:
        print(f"no mistakes in {len(arguments.files)} file(s)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
