"""Plays the journal of a real conversation once more: as it was, or on a draft, to see where that goes another way.

Pure like the engine: it reads no journal and shows nothing. In a draft's conversation the customer says what was said
then, in the same order, whatever is asked; so what comes after the first difference tells less than the difference.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from types import MappingProxyType
from typing import NamedTuple

from dialogs.engine.advance import UNDO, Advance
from dialogs.model.events import (
    Effect,
    Event,
    Filed,
    FileTicket,
    Finished,
    Found,
    HandedBack,
    HoursChanged,
    LookUp,
    Pressed,
    Said,
    TakenOver,
    Tell,
)
from dialogs.model.script import (
    AskStep,
    CheckStep,
    CloseStep,
    FileStep,
    HandoffStep,
    SayStep,
    Script,
    SummaryStep,
    kind_of,
)
from dialogs.model.state import State, Status
from dialogs.versions.turn_views import PlayedEvent, TurnView, play, turn_views
from dialogs.versions.version_compare import move

_NOT_FILED = "T-0000-000000"
"""The reference of a ticket that only the draft would have filed."""
_WAITING = ("active", "abandoned")
"""Statuses in which the customer's taps and words count."""
_STALE = -1
"""The number of no question."""
_NEVER: Mapping[int, Script] = MappingProxyType({})


def retell(script: Script, events: Iterable[Event], moved: Mapping[int, Script] = _NEVER) -> tuple[PlayedEvent, ...]:
    """Return a conversation event by event, as the journal tells it. Never raises.

    ``moved`` are the versions to which it moved, each by the number of the first event that it played there, counted
    from 0. A move that is not safe without knowing which steps were renamed is left out.
    """
    state, moments = State(), list[PlayedEvent]()
    for number, event in enumerate(events):
        if number in moved:
            there = move(script, moved[number], state)
            script, state = (moved[number], there) if there else (script, state)
        moments.append(play(script, state, event))
        state = moments[-1].state
    return tuple(moments)


@dataclass(frozen=True)
class Parting:
    """Where a draft first goes another way."""

    turn: int
    """Counted from 1; what the desk finds, files and says of its hours is part of a turn."""
    old: str
    """The step that the customer came to, or stayed at."""
    draft: str
    """The step to which it would have come instead."""


@dataclass(frozen=True)
class Untaken:
    """An answer that was taken then and that the draft cannot take where it stands."""

    turn: int
    words: str
    """What the customer wrote, or what was written on the button."""
    old: str
    """The step that took it."""
    draft: str
    """The step that cannot."""
    private: bool
    """The words are, or hold, the value of a private slot."""


@dataclass(frozen=True)
class Course:
    """How a conversation went as a whole."""

    status: Status
    step: str
    """The step it stands at."""
    questions: int
    """Questions asked; one that was only put again is not another."""


@dataclass(frozen=True)
class Rehearsal:
    """A conversation on a draft, beside the one that was."""

    parting: Parting | None
    """None if the draft went the same way throughout."""
    untaken: tuple[Untaken, ...]
    beyond: int
    """Turns that make no sense on the draft any more, such as words after its end or words to a person."""
    old: Course
    draft: Course

    @property
    def differs(self) -> bool:
        """Whether the customer would have noticed, other than by the words of the bot."""
        return self.parting is not None or self.untaken != ()

    @property
    def ended_otherwise(self) -> bool:
        """Whether it would have ended, or be waiting, elsewhere."""
        ends = [(course.status, course.step if course.status == "active" else "") for course in (self.old, self.draft)]
        return ends[0] != ends[1]


def rehearse(old: Script, draft: Script, events: Iterable[Event], moved: Mapping[int, Script] = _NEVER) -> Rehearsal:
    """Return how a conversation would have gone on a draft. Never raises.

    What the draft asks the desk is answered as it was then, by the next answer to such a look-up or filing, and with
    nothing found or a made-up reference where there is none left. ``moved`` is that of `retell`.
    """
    pairs, told, player = _played(old, draft, events, moved)
    labels = _labels(told)
    partings = (_parting(number, then, now) for number, (then, now) in enumerate(pairs, 1))
    untaken = [_untaken(number, then, now, labels) for number, (then, now) in enumerate(pairs, 1)]
    return Rehearsal(
        parting=next(filter(None, partings), None),
        untaken=tuple(filter(None, untaken)),
        beyond=sum(_is_beyond(*pair) for pair, refused in zip(pairs, untaken, strict=True) if refused is None),
        old=_course(told[-1].state if told else State()),
        draft=_course(player.state),
    )


def side_by_side(
    old: Script, draft: Script, events: Iterable[Event], moved: Mapping[int, Script] = _NEVER
) -> tuple[tuple[TurnView, TurnView], ...]:
    """Return each turn as it was, and as it would have been on a draft. Never raises."""
    return tuple(_played(old, draft, events, moved)[0])


def _played(
    old: Script, draft: Script, events: Iterable[Event], moved: Mapping[int, Script]
) -> tuple[list[tuple[TurnView, TurnView]], tuple[PlayedEvent, ...], "_JournalPlayer"]:
    told = retell(old, events, moved)
    player = _JournalPlayer(draft, told)
    pairs = [(then, player.take(then)) for then in turn_views(told)]
    return [(then, now) for then, now in pairs if not isinstance(then.first.event, HoursChanged)], told, player


