"""A desk with its pages for tests: a real store, a clock that stands still, and actions that only take notes."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.port import Incoming, IncomingFile
from bot.channels.visitor_limits import Limit, Rate, VisitorLimits
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
from bot.desk.agents.replies import AgentMessage, Replies
from bot.desk.agents.resolving import Decided, Resolving
from bot.desk.agents.signal_judgement import SignalJudgement
from bot.desk.briefing.queries import DeskQueries
from bot.desk.calendar.due_dates import read_hours
from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.file_words import transcript_text
from bot.desk.incoming.turns import Turns
from bot.desk.jobs.retention import Retention
from bot.desk.overview.reply_book import ReplyBook
from bot.desk.overview.ticket_search import TicketSearch
from bot.desk.overview.worklists import Worklists
from bot.desk.privacy.erasure import Eraser
from bot.desk.privacy.erasure_list import ErasureList
from bot.desk.recognition.issue_trial import IssueTrial
from bot.desk.recognition.signal_trial import SignalTrial
from bot.desk.register.import_jobs import ImportJobs
from bot.desk.register.ticket_import import TicketImport
from bot.desk.reports.reports import Reports
from bot.desk.scripts.drafts import Drafts
from bot.desk.scripts.funnel_report import RecentFunnels
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.replay_jobs import ReplayJobs
from bot.desk.scripts.rollouts import Rollouts
from bot.desk.scripts.validation import Mistake
from bot.desk.signals.signal_file import SignalPhrases
from bot.desk.signals.signal_reader import SignalReader
from bot.desk.staff.accounts import Messenger
from bot.desk.staff.audit import Actor
from bot.desk.staff.membership import new_link
from bot.desk.turn.context import DeskContext, Policy, PolicyInForce
from bot.matching.grams import Weights
from bot.matching.recognizer import Recognizer
from bot.settings import Network, Settings
from bot.tryout import Tryouts
from bot.web.deps import Deps, EndingActs, Studio
from bot.web.server import build
from bot.web.visitors.customer_cookie import CustomerCookies
from bot.web.visitors.visitors import Visitors
from dialogs.model.script import Choice, Script, Slot
from storage.embedded.embedded_store import open_store
from storage.file_store import FileStore
from storage.ports import EVERYWHERE, Store
from storage.records.access_records import Agent, ServerKey
from storage.records.complaint_records import Customer, Handoff, Message, Note, Occurrence, Ticket
from storage.records.record import Record
from storage.records.statuses import Author
from storage.records.traffic_records import Attachment
from tests.bot.desk.list_reader import ListReader

NOON = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
KEY = ServerKey(id="customer-cookie", key="of-this-server", at=NOON)
COOKIES = CustomerCookies(KEY)
RATES = {limit: Rate(20 if limit is Limit.MESSAGES else 1000, 10) for limit in Limit}
LI = Agent(id="agent-li", name="Li Wei", role="agent")
NOBODY = Actor(None, "command line")
ADA = Agent(id="agent-ada", name="Ada", role="admin")

SCRIPT = Script(
    key="telecom",
    title={"en": "Complaint", "zh": "投诉"},
    languages=("en", "zh"),
    start="",
    slots={
        "phone": Slot("phone", "phone", {"en": "Phone number", "zh": "联系电话"}, private=True),
        "remedy": Slot(
            "remedy",
            "choice",
            {"en": "What you ask for", "zh": "您的诉求"},
            choices=(Choice("refund", {"en": "Refund me", "zh": "退费"}),),
        ),
    },
    steps={},
)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


async def no_sleep(_seconds: float) -> None:
    """Rest for no time."""
    await asyncio.sleep(0)


def standing_world(clock: Callable[[], datetime] = lambda: NOON) -> Environment:
    """Return a world whose ids and secrets are counted."""
    ids, secrets = itertools.count(1), itertools.count(1)
    return Environment(
        now=clock,
        new_id=lambda: f"{next(ids):08}",
        new_secret=lambda: f"secret-{next(secrets):04}-x" * 2,
        new_code=lambda: "000000",
    )


class Noting(Handoffs, Replies, Reassignment, Renewal, Corrections, Resolving, Joining):
    """Actions that are only written down, or refused."""

    def __init__(self) -> None:
        self.done: list[tuple[str, ...]] = []
        self.refusal: Refusal | None = None
        self.failure: Exception | None = None

    def _note(self, *words: str) -> None:
        if self.failure:
            raise self.failure
        if self.refusal:
            raise Refused(self.refusal)
        self.done.append(words)

    async def claim(self, reference: str, agent: Agent) -> None:
        self._note("claim", reference, agent.id)

    async def reply(self, reference: str, agent: Agent, written: AgentMessage) -> None:
        self._note("reply", reference, agent.id, written.text)

    async def take_back(self, reference: str, agent: Agent, message: str) -> str:
        self._note("take-back", reference, agent.id, message)
        return "We look into it."

    async def note(self, reference: str, agent: Agent, written: AgentMessage) -> None:
        self._note("note", reference, agent.id, written.text)

    async def compare(self, reference: str, agent: Agent, other: str, *, same: bool) -> None:
        self._note("same" if same else "different", reference, agent.id, other)

    async def correct(self, reference: str, agent: Agent, key: str, text: str) -> None:
        self._note("correct", reference, agent.id, key, text)

    async def take_over(self, reference: str, agent: Agent, reason: str) -> None:
        self._note("take-over", reference, agent.id, reason)

    async def pass_on(self, reference: str, agent: Agent, to: Agent | None, reason: str, of: str = "") -> None:
        self._note("pass-on", reference, agent.id, to.id if to else "", reason)

    async def renew(self, reference: str, agent: Agent, moment: str, reason: str) -> None:
        self._note("renew", reference, agent.id, moment, reason)

    async def hand_back(self, reference: str, agent: Agent) -> None:
        self._note("hand-back", reference, agent.id)

    async def resolve(self, reference: str, agent: Agent, decided: Decided) -> None:
        self._note("resolve", reference, agent.id, decided.explanation)


@dataclass
class Place:
    """The pages and everything around them."""

    store: Store
    environment: Environment
    clock: Clock
    handoffs: Noting
    board: DeskQueries
    webchat: WebChat
    files: FileStore
    listener: "Listener"
    studio: Studio
    company: CompanySettings
    imports: ImportJobs
    client: TestClient[Any, Any]

    @property
    def heard(self) -> list[Incoming]:
        return self.listener.heard

    async def keep(self, *records: Record) -> None:
        unit = self.store.unit()
        for record in records:
            unit.add(record)
        await unit.commit()
        self.store.changes.tell(EVERYWHERE)

    async def sign_in(self, agent: Agent) -> None:
        await self.post("/sign-in", token=await self.link_for(agent))

    async def link_for(self, agent: Agent) -> str:
        """Return the token of a fresh link for a member, who is kept if they were not."""
        if await self.store.unit().get(Agent, agent.id) is None:
            await self.keep(agent)
        return await new_link(self.store, self.environment, NOBODY, agent)

    async def post(self, path: str, /, **fields: str) -> tuple[int, str]:
        async with self.client.post(path, data=fields, headers=OWN_PAGE, allow_redirects=False) as response:
            return response.status, response.headers.get("Location") or await response.text()

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.client.get(path, headers=headers, allow_redirects=False) as response:
            return response.status, await response.text()


@dataclass
class Listener:
    """Plays no turn: writes down what came in, and keeps what the customer said as `Turns` does."""

    store: Store
    environment: Environment
    heard: list[Incoming] = field(default_factory=list)
    failure: Exception | None = None
    settles: bool = False

    async def play(self, incoming: Incoming) -> bool:
        if self.failure:
            raise self.failure
        if incoming.update in [known.update for known in self.heard]:
            return False
        self.heard.append(incoming)
        unit = self.store.unit()
        text = incoming.text or incoming.button
        said = message(self.environment.new_id(), transcript_text(incoming.attachment, text), address=incoming.address)
        unit.add(said)
        if incoming.file:
            unit.add(self._attachment(incoming.file, said))
        await unit.commit()
        return self.settles

    def _attachment(self, file: IncomingFile, said: Message) -> Attachment:
        return Attachment(
            id=self.environment.new_id(),
            message=said.id,
            conversation=said.conversation,
            address=said.address,
            at=NOON,
            kind=file.kind,
            source=file.source,
            name=file.name,
        )


@asynccontextmanager
async def open_place(
    folder: Path,
    telegram: Messenger | None = None,
    trouble: str = "",
    language: str = "en",
    rates: Mapping[Limit, Rate] | None = None,
    proxies: tuple[Network, ...] = (),
    address: str = "http://127.0.0.1:8080",
    *,
    starting: bool = False,
    refused: Sequence[Mistake] = (),
    mail_url: str = "",
) -> AsyncIterator[Place]:
    """Serve the pages over a fresh store in this folder."""
    store, clock = await open_store(folder), Clock()
    environment, handoffs = standing_world(clock), Noting()
    board, listener = DeskQueries(store, {"telecom": SCRIPT}.get, Weights()), Listener(store, environment)
    limits = VisitorLimits(rates or RATES, lambda: clock().timestamp())
    webchat, files = WebChat(store, listener, limits), FileStore(folder / "files")
    scripts = ScriptRegistry("telecom")
    await scripts.open(store.unit())
    publisher = Publisher(store, scripts, environment)
    drafts = Drafts(store, scripts, publisher, environment)
    replays = ReplayJobs(store, scripts, environment, no_sleep)
    hours = read_hours("Mon-Sun 00:00-24:00", ZoneInfo("Asia/Shanghai"))
    settings = Settings(language=language, timezone=hours.zone, mail_url=mail_url)
    policy, company = Policy(hours, timedelta(hours=24)), CompanySettings(settings)
    desk = DeskContext(environment, scripts, PolicyInForce(policy), Recognizer(), ListReader(), SignalReader())
    replies = ReplyBook()
    company.tell(lambda now: desk.lists.take(now.signals or SignalPhrases()))
    company.tell(lambda now: replies.take(now.replies))
    company.tell(lambda now: desk.outcomes.amend(now.outcomes))
    trial, turns = IssueTrial(store, desk), Turns(desk, store)
    deps = Deps(
        studio=Studio(
            scripts=scripts,
            publisher=publisher,
            drafts=drafts,
            replays=replays,
            tryouts=Tryouts(desk),
            trial=trial,
            signals=SignalTrial(store, desk),
            rollouts=Rollouts(store, scripts, drafts, publisher, environment),
            funnels=RecentFunnels(store, scripts, clock, lambda: policy.zone),
            refused=lambda: refused,
        ),
        store=store,
        environment=environment,
        handoffs=handoffs,
        replies=handoffs,
        reassignment=handoffs,
        renewal=handoffs,
        departures=Departures(store, environment, handoffs, lambda: language),
        turns=listener,
        broadcasts=Broadcasts(store, environment, Turns(desk, store)),
        eraser=Eraser(
            store,
            environment,
            files,
            ScriptRegistry("telecom"),
            lambda: hours.zone,
            ErasureList(folder.parent / f"{folder.name}-erasures.jsonl"),
        ),
        retention=Retention(store, environment, files, scripts, lambda: hours.zone),
        address=lambda: address,
        queries=board,
        worklists=Worklists(store, {"telecom": SCRIPT}.get),
        search=TicketSearch(store),
        corrections=handoffs,
        ending=EndingActs(
            resolving=handoffs,
            reopening=Reopening(turns),
            joining=handoffs,
            signals=SignalJudgement(turns),
            calls=PhoneCalls(turns),
            outcomes=desk.outcomes,
        ),
        reply_book=replies,
        reports=Reports(store, environment, {"telecom": SCRIPT}.get),
        imports=ImportJobs(store, environment, files, TicketImport(store, environment, scripts, lambda: policy.zone)),
        dead_letters=DeadLetters(store),
        webchat=webchat,
        cookies=COOKIES,
        visitors=Visitors(proxies),
        limits=limits,
        files=files,
        company=company,
        telegram=telegram,
        trouble=lambda: trouble,
        starting=lambda: starting,
    )
    jar = CookieJar(unsafe=True)  # cookies of an address without a name
    follower = asyncio.create_task(webchat.serve())
    try:
        async with TestClient(TestServer(build(deps)), cookie_jar=jar) as client:
            yield Place(
                store,
                environment,
                clock,
                handoffs,
                board,
                webchat,
                files,
                listener,
                deps.studio,
                company,
                deps.imports,
                client,
            )
    finally:
        follower.cancel()
        await store.close()


CUSTOMER = Customer(id="customer-1", identities=("web:1",), name="Wang Fang", since=NOON)
TICKET = Ticket(
    id="ticket-1",
    reference="T-2026-000042",
    customer="customer-1",
    address="web:1",
    conversation="conversation-1",
    language="en",
    script="telecom",
    status="open",
    description="I was charged twice in October.",
    slots={"phone": "13800138000", "remedy": "refund"},
    opened=NOON - timedelta(hours=2),
    due=NOON + timedelta(hours=22),
)
HANDOFF = Handoff(
    id="handoff-1",
    conversation="conversation-1",
    ticket="ticket-1",
    reason="wants-person",
    requested=NOON - timedelta(minutes=7),
)
TELLING = Occurrence(
    id="telling-1", ticket="ticket-1", conversation="conversation-1", at=NOON, text="I was charged twice in October."
)
NOTE = Note(id="note-1", ticket="ticket-1", author="Li Wei", at=NOON, text="Billing confirms the double charge.")


def message(key: str, text: str, author: Author = "customer", address: str = "web:1", **more: Any) -> Message:
    """Return a bubble of the conversation."""
    return Message(id=key, address=address, conversation="conversation-1", at=NOON, author=author, text=text, **more)


def owned(ticket: Ticket, agent: Agent) -> Ticket:
    """Return the ticket as its owner's."""
    return replace(ticket, owner=agent.id, status="investigating")
