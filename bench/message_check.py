"""CPU that a hostile message costs on each path that reads it, at the longest that Telegram and that the desk allows.

Each path reads each message of `hostile`; what is told is the worst of them, as milliseconds of this process.
"""

import time
from collections.abc import Callable, Mapping
from functools import cache, partial

import orjson

from bench.engine_speed import telecom
from bench.hostile import MESSAGES, told
from bot.channels.port import Outgoing
from bot.channels.telegram.customers.rendering import bubbles, rendered
from bot.channels.telegram.transport.raw_secrets import unread_without_secrets, without_secrets
from bot.desk.core.sanitize import LONGEST, clean_message
from bot.desk.dialog.chat_commands import language_wished
from bot.desk.hotspots.topic_summary import masked
from bot.desk.redaction.redaction import redacted
from bot.desk.signals.signal_reader import SignalReader
from bot.matching import cues, normalise
from bot.matching.parts import parts
from dialogs.model.script import Slot
from dialogs.reading import small_talk
from dialogs.reading.folding import folded
from dialogs.reading.slots import TYPES, Heard, read, read_telling

PART = 4096
"""Characters of one message of Telegram."""
GOAL = 50
"""Milliseconds."""

Path = Callable[[str], object]


def _small_talk(text: str) -> object:
    return small_talk.meanings(text), small_talk.asks_why(text), small_talk.is_wish(text)


def _answer(kind: str, text: str) -> object:
    slot = Slot(key="a", type=kind, label={"en": "A", "zh": "A"}, shortest=1, longest=LONGEST)
    return read(slot, Heard(text, "zh", "2026-11-24T10:15"))


_script = cache(telecom)


def _held(text: str) -> object:
    return read_telling(_script(), {}, Heard(text, "en", "2026-11-24T10:15"))


def _raw(text: str) -> object:
    return without_secrets(orjson.loads(orjson.dumps({"message": {"text": text}})))


def _shown(text: str) -> object:
    return [rendered(one) for one in bubbles(Outgoing(address="telegram:1", message="m", author="bot", text=text))]


PATHS: Mapping[str, Path] = {
    "what came, as a row": _raw,
    "what came and cannot be read": unread_without_secrets,
    "made safe to keep": clean_message,
    "secrets": redacted,
    "one form": folded,
    "signals": SignalReader().read,
    "language": lambda text: (small_talk.language_of(text, "en"), language_wished(text)),
    "small talk": _small_talk,
    "slots of a telling": _held,
    **{f"an answer of type {kind}": partial(_answer, kind) for kind in TYPES},
    "words that match": normalise.tokens,
    "matters in one message": parts,
    "cues": lambda text: (cues.says_again(text), cues.says_other(text)),
    "samples of a topic": masked,
    "a bubble of Telegram": _shown,
}
"""What reads a message of a customer, or shows it."""


def milliseconds(path: Path, text: str, rounds: int = 2) -> float:
    """Return the CPU of the cheapest of some rounds: the others were disturbed."""
    fastest = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        path(text)
        fastest = min(fastest, time.process_time() - begin)
    return 1000 * fastest


def main() -> None:
    print(f"CPU of the worst of {len(MESSAGES)} hostile messages, for each path; the goal is {GOAL} ms")
    _script()
    for length in (PART, LONGEST):
        worst = {
            name: max((milliseconds(path, told(pattern, length)), message) for message, pattern in MESSAGES.items())
            for name, path in PATHS.items()
        }
        print(f"  {length:,} characters:")
        for name, (took, message) in sorted(worst.items(), key=lambda one: one[1], reverse=True):
            print(f"    {took:7.1f} ms  {name}: {message}")


if __name__ == "__main__":
    main()
