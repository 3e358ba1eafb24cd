"""What the company decides, as one frozen value: the settings of the environment, and above them what pages set.

Each setting is a text, as it would stand in the environment or in a file, and is read by the same reader. Pure: where
the texts come from is for `company_settings`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.desk.calendar.due_dates import NeverDue, due
from bot.desk.calendar.due_times import DueTimes, read_due_times, shipped_due_times
from bot.desk.core.chat_look import ChatLook, read_colour
from bot.desk.core.reply_file import ReplyKit, company_replies
from bot.desk.jobs.retention_rules import Kept, RetentionRules, read_retention
from bot.desk.outcomes.outcome_file import OutcomeLists, amendments
from bot.desk.outcomes.remedy_limits import RemedyLimits
from bot.desk.signals.signal_file import SignalPhrases, company_phrases
from bot.desk.staff.duty import DutyRoster, read_roster
from bot.desk.turn.context import Policy
from bot.matching.assurance import AnswerPromise
from bot.settings import Settings, read_setting
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.problems import Problem, render

Read = TypeVar("Read")

OF_THE_ENVIRONMENT = (
    *("timezone", "opening_hours", "opening_exceptions", "holidays"),
    *("promise_hours", "language", "keep_days", "audit_days", "script", "remedy_limits"),
)
"""Settings that pages and the environment have alike, by the same names."""
SPOKEN = ("chat_title", "chat_welcome", "chat_privacy")
"""Texts of the chat page, in each language."""
NAMES = (
    *OF_THE_ENVIRONMENT,
    *("due_times", "duty_roster", "supervisor_minutes", "manager_minutes"),
    *("languages", "retention", "replies", "signals", "outcomes", "causes"),
    *("company_name", "chat_colour", *SPOKEN),
    "first_steps",
)
"""All that can be set on pages."""
EMPTY_MEANS = ("opening_exceptions", "holidays", "keep_days", "company_name", "chat_colour", "remedy_limits")
"""Settings that may be nothing: no exceptions, no holidays, for ever, no name, the program's colour, no limits."""
FIRST = {"supervisor_minutes": "5", "manager_minutes": "10"}
LONGEST_TEXT = 1000
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Company:
    """All of it, read."""

    settings: Settings
    """With what pages set of them."""
    policy: Policy
    look: ChatLook
    replies: ReplyKit | None = None
    """None where no page sets any."""
    signals: SignalPhrases | None = None
    retention: RetentionRules = field(default_factory=RetentionRules)
    """How long is kept what."""
    outcomes: OutcomeLists = field(default_factory=OutcomeLists)
    """What pages say of single outcomes and causes."""


class _SettingReader:
    """Reads what pages set; what cannot be used is as if it were not set, and ``wrong`` says why."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.wrong: dict[str, str] = {}

    def of(self, name: str, read: Callable[[str], Read], otherwise: Read) -> Read:
        """Return a setting as it is read, or what is so without it."""
        if name not in self.values or name in self.wrong:
            return otherwise
        try:
            return read(self.values[name])
        except ValueError as error:
            self.wrong[name] = str(error)
            return otherwise

    def refuse(self, names: Iterable[str], why: str) -> None:
        """Note that settings do not go together, as far as they are set."""
        self.wrong |= {name: why for name in names if name in self.values}


def read_company(settings: Settings, values: Mapping[str, str]) -> tuple[Company, dict[str, str]]:
    """Return the company of these settings with what pages set, and by name why something of it cannot be used.

    What cannot be used is as if it were not set.
    """
    reader = _SettingReader(values)
    of, merged = reader.of, _merged(settings, reader)
    retention = of("retention", lambda text: _sound(*read_retention(text)), RetentionRules())
    matters: dict[Kept, int] = {} if merged.keep_days is None else {"matters": merged.keep_days}
    retention = replace(retention, days={**retention.days, **matters}, audit_days=merged.audit_days)
    policy = replace(_policy(settings, merged, reader), keep_days=retention.longest)
    look = ChatLook(
        company=of("company_name", _short, ""),
        colour=of("chat_colour", lambda text: read_colour(text) if text else "", ""),
        title=of("chat_title", _spoken, {}),
        welcome=of("chat_welcome", _spoken, {}),
        privacy=of("chat_privacy", _spoken, {}),
    )
    ends, whys = (of(name, lambda text: _sound(*amendments(text)), OutcomeLists()) for name in ("outcomes", "causes"))
    company = Company(
        settings=merged,
        policy=policy,
        look=look,
        replies=of("replies", lambda text: _sound(*company_replies(text)), None),
        signals=of("signals", lambda text: _sound(*company_phrases(text)), None),
        outcomes=OutcomeLists(ends.outcomes, whys.causes),
        retention=retention,
    )
    return company, reader.wrong


def _merged(settings: Settings, reader: _SettingReader) -> Settings:
    """Return the settings of the environment with what pages set of them."""
    changed: dict[str, Any] = {
        name: reader.of(name, lambda text, name=name: _plain(name, text), getattr(settings, name))  # type: ignore[misc]
        for name in OF_THE_ENVIRONMENT
    }
    merged = replace(settings, **changed)
    try:
        due(_ANY_DAY, merged.promise_hours, merged.hours)
    except NeverDue as error:
        reader.refuse(("opening_hours", "promise_hours"), str(error))
        merged = replace(merged, opening_hours=settings.opening_hours, promise_hours=settings.promise_hours)
    return merged


def _policy(settings: Settings, merged: Settings, reader: _SettingReader) -> Policy:
    ladder = [reader.of(name, _minutes, int(FIRST[name])) for name in FIRST]
    if ladder[0] >= ladder[1]:
        reader.wrong["manager_minutes"] = "the manager is told after the supervisor"
        ladder = list(map(int, FIRST.values()))
    spoken = reader.of("languages", _languages, languages())
    if merged.language not in spoken:
        reader.refuse(("languages", "language"), "the language that is spoken first is not among them")
        spoken = languages()
    return replace(
        policy_of(merged),
        languages=spoken,
        supervisor_after=timedelta(minutes=ladder[0]),
        manager_after=timedelta(minutes=ladder[1]),
        due_times=reader.of("due_times", _due_times, settings.due_times or shipped_due_times()),
        duty=reader.of("duty_roster", lambda text: _duty(text, merged), merged.duty),
    )


def policy_of(settings: Settings) -> Policy:
    """Return what these settings promise."""
    return Policy(
        settings.hours,
        settings.promise_hours,
        language=settings.language,
        memory=settings.repeat_days,
        promise=AnswerPromise(settings.answer_precision, settings.offer_precision),
        file_bytes=settings.limit_file_mb * 1_000_000,
        keep_days=settings.keep_days,
        settle=timedelta(seconds=settings.settle),
        tell_zone=settings.tell_zone,
        due_times=settings.due_times or shipped_due_times(),
        duty=settings.duty,
        owner_first=settings.owner_first,
        clocks=settings.regulator_clocks,
        limits=settings.remedy_limits or RemedyLimits(),
        mail_links=settings.address if settings.mail_url else "",
    )


def as_text(value: object) -> str:
    """Return what a form gathered as a text that the strict readers take: JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)