class _JournalPlayer:
    """The draft's side: the customer's turns, translated, and a desk that answers as it did then."""

    def __init__(self, draft: Script, told: tuple[PlayedEvent, ...]) -> None:
        self.state = State()
        self._draft = draft
        self._found, self._filed = _answers(told)

    def take(self, then: TurnView) -> TurnView:
        """Play a turn on the draft; one that cannot be played there does nothing."""
        event = self._translated(then)
        if event is None:
            return TurnView((PlayedEvent(self._draft, then.first.event, (), self.state, self.state, ()),))
        waiting, moments = deque([event]), list[PlayedEvent]()
        while waiting:
            moments.append(play(self._draft, self.state, waiting.popleft()))
            self.state = moments[-1].state
            waiting.extend(answer for effect in moments[-1].effects if (answer := self._answer(effect)))
        return TurnView(tuple(moments))

    def _translated(self, then: TurnView) -> Event | None:
        event = then.first.event
        if then.first.ignored and not isinstance(event, HoursChanged | TakenOver | HandedBack | Finished):
            return None  # said to a person, or after the end
        if isinstance(event, Pressed) and then.first.before.status in ("closed", "with-person"):  # it took that back
            return Pressed(self.state.stated, UNDO) if self.state.stated else None
        if not isinstance(event, Pressed) or self.state.status not in _WAITING:
            return event
        before = then.first.before
        if event.question != before.question or event.choice not in _offered(then.first.script, before):
            return replace(event, question=_STALE)
        is_offered = event.choice in _offered(self._draft, self.state)
        return Pressed(self.state.question, event.choice) if is_offered else None

    def _answer(self, effect: Effect) -> Event | None:
        match effect:
            case LookUp():
                found = self._found[effect.look]
                return found.popleft() if found else Found()
            case FileTicket():
                filed, reference = self._filed[effect.filing], self.state.reference or _NOT_FILED
                return filed.popleft() if filed else Filed(reference, {"reference": reference})
        return None


def _offered(script: Script, state: State) -> set[str]:
    at_hand = Advance(script, state)
    return {button.key for button in (*at_hand.buttons, *at_hand.quiet_buttons)}


def _answers(told: tuple[PlayedEvent, ...]) -> tuple[dict[str, deque[Found]], dict[str, deque[Filed]]]:
    """Return what the desk answered, by the kind of look-up or filing."""
    found, filed = defaultdict[str, deque[Found]](deque), defaultdict[str, deque[Filed]](deque)
    for asking, answering in pairwise(told):
        for effect in asking.effects:
            match effect, answering.event:
                case LookUp(), Found():
                    found[effect.look].append(answering.event)
                case FileTicket(), Filed():
                    filed[effect.filing].append(answering.event)
    return found, filed


def _labels(told: tuple[PlayedEvent, ...]) -> dict[tuple[int, str], str]:
    """Return what was written on each button, by the number of its question and its key."""
    tells = [effect for moment in told for effect in moment.effects if isinstance(effect, Tell)]
    return {(tell.question, button.key): button.label for tell in tells for button in tell.buttons}


class _SeenStep(NamedTuple):
    """What of a step a customer could tell from another one."""

    key: str
    kind: str
    about: object
    """The slot that is asked for, what is looked for or filed; of what only tells something, the text."""

    def same(self, other: "_SeenStep") -> bool:
        """Return whether it is the same to a customer, other words aside."""
        return self.kind == other.kind and (
            self.about == other.about or (self.key == other.key and self.kind in ("say", "handoff", "close"))
        )


_NO_STEP = _SeenStep("", "", None)


def _seen(turn: TurnView) -> list[_SeenStep]:
    """Return what a customer saw of a turn: what told something or filed, and where it stopped.

    Branches, questions that were answered before, and look-ups that found nothing are seen by nobody.
    """
    seen: list[_SeenStep] = []
    visited = [(moment, key) for moment in turn.moments for key in moment.visited]
    for number, (moment, key) in enumerate(visited, 1):
        step = moment.script.steps[key]
        stops = number == len(visited)
        match step:
            case SayStep() if step.track in (None, moment.state.track):
                seen.append(_SeenStep(key, "say", dict(step.text)))
            case HandoffStep() | CloseStep():
                seen.append(_SeenStep(key, kind_of(type(step)), dict(step.text)))
            case FileStep():
                seen.append(_SeenStep(key, "file", step.filing))
            case AskStep() if stops:
                seen.append(_SeenStep(key, "ask", step.slot))
            case CheckStep() if stops:
                seen.append(_SeenStep(key, "check", step.look))
            case SummaryStep() if stops:
                seen.append(_SeenStep(key, "summary", None))
    return seen


def _parting(number: int, then: TurnView, now: TurnView) -> Parting | None:
    """Return where a customer sees a turn go two ways; where one way is longer, the other stopped at its last step."""
    before, after = _seen(then), _seen(now)
    for one, other in zip_longest(before, after, fillvalue=_NO_STEP):
        if not one.same(other):
            return Parting(number, one.key or then.after.step, other.key or now.after.step)
    return Parting(number, then.after.step, now.after.step) if then.after.status != now.after.status else None


def _untaken(number: int, then: TurnView, now: TurnView, labels: Mapping[tuple[int, str], str]) -> Untaken | None:
    event = then.first.event
    if then.first.ignored or now.first.before.status not in _WAITING:
        return None
    if isinstance(event, Pressed) and now.first.ignored:
        words = labels.get((event.question, event.choice), event.choice)
    elif isinstance(event, Said) and now.first.missed and not then.first.missed:
        words = event.text or event.file
    else:
        return None
    is_private = then.first.private or now.first.private
    return Untaken(number, words, then.first.before.step, now.first.before.step, is_private)


def _is_beyond(then: TurnView, now: TurnView) -> bool:
    return now.first.ignored and (not then.first.ignored or now.first.before.status != then.first.before.status)


def _course(state: State) -> Course:
    return Course(state.status, state.step, state.question)
