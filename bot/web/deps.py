"""What the pages need from the rest of the program, and where a request finds it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.channels.port import IncomingHandler
from bot.channels.visitor_limits import VisitorLimits
from bot.channels.webchat import WebChat
from bot.company_settings import CompanySettings
from bot.desk.agents.broadcasts import Broadcasts
from bot.desk.agents.corrections import Corrections
from bot.desk.agents.dead_letters import DeadLetters
from bot.desk.agents.departures import Departures
from bot.desk.agents.handoffs import Handoffs
from bot.desk.agents.joining import Joining
from bot.desk.agents.phoned import PhoneCalls
from bot.desk.agents.reassignment import Reassignment
from bot.desk.agents.renewal import Renewal
from bot.desk.agents.reopening import Reopening
from bot.desk.agents.replies import Replies
from bot.desk.agents.resolving import Resolving
from bot.desk.agents.signal_judgement import SignalJudgement
from bot.desk.briefing.queries import DeskQueries
from bot.desk.core.environment import Environment
from bot.desk.jobs.retention import Retention
from bot.desk.outcomes.outcome_book import OutcomeBook
from bot.desk.overview.reply_book import ReplyBook
from bot.desk.overview.ticket_search import TicketSearch
from bot.desk.overview.worklists import Worklists
from bot.desk.privacy.erasure import Eraser
from bot.desk.recognition.issue_trial import IssueTrial
from bot.desk.recognition.signal_trial import SignalTrial
from bot.desk.register.import_jobs import ImportJobs
from bot.desk.reports.reports import Reports
from bot.desk.scripts.drafts import Drafts
from bot.desk.scripts.funnel_report import RecentFunnels
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.replay_jobs import ReplayJobs
from bot.desk.scripts.rollouts import Rollouts
from bot.desk.scripts.validation import Mistake
from bot.desk.staff.accounts import Messenger
from bot.desk.staff.duty import DutyRoster
from bot.tryout import Tryouts
from bot.web.open_pages import OpenPages
from bot.web.visitors.customer_cookie import CustomerCookies
from bot.web.visitors.visitors import Visitors
from storage.file_store import FileStore
from storage.ports import Store
from storage.records.access_records import Access, Agent


@dataclass(frozen=True, kw_only=True)
class Studio:
    """What the pages were given on which admins change scripts and known issues."""

    scripts: ScriptRegistry
    publisher: Publisher
    drafts: Drafts
    replays: ReplayJobs
    tryouts: Tryouts
    trial: IssueTrial
    """What known issues would have done to last month's tellings."""
    signals: SignalTrial
    """What phrases of signals would have done to last month's conversations."""
    funnels: RecentFunnels
    """Which ways customers took of late."""
    open_pages: OpenPages = field(default_factory=OpenPages)
    """Which admins have a page open."""
    rollouts: Rollouts
    """What is tried with a share of customers, or planned."""
    refused: Callable[[], Sequence[Mistake]] = tuple
    """What is wrong with files of the watched folders that change nothing for it."""


@dataclass(frozen=True, kw_only=True)
class EndingActs:
    """What the pages were given on how tickets end, begin again and belong together."""

    resolving: Resolving
    """How tickets end."""
    reopening: Reopening
    joining: Joining
    """Which tickets belong together."""
    signals: SignalJudgement
    """What the staff say of what was heard."""
    calls: PhoneCalls
    """What agents file for who phoned."""
    outcomes: OutcomeBook
    """How tickets may end, and why they happen."""


@dataclass(frozen=True, kw_only=True)
class Deps:
    """Everything the pages were given; they reach for nothing else."""

    store: Store
    environment: Environment
    handoffs: Handoffs
    """What agents do about who has a ticket."""
    replies: Replies
    """What agents write."""
    queries: DeskQueries
    """What agents see."""
    worklists: Worklists
    """The lists of tickets."""
    search: TicketSearch
    corrections: Corrections
    """What agents change of what customers answered."""
    ending: EndingActs
    reply_book: ReplyBook
    """Replies kept ready, and words that none should hold."""
    reports: Reports
    """What the desk can say about a period."""
    imports: ImportJobs
    """What takes files of other systems in."""
    dead_letters: DeadLetters
    """What did not get through."""
    webchat: WebChat
    cookies: CustomerCookies
    """By which customers' browsers are known."""
    visitors: Visitors
    limits: VisitorLimits
    """What one visitor may do."""
    files: FileStore
    """What customers sent besides words."""
    company: CompanySettings
    """What the company decides, as it is now."""
    reassignment: Reassignment
    """What is done where whoever has a ticket cannot go on with it."""
    renewal: Renewal
    """How a customer is promised another time."""
    departures: Departures
    """How members leave."""
    studio: Studio
    """What admins change of scripts and known issues."""
    turns: IncomingHandler
    """What plays what a customer does."""
    broadcasts: Broadcasts
    """What tells many customers one thing."""
    retention: Retention
    """What removes what is too old."""
    eraser: Eraser
    """What removes all there is of one customer."""
    address: Callable[[], str]
    """Where browsers reach the pages: as the operator says, never as a request does."""
    idle: timedelta = timedelta(hours=12)
    """How long a browser stays signed in without being used."""
    telegram: Messenger | None = None
    """None if it is not served."""
    trouble: Callable[[], str] = str
    """What is wrong with Telegram, in a sentence for admins; empty while all is well."""
    starting: Callable[[], bool] = bool
    """Whether a customer would still have to wait for what the start reads."""
    hooks: Mapping[str, Handler] = field(default_factory=dict)
    """Where other programs bring something, by path: what answers there checks who they are."""

    @property
    def language(self) -> str:
        """Of the pages, for who prefers none of ours."""
        return self.company.now.settings.language

    @property
    def with_mail(self) -> bool:
        """Whether the staff are sent e-mail."""
        return self.company.now.policy.mail_links != ""

    @property
    def duty(self) -> DutyRoster:
        """Who is supervisor and manager when."""
        return self.company.now.policy.duty

    @property
    def zone(self) -> ZoneInfo:
        """The clocks by which the staff read times."""
        return self.company.now.settings.timezone


DEPS = web.AppKey("deps", Deps)
AGENT = web.RequestKey("agent", Agent)
"""Who asks; set on every request to the staff's pages."""
ACCESS = web.RequestKey("access", Access)
"""By what they are signed in; set there as well."""
