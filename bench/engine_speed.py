"""Advances a second of the engine, on one core, playing a whole complaint on the shipped telecom script.

The peer is what a turn pays anyway for keeping its state: the same states written as JSON and read back, in the same
run. It is no other dialog engine; none is among the dependencies. The figures are the machine's: read the ratio.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path

import dialogs
from dialogs.engine.engine import advance
from dialogs.language.script_loader import load
from dialogs.model.events import Event, Filed, Found, Pressed, Said, Started
from dialogs.model.script import Script
from dialogs.model.state import State, state_from_json, state_to_json

ROUNDS = 5
REPEATS = 400
JOURNAL: tuple[Event, ...] = (
    Started("en", "Everything is down since Monday"),
    Found(),
    Found(),
    Pressed(1, "network"),
    Said("12 Station Road"),
    Said("on a day that I cannot name"),
    Pressed(3, "skip"),
    Said("138 0013 8000"),
    Said("fix the problem"),
    Pressed(6, "change"),
    Pressed(7, "place"),
    Said("14 Station Road"),
    Pressed(9, "send"),
    Filed("T-2026-000042", {"reference": "T-2026-000042", "due": "Tuesday 12:00"}),
)


def telecom() -> Script:
    loaded = load((Path(dialogs.__path__[0]) / "scripts" / "telecom.yaml").read_text("utf-8"))
    if loaded.script is None:
        raise ValueError(loaded.problems)
    return loaded.script


def played(script: Script) -> list[State]:
    """Return the state after each event."""
    states = [State()]
    for event in JOURNAL:
        states.append(advance(script, states[-1], event)[0])
    return states[1:]


def best_rate(work: Callable[[], object], units: int) -> float:
    """Return the units a second of the fastest of some rounds: the others were disturbed."""
    fastest = float("inf")
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for _ in range(REPEATS):
            work()
        fastest = min(fastest, time.perf_counter() - begin)
    return units * REPEATS / fastest


def main() -> None:
    script = telecom()
    states = played(script)
    if states[-1].status != "closed":
        raise AssertionError(f"the complaint was not filed: {states[-1]}")

    def keep_all() -> None:
        for state in states:
            state_from_json(json.loads(json.dumps(state_to_json(state))))

    advances = best_rate(lambda: played(script), len(JOURNAL))
    kept = best_rate(keep_all, len(states))
    print(f"engine: {advances:,.0f} advances/s on one core, {advances / len(JOURNAL):,.0f} whole complaints/s")
    print(f"    {advances / kept:7.2f} times the same states through JSON and back ({kept:,.0f}/s)")


if __name__ == "__main__":
    main()