def differing(before: str, after: str) -> tuple[str, str]:
    """Return what differs between two values: of those of several rows the rows alone, each with where it stands."""
    old, new = _leaves(before), _leaves(after)
    if old is None and new is None:
        return before, after
    old, new = old or {}, new or {}
    return _rows({key: text for key, text in old.items() if new.get(key) != text}), _rows(
        {key: text for key, text in new.items() if old.get(key) != text}
    )


def _leaves(text: str) -> dict[str, str] | None:
    """Return the values of a form of several rows, by where they stand; None if it is not one."""
    try:
        held = json.loads(text) if text.startswith("{") else None
    except ValueError:
        return None
    return dict(_leaves_in(held, ())) if isinstance(held, dict) else None


def _leaves_in(held: object, where: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(held, dict):
        for key, inner in held.items():
            yield from _leaves_in(inner, (*where, str(key)))
    else:
        yield " · ".join(where), ", ".join(map(str, held)) if isinstance(held, list) else str(held)


def _rows(leaves: Mapping[str, str]) -> str:
    # What they all are about is said by the name of the setting.
    return "\n".join(f"{where.removeprefix('causes-of · ')}: {text}" for where, text in leaves.items())


def _plain(name: str, text: str) -> object:
    if not text and name in EMPTY_MEANS:
        return getattr(Settings(), name)
    return read_setting(name, text)


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1440:
        raise ValueError(f"“{text}” is not a number of minutes from 1 to 1440")
    return int(text)


def _languages(text: str) -> tuple[str, ...]:
    named = {one.strip() for one in text.split(",") if one.strip()}
    if not named or not named <= {*languages()}:
        raise ValueError(f"“{text}” names no languages of {', '.join(languages())}")
    return tuple(one for one in languages() if one in named)


def _short(text: str) -> str:
    if len(text) > 80:
        raise ValueError("it has more than 80 characters")
    return text


def _spoken(text: str) -> Mapping[str, str]:
    said = json.loads(text)
    if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
        raise ValueError("it is no text by language")
    if any(len(one) > LONGEST_TEXT for one in said.values()):
        raise ValueError(f"it has more than {LONGEST_TEXT} characters")
    return {language: said[language] for language in languages() if said.get(language)}


def _due_times(text: str) -> DueTimes:
    return _sound(*read_due_times(text)).over(shipped_due_times())


def _duty(text: str, settings: Settings) -> DutyRoster:
    return _sound(*read_roster(text, settings.timezone))


def _sound(found: Read | None, problems: tuple[Problem, ...]) -> Read:
    if found is None:
        raise ValueError(render(problems[0], "the text") if problems else "there is nothing in it")
    return found
