"""From the text of a script to a `Script`: the one place that knows how a script is written.

Reads every entry, reports all that is missing, unknown or malformed, and has the rules of `script_rules`, `graph` and
`channel_limits` judge the whole. A step tells its kind by exactly one of the keys of `KINDS`. Plays nothing and opens
no files.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from dialogs.language.case_file import Case, read_cases
from dialogs.language.channel_limits import ChannelLimits, check_limits
from dialogs.language.graph import check_graph
from dialogs.language.known_issue import KnownIssue, check_known_issues, read_known_issues
from dialogs.language.quiet_lines import read_quiet_lines
from dialogs.language.script_rules import check, check_slots_are_asked
from dialogs.model.script import (
    Arm,
    AskStep,
    BranchStep,
    CheckStep,
    Choice,
    CloseStep,
    Comparison,
    Condition,
    FileStep,
    Filing,
    HandoffLevel,
    HandoffStep,
    Interrupt,
    SayStep,
    Script,
    ScriptTrack,
    Slot,
    Step,
    SummaryStep,
    Text,
)
from dialogs.reading.slots import TYPES
from dialogs.strict_yaml.common_texts import common_texts
from dialogs.strict_yaml.fields import Fields, read_file
from dialogs.strict_yaml.problems import EnoughError, Finding, Problem, Problems, did_you_mean, quoted
from dialogs.strict_yaml.yaml_text import MapNode, Node, TextNode, read_yaml

LENGTH = re.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?")
LONGEST = 20_000
_MOST_STEPS = 2000
DURATION = re.compile("([0-9]{1,3}) (minute|hour|day)s?")
MOST_TIMES = 5
MOST_TRIES = 10
_TRACKS: tuple[ScriptTrack, ...] = get_args(ScriptTrack)
_LEVELS: tuple[HandoffLevel, ...] = get_args(HandoffLevel)
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True)
class Loaded:
    """A script with all that stands in its file, or why there is none."""

    script: Script | None
    problems: tuple[Problem, ...] = ()
    """In the order of the text; empty exactly if there is a script."""
    known_issues: tuple[KnownIssue, ...] = ()
    """Those that stand in the script's own file."""
    cases: tuple[Case, ...] = ()
    """Likewise."""


def load(text: str, limits: ChannelLimits | None = None) -> Loaded:
    """Return the script in this text, or all that is wrong with it at once, for channels of these limits too.

    Never raises.
    """
    loaded, problems = read_file(text, "a script", lambda fields: _loaded(fields, limits))
    return loaded or Loaded(None, problems)


def sketch(text: str) -> Script | None:
    """Return a script as far as it can be read, whatever is wrong with it: to be looked at, never to be played.

    What it names need not be there. None if there are no entries to read, or too much is wrong. Never raises.
    """
    root, _ = read_yaml(text)
    try:
        return _script(Fields(root, "a script", Problems())) if isinstance(root, MapNode) else None
    except EnoughError:
        return None


def _loaded(fields: Fields, limits: ChannelLimits | None) -> Loaded:
    script = _script(fields)
    known_issues, cases = read_known_issues(fields), read_cases(fields)
    fields.done()
    fields.judge((*_too_many_steps(script), *check_known_issues(known_issues)))
    fields.judge(check(script))
    if fields.sound:  # in a half-read script everything would look unreachable
        fields.judge(check_graph(script))
        fields.judge(check_slots_are_asked(script))
        fields.judge(check_limits(script, limits) if limits else ())
    return Loaded(script, (), known_issues, cases)


def _too_many_steps(script: Script) -> Iterator[Finding]:
    if len(script.steps) > _MOST_STEPS:
        message = f"the script has {len(script.steps)} steps, {_MOST_STEPS} are allowed"
        yield Finding(("steps",), "too-many-steps", message, "split it")


