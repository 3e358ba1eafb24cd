"""Plays one case through the engine in the place of the customer, and notes what of the script it comes by.

Pure like the engine. The desk's part is in `case_desk`, the comparing in `expectations`.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs.cases import case_desk
from dialogs.cases.coverage import Path, came_by
from dialogs.cases.expectations import TurnOutcome, failures
from dialogs.engine.advance import Advance
from dialogs.engine.engine import trace
from dialogs.language.case_file import Case, CaseTurn
from dialogs.model.events import (
    Cancelled,
    Effect,
    Event,
    FileTicket,
    GivenUp,
    HandedBack,
    HoursChanged,
    LookUp,
    Pressed,
    Said,
    Silent,
    Started,
    StartOver,
    Tell,
)
from dialogs.model.script import Script
from dialogs.model.state import State
from dialogs.strict_yaml.problems import Finding, Problem, quoted
from dialogs.strict_yaml.yaml_text import locate

_HAPPENINGS: Mapping[str, Event] = {
    "silence": Silent(),
    "giving-up": GivenUp(),
    "hand-back": HandedBack(),
    "cancel": Cancelled(),
}


MOST_STEPS = 200_000
"""Steps that the cases of a script may come by together: about a second."""


@dataclass(frozen=True)
class Played:
    """What came of a case."""

    failures: tuple[Problem, ...]
    """Of the first turn that went wrong, placed in the text of the case; empty if all went as expected."""
    reached: frozenset[Path]
    """Places of the script that the case came by, see `coverage`."""
    through: bool = True
    """No turn was left out because it could not happen."""
    entered: int = 0
    """Steps that it came by, each time anew."""


def play(script: Script, case: Case, most: int = MOST_STEPS) -> Played:
    """Play a case of this script to its end, to the first turn that cannot happen, or till it came by too many steps.

    Words in the first turn begin the conversation of a script with an ``opening``. Else the desk begins it, and the
    first turn answers; a script without ``opening`` is begun about a ticket, as a survey is.
    """
    player = _CasePlayer(script, case)
    wrong: tuple[Finding, ...] = ()
    for number, turn in enumerate(case.turns):
        found = tuple(player.turn(turn))
        if player.entered > most:
            message = "up to this turn the cases came by more steps than can be checked"
            found, player.stuck = (Finding((), "cases-too-long", message, "play fewer turns"),), True
        wrong = wrong or tuple(one._replace(path=("turns", str(number), *one.path)) for one in found)
        if player.stuck:
            break
    problems = tuple(locate(finding, case.node) for finding in wrong)
    return Played(problems, frozenset(player.reached), through=not player.stuck, entered=player.entered)


def way_to(script: Script, cases: Sequence[Case], step: str) -> tuple[CaseTurn, ...] | None:
    """Return what the shortest case says and taps until it comes by a step, or None where no case can be followed.

    One can be where all that happens is words and taps, and nothing must be found that only its desk would find.
    """
    ways = (_way(script, case, step) for case in cases)
    return min((way for way in ways if way is not None), key=len, default=None)


def _way(script: Script, case: Case, step: str) -> tuple[CaseTurn, ...] | None:
    if case.remembered or case.facts or case.closed or ("steps", step) not in play(script, case).reached:
        return None
    for number, turn in enumerate(case.turns, 1):
        if turn.finds or turn.file or turn.happens:
            return None
        if ("steps", step) in play(script, replace(case, turns=case.turns[:number])).reached:
            return case.turns[:number]
    return None


class _CasePlayer:
    """One case in the making: where the conversation stands, and what the turn at hand led to."""

    def __init__(self, script: Script, case: Case) -> None:
        self.reached: set[Path] = set()
        self.stuck = False
        """A turn could not happen, so that the rest of the case means nothing."""
        self.entered = 0
        self._script = script
        self._case = case
        self._language = case.language or script.languages[0]
        self._written = _written(case)
        self._state = State()
        self._turn = CaseTurn()
        self._effects: list[Effect] = []

    def turn(self, turn: CaseTurn) -> Iterator[Finding]:
        """Play one turn and yield what is not as expected."""
        self._turn, self._effects = turn, []
        if self._state.status == "new":
            opens = bool(self._script.opening and turn.says and not turn.file)
            self._begin(turn.says if opens else "", turn if opens else CaseTurn())
            if opens:
                return self._failures()
        refusal = self._refusal()
        if refusal:
            self.stuck = True
            return iter((refusal,))
        self._feed(self._event())
        return self._failures()

    def _begin(self, text: str, turn: CaseTurn, *, goes_on: bool = False) -> None:
        case, language = self._case, self._language
        if case.closed:
            self._feed(HoursChanged(closed=True, opens=case_desk.opens(language)))
        facts = case.facts if self._script.opening else case_desk.survey_facts(language, case.facts)
        began = Started(language, text, turn.signals, facts, case.remembered, case.at, goes_on)
        self._feed(replace(began, unsure=turn.unsure, others=turn.others))

    def _refusal(self) -> Finding | None:
        """Return why the turn cannot happen."""
        turn, state = self._turn, self._state
        at_hand = Advance(self._script, state)
        waits_no_more = state.status in ("closed", "with-person")
        shown = at_hand.undo if waits_no_more else (*at_hand.buttons, *at_hand.quiet_buttons)
        offered = [button.key for button in shown]
        if state.status == "closed" and turn.taps not in offered:
            return Finding((), "case-out-of-place", "before this turn the conversation is closed", "remove the turn")
        if turn.happens == "hand-back" and state.status != "with-person":
            message = "before this turn no person has the conversation"
            return Finding(("happens",), "case-out-of-place", message, "let a turn before it lead to a `handoff:`")
        if turn.taps and turn.taps not in offered:
            message = f"at {quoted(state.step)} is no button {quoted(turn.taps)}"
            remedy = "tap one of " + ", ".join(map(quoted, offered)) if offered else "there is none; write `says:`"
            return Finding(("taps",), "case-no-button", message, remedy)
        return None

    def _event(self) -> Event:
        turn = self._turn
        if turn.taps:
            return Pressed(self._state.stated or self._state.question, turn.taps)
        if turn.happens:
            return _HAPPENINGS[turn.happens]
        return Said(turn.says, turn.signals, self._case.at, turn.file, unsure=turn.unsure, others=turn.others)

    def _feed(self, event: Event) -> None:
        """Play an event, and answer what the engine asks of the desk because of it."""
        waiting = deque([event])
        while waiting:
            event = waiting.popleft()
            traced = trace(self._script, self._state, event)
            self._state = traced.state
            self._effects += traced.effects
            self.entered += len(traced.visited)
            self.reached.update(came_by(self._script, event, traced))
            waiting.extend(answer for effect in traced.effects if (answer := self._answer(effect)))

    def _answer(self, effect: Effect) -> Event | None:
        match effect:
            case LookUp():
                return case_desk.found(effect.look, self._turn.finds.get(effect.look, ()), self._state.language)
            case FileTicket():
                return case_desk.filed(effect, self._state)
            case StartOver():
                self._state = State()
                self._begin(effect.text, CaseTurn(), goes_on=effect.goes_on)
        return None

    def _failures(self) -> Iterator[Finding]:
        outcome = TurnOutcome(
            self._state,
            told=tuple(effect.text for effect in self._effects if isinstance(effect, Tell)),
            filed=tuple(effect.filing for effect in self._effects if isinstance(effect, FileTicket)),
            looked=frozenset(effect.look for effect in self._effects if isinstance(effect, LookUp)),
        )
        return failures(self._turn, outcome, self._written)


def _written(case: Case) -> str:
    """Return all that the case itself puts into texts."""
    found = [fact for turn in case.turns for facts in turn.finds.values() for each in facts for fact in each.values()]
    said = [turn.says for turn in case.turns]
    return "\n".join((*said, *found, *case.facts.values(), *case.remembered.values()))
