"""What every rule of the desk may look at: the world, the scripts with their known issues, and the company's policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.calendar.date_format import date_in_words
from bot.desk.calendar.due_dates import OpeningHours, due, opens_next
from bot.desk.calendar.due_times import Allowance, DueTimes, shipped_due_times
from bot.desk.calendar.regulator_clocks import RegulatorClock
from bot.desk.core.environment import Environment
from bot.desk.outcomes.outcome_book import OutcomeBook
from bot.desk.outcomes.remedy_limits import RemedyLimits
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.signals.signal_reader import SignalReader
from bot.desk.staff.duty import DutyRoster
from bot.matching.assurance import USUAL, AnswerPromise
from bot.matching.recognizer import Recognizer
from bot.understanding.choices_port import ChoiceReader
from bot.understanding.reader_port import Reader, Reading, Situation
from dialogs.model.events import ReadChoice
from dialogs.model.script import Script
from dialogs.strict_yaml.common_texts import languages


@dataclass(frozen=True)
class Policy:
    """What a company promises and how fast it climbs."""

    hours: OpeningHours
    allowance: timedelta
    """Opening time within which a complaint is answered."""
    supervisor_after: timedelta = timedelta(minutes=5)
    manager_after: timedelta = timedelta(minutes=10)
    owner_first: timedelta = timedelta(minutes=3)
    """How long a customer who comes back is kept for the owner, unless that one is away."""
    language: str = languages()[0]
    """Spoken until a customer shows another."""
    languages: tuple[str, ...] = field(default_factory=languages)
    """Offered to customers; a conversation that goes on in another one goes on in it."""
    memory: timedelta = timedelta(days=365)
    """How far back a repeat is looked for."""
    promise: AnswerPromise = USUAL
    """The shares of answers given at once, and of offers, that must be right."""
    file_bytes: int = 200_000_000
    """Of files that one customer may send in a day."""
    keep_days: int | None = None
    """For how many days settled matters are kept; None for ever."""
    settle: timedelta = timedelta(0)
    """The pause after which what a customer wrote is read; none to read each message at once."""
    tell_zone: bool = False
    """Every time that customers are told names its zone, not only where it may be misread."""
    due_times: DueTimes = field(default_factory=shipped_due_times)
    """What takes less or more time than ``allowance``."""
    duty: DutyRoster = field(default_factory=DutyRoster)
    """Who is told when somebody must be told."""
    clocks: tuple[RegulatorClock, ...] = ()
    """Those of the regulators that the company answers to."""
    limits: RemedyLimits = field(default_factory=RemedyLimits)
    """What each role may give a customer by itself."""
    mail_links: str = ""
    """Where browsers reach the pages, for e-mail to the staff; empty where none is sent."""

    @property
    def zone(self) -> ZoneInfo:
        """The clocks by which customers are told times."""
        return self.hours.zone


class PolicyInForce:
    """The policy as it is now: another one takes its place whole, between two turns or within one."""

    def __init__(self, policy: Policy) -> None:
        self.now = policy


@dataclass(frozen=True)
class DeskContext:
    """The complaints desk as its rules see it."""

    environment: Environment
    scripts: ScriptRegistry
    rules: PolicyInForce
    recognition: Recognizer
    reader: Reader
    lists: SignalReader
    """Hears signals by phrases alone, where no model is asked."""
    choices: ChoiceReader | None = None
    """Reads which choices a telling names; without one words decide."""
    outcomes: OutcomeBook = field(default_factory=OutcomeBook)
    """How complaints may end, and why they happen."""

    @property
    def policy(self) -> Policy:
        """What the company promises now."""
        return self.rules.now

    async def read(self, text: str, situation: Situation) -> Reading:
        """Return what a text does and says, read while others go on."""
        return await self.recognition.in_thread(lambda: self.reader.read(text, situation))

    async def choices_in(self, text: str, script: Script, asked: str = "") -> tuple[ReadChoice, ...] | None:
        """Return the choices of a script that a text names, read while others go on; None without a reader.

        ``asked`` is the slot whose question the text answers, if it does.
        """
        choices = self.choices
        return None if choices is None else await self.recognition.in_thread(lambda: choices.read(text, script, asked))

    def prepare_choices(self) -> None:
        """Have what the main script's choices are called read before a telling comes; nobody waits for it."""
        choices, script = self.choices, self.scripts.script(self.scripts.main)
        if choices is not None and script is not None:
            self.recognition.later(lambda: choices.prepare(script))

    def as_offered(self, script: Script) -> Script:
        """Return a script in those of its languages that are offered; in all of them, if none is."""
        offered = tuple(one for one in script.languages if one in self.policy.languages)
        return replace(script, languages=offered) if offered and offered != script.languages else script

    def due(self, slots: Mapping[str, object] | None = None, reason: str = "") -> datetime:
        """Return the moment to promise for a complaint received now.

        ``slots`` are its answers, which may name a category, and ``reason`` is why a person is called, if one is.
        """
        times = self.policy.due_times
        usual = times.of(slots or {}) or [Allowance(self.policy.allowance)]
        grave = [times.severity[reason]] if reason in times.severity else []
        return min(map(self._due_within, (*usual, *grave)))

    def _due_within(self, allowance: Allowance) -> datetime:
        now = self.environment.now()
        return due(now, allowance.time, self.policy.hours) if allowance.is_open else now + allowance.time

    def opens_next(self) -> datetime | None:
        """Return when the desk opens, or None while it is open."""
        return opens_next(self.environment.now(), self.policy.hours)

    def wall_clock(self) -> str:
        """Return the desk's local time as events carry it, such as ``2026-11-24T10:15``."""
        return f"{self.environment.now().astimezone(self.policy.zone):%Y-%m-%dT%H:%M}"

    def date_in_words(self, at: datetime, language: str) -> str:
        """Return a moment in words."""
        return date_in_words(at, language, self.policy.zone)