def _script(fields: Fields) -> Script:
    fields.one_of("format", ("1",))
    interrupts = _interrupts(fields.mapping("interrupts"))
    return Script(
        key=fields.name("script"),
        title=fields.text("title"),
        languages=fields.words("languages"),
        opening=fields.word("opening", ""),
        start=fields.word("start"),
        track=fields.one_of("track", _TRACKS, "full"),
        remind_after=read_seconds(fields, "remind-after"),
        give_up_after=read_seconds(fields, "give-up-after"),
        interrupts=interrupts,
        tone=_texts(fields.mapping("tone")),
        quiet=read_quiet_lines(fields.mapping("quiet"), interrupts),
        slots={key: _slot(key, node, fields) for key, node in fields.entries("slots", needed=False)},
        steps={key: _step(key, node, fields) for key, node in fields.entries("steps")},
        texts={**common_texts(), **_overrides(fields.mapping("texts"))},
    )


def read_seconds(fields: Fields, key: str) -> int:
    """Return how long an optional time is that is written as `30 minutes`, 0 where there is none."""
    written = fields.word(key, "0 minutes")
    match = DURATION.fullmatch(written)
    if match:
        return int(match[1]) * _SECONDS[match[2]]
    if written:
        remedy = "write `30 minutes`, `24 hours` or `3 days`"
        fields.report_at(key, "bad-duration", f"{key} is {quoted(written)}", remedy)
    return 0


def _interrupts(fields: Fields | None) -> Mapping[str, Interrupt]:
    return {key.text: _interrupt(key.text, fields) for key in fields.names()} if fields else {}


def _interrupt(signal: str, within: Fields) -> Interrupt:
    fields = within.mapping(signal) if within.is_mapping(signal) else None
    if fields is None:
        return Interrupt(within.word(signal))
    interrupt = Interrupt(
        goto=fields.word("goto"),
        times=fields.number("times", Interrupt.times, most=MOST_TIMES),
        of_another=fields.word("of-another", ""),
    )
    fields.done()
    return interrupt


def _texts(fields: Fields | None) -> Mapping[str, Text]:
    return {key.text: fields.text(key.text) for key in fields.names()} if fields else {}


def _overrides(fields: Fields | None) -> Mapping[str, Text]:
    if fields is None:
        return {}
    for key in fields.names():
        if key.text not in common_texts():
            remedy = did_you_mean(key.text, common_texts())
            fields.report(key, "unknown-text", f"no dialog says {quoted(key.text)}", remedy)
    return {key: fields.text(key) for key in common_texts() if key in fields}


def _slot(key: str, node: Node, within: Fields) -> Slot:
    fields = within.inner(node, "a slot")
    if fields is None:
        return Slot(key, "text", {})
    shortest, longest = _lengths(fields)
    slot = Slot(
        key,
        type=fields.one_of("type", tuple(TYPES)),
        label=fields.text("label"),
        choices=_choices(fields),
        shortest=shortest,
        longest=longest,
        private=fields.flag("private"),
        optional=fields.flag("optional"),
        remember=fields.flag("remember"),
        wish=fields.flag("wish"),
        words=fields.words("words", needed=False),
    )
    fields.done()
    return slot


def _lengths(fields: Fields) -> tuple[int, int]:
    written = fields.word("length", f"1-{LONGEST}")
    match = LENGTH.fullmatch(written)
    shortest, longest = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if 1 <= shortest <= longest <= LONGEST:
        return shortest, longest
    if written:
        fields.report_at("length", "bad-length", f"length is {quoted(written)}", "write `8` or `8-12`")
    return 1, LONGEST


def _choices(fields: Fields) -> tuple[Choice, ...]:
    choices = fields.mapping("choices")
    return tuple(_choice(key, choices) for key in choices.names()) if choices else ()


def _choice(key: TextNode, within: Fields) -> Choice:
    within.check_name(key)
    fields = within.mapping(key.text) if within.is_mapping(key.text) else None
    if fields is None or not ("label" in fields or "words" in fields):
        return Choice(key.text, within.text(key.text))
    choice = Choice(key.text, fields.text("label"), fields.words("words", needed=False))
    fields.done()
    return choice


def _step(key: str, node: Node, within: Fields) -> Step:
    """Return the step written at this node; where it cannot be read, an empty `CloseStep`, and the problem reported."""
    fields = within.inner(node, "a step")
    kind = _kind(fields) if fields else None
    if fields is None or kind is None:
        return CloseStep(key, {})
    step = KINDS[kind](key, fields)
    fields.done()
    return step


