"""The development set of `tests/data`: what people tell, in their own words, written for this program.

Split by problem and by customer into what models are fitted to and what they are tested on. A problem and its hard
neighbour stand in the same half, so that they have to be told apart.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent / "data"
LANGUAGES = ("zh", "en")
_FITTED = {*range(1, 37), *range(73, 97)}
"""Customers to whose histories models are fitted; the others have as many repeats of each kind."""
Half = Literal["fit", "test"]


@dataclass(frozen=True)
class Problem:
    """One problem, and how 26 people tell it: the first 14 in unusual words, the others plainly."""

    id: str
    wordings: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """Ten of them, as an admin would write down: four unusual ones and six plain ones."""
        return self.wordings[7::2]

    @property
    def asked(self) -> tuple[str, ...]:
        """Thirteen others, as customers ask: seven unusual ones and six plain ones."""
        return self.wordings[::2]


@dataclass(frozen=True)
class Told:
    """A line of a customer's history."""

    id: str
    customer: str
    kind: str
    """``first``, ``new``, ``new-near``, ``resend``, ``repeat-named``, ``repeat-paraphrase`` or ``repeat-short``."""
    text: str
    repeat_of: str | None
    also: tuple[str, ...] = field(default=())


def problems(language: str, half: Half) -> list[Problem]:
    """Return the problems of a half: of four in a row the first two are for fitting."""
    lines = [line for part in "ab" for line in _lines(f"problems-{language}-{part}")]
    wanted = (0, 1) if half == "fit" else (2, 3)
    return [Problem(one["id"], tuple(one["wordings"])) for n, one in enumerate(lines) if n % 4 in wanted]


def companies(language: str, half: Half) -> list[tuple[list[Problem], list[Problem]]]:
    """Return for each of two companies, of two industries each, its own problems and those of the other."""
    known = problems(language, half)
    own = [one for one in known if one.id.startswith(("telecom", "bank"))]
    other = [one for one in known if one not in own]
    return [(own, other), (other, own)]


def outside(language: str, half: Half) -> list[str]:
    """Return messages about none of the four industries."""
    texts = [line["text"] for line in _lines(f"outside-{language}")]
    return texts[:60] if half == "fit" else texts[60:]


def repeats(language: str, half: Half) -> list[Told]:
    """Return the histories of half of the customers, in the order of time: of 72 hard ones and of 48 ordinary ones."""
    told = [_told(line) for line in _lines(f"repeats-{language}")]
    return [one for one in told if (int(one.customer[1:]) in _FITTED) == (half == "fit")]


def _told(line: dict[str, Any]) -> Told:
    return Told(
        line["id"], line["customer"], line["kind"], line["text"], line["repeat_of"], tuple(line.get("also", ()))
    )


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]
