"""What a command is asked and what it answers, as values that can be sent to the process that serves."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from bot.desk.scripts.validation import Source


@dataclass(frozen=True)
class Request:
    """One command, with the texts of its files: who carries it out need not see them."""

    verb: str
    sources: tuple[Source, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """The other arguments by name; those that were not given are empty or missing."""

    def word(self, name: str) -> str:
        """Return an argument, or nothing."""
        return self.words.get(name, "")


@dataclass(frozen=True)
class Answer:
    """What a command prints and how it ends."""

    text: str = ""
    errors: str = ""
    """Printed on standard error, so that a result that is written to a file stays clean."""
    status: int = 0
    """0 if all went well, 1 if not."""


def write_request(request: Request) -> bytes:
    """Return the request as bytes; bytes of a file that are not UTF-8 are carried along."""
    return json.dumps(asdict(request)).encode()


def read_request(data: bytes) -> Request:
    """Return what `write_request` wrote."""
    document = json.loads(data)
    return Request(document["verb"], tuple(Source(**source) for source in document["sources"]), document["words"])


def write_answer(answer: Answer) -> bytes:
    """Return the answer as bytes."""
    return json.dumps(asdict(answer)).encode()


def read_answer(data: bytes) -> Answer:
    """Return what `write_answer` wrote."""
    return Answer(**json.loads(data))