def _kind(fields: Fields) -> str | None:
    kinds = [key.text for key in fields.names() if key.text in KINDS]
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        named = " and ".join(quoted(kind) for kind in kinds)
        fields.report(fields.node, "two-kinds", f"this step is {named} at once", "make it two steps")
    else:
        written = next((key.text for key in fields.names()), "")
        fields.report(fields.node, "no-kind", "this step does not say what it does", did_you_mean(written, KINDS))
    return None


def _say(key: str, fields: Fields) -> SayStep:
    text, closed = fields.text("say"), _closed(fields)
    return SayStep(key, text, goto=fields.word("goto"), when_closed=closed, track=_track(fields))


def _ask(key: str, fields: Fields) -> AskStep:
    return AskStep(
        key,
        slot=fields.word("ask"),
        prompt=fields.text("prompt"),
        reprompt=fields.text("reprompt"),
        tries=fields.number("tries", AskStep.tries, most=MOST_TRIES),
        otherwise=fields.word("otherwise"),
        goto=fields.word("goto"),
        track=_track(fields),
        for_another=fields.flag("for-another"),
    )


def _check(key: str, fields: Fields) -> CheckStep:
    return CheckStep(
        key,
        look=fields.one_of("check", ("known-issue", "repeat")),
        of=fields.word("of"),
        offer=fields.text("offer"),
        offer_many=fields.text("offer-many"),
        accepted=fields.word("accepted"),
        goto=fields.word("goto"),
    )


def _branch(key: str, fields: Fields) -> BranchStep:
    arms = tuple(_arm(arm) for node in fields.items("branch") if (arm := fields.inner(node, "an arm of a branch")))
    return BranchStep(key, arms, otherwise=fields.word("otherwise"))


def _arm(fields: Fields) -> Arm:
    conditions = tuple(
        condition
        for slot, node in fields.entries("when")
        if (comparisons := fields.inner(node, "a condition"))
        for condition in _conditions(slot, comparisons)
    )
    arm = Arm(conditions, goto=fields.word("goto"), track=_track(fields))
    fields.done()
    return arm


def _conditions(slot: str, fields: Fields) -> Iterator[Condition]:
    comparisons: tuple[Comparison, ...] = get_args(Comparison)
    if not any(comparison in fields for comparison in comparisons):
        fields.report(fields.node, "no-comparison", f"{quoted(slot)} is compared with nothing", "write {equals: value}")
    for comparison in comparisons:
        if comparison in fields:
            yield Condition(slot, comparison, _values(comparison, fields))
    fields.done()


def _values(comparison: Comparison, fields: Fields) -> tuple[str, ...]:
    if comparison == "is-one-of":
        return fields.words(comparison)
    if comparison == "is-empty":
        return (fields.one_of(comparison, ("yes", "no")),)
    return (fields.word(comparison),)


def _summary(key: str, fields: Fields) -> SummaryStep:
    return SummaryStep(key, text=fields.text("summary"), goto=fields.word("goto"), track=_track(fields))


def _file(key: str, fields: Fields) -> FileStep:
    filings: tuple[Filing, ...] = get_args(Filing)
    return FileStep(key, filing=fields.one_of("file", filings), goto=fields.word("goto"))


def _handoff(key: str, fields: Fields) -> HandoffStep:
    level = fields.one_of("level", _LEVELS, "agent")
    return HandoffStep(key, text=fields.text("handoff"), level=level, when_closed=_closed(fields))


def _close(key: str, fields: Fields) -> CloseStep:
    return CloseStep(key, text=fields.text("close"), when_closed=_closed(fields))


def _closed(fields: Fields) -> Text:
    return fields.text("when-closed", needed=False)


def _track(fields: Fields) -> ScriptTrack | None:
    return fields.one_of("track", _TRACKS) if "track" in fields else None


KINDS: Mapping[str, Callable[[str, Fields], Step]] = {
    "say": _say,
    "ask": _ask,
    "check": _check,
    "branch": _branch,
    "summary": _summary,
    "file": _file,
    "handoff": _handoff,
    "close": _close,
}
