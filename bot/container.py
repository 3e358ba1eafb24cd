"""The running desk as a value, and how it is put together: what channels, pages and commands work with."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import dialogs
from bot.channels.port import Channel
from bot.company import Company
from bot.company_settings import CompanySettings
from bot.desk.core.environment import Environment
from bot.desk.core.reply_file import REPLIES_FILE, ReplyKit, company_replies
from bot.desk.delivery.outbox import Outbox
from bot.desk.hotspots.telling_reader import TellingReader
from bot.desk.incoming.turn_queue import TurnQueue
from bot.desk.incoming.turns import Turns
from bot.desk.jobs.retention import Retention
from bot.desk.outcomes.outcome_file import OUTCOMES_FILE, OutcomeLists, company_outcomes
from bot.desk.overview.reply_book import ReplyBook
from bot.desk.privacy.erasure import Eraser
from bot.desk.privacy.erasure_list import ErasureList
from bot.desk.recognition.known_issues import in_force, told_today
from bot.desk.recognition.label_learning import said_in_force
from bot.desk.register.import_jobs import ImportJobs
from bot.desk.register.ticket_import import TicketImport
from bot.desk.reports.reports import Reports
from bot.desk.scripts.company_file import CompanyFile
from bot.desk.scripts.import_folder import ImportFolder
from bot.desk.scripts.publisher import Learn, Publisher
from bot.desk.scripts.registry import AFTER_ANSWER, BadScripts, ScriptRegistry
from bot.desk.signals.signal_file import SIGNALS_FILE, SignalPhrases, company_phrases
from bot.desk.signals.signal_reader import SignalReader
from bot.desk.tickets.search_index import index_tickets
from bot.desk.turn.context import DeskContext, PolicyInForce
from bot.matching.recognizer import Recognizer
from bot.matching.retelling import LEARNT
from bot.matching.sentences import installed
from bot.settings import Settings
from bot.understanding.choice_matcher import shipped_choices
from bot.understanding.learned_reader import LearnedReader
from dialogs.language.known_issue import KnownIssue
from storage.file_store import FileStore
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.complaint_records import Occurrence

log = logging.getLogger(__name__)

OwnFile = CompanyFile[SignalPhrases] | CompanyFile[ReplyKit] | CompanyFile[OutcomeLists]

_SHIPPED = Path(dialogs.__path__[0])


@dataclass(frozen=True)
class Container:
    """The desk and its store, ready for channels."""

    settings: Settings
    """Those of the environment, by which the machine was started."""
    company: CompanySettings
    """What the company decides, as it is now."""
    environment: Environment
    store: Store
    desk: DeskContext
    turns: Turns
    queue: TurnQueue
    """Where what customers do waits to be played."""
    publisher: Publisher
    """Puts scripts and known issues in force."""
    folders: tuple[ImportFolder, ...]
    """Where they come from: scripts first, then known issues."""
    own: tuple[OwnFile, ...]
    """Where the company says which phrases count as a signal, what its replies are, and how complaints end."""
    replies: ReplyBook
    files: FileStore
    """What customers sent besides words."""
    eraser: Eraser
    """What removes all there is of one customer."""
    retention: Retention
    """What removes what is too old."""
    imports: ImportJobs
    """What takes files of other systems in."""
    reports: Reports
    """What the desk can say about a period."""

    def outbox(self, channels: Mapping[str, Channel]) -> Outbox:
        """Return the outbox that delivers through these channels."""
        return Outbox(self.store, channels, self.environment, asyncio.sleep)

    def tellings(self) -> TellingReader:
        """Return what customers told, to be read in order."""
        return TellingReader(self.store, self.desk.scripts.script)


async def put_together(settings: Settings, environment: Environment, store: Store) -> Container:
    """Return the desk of these settings on this store, with nothing newly in force."""
    scripts = ScriptRegistry(settings.script)
    await scripts.open(store.unit())
    lists = SignalReader()
    reader = LearnedReader(lists.read, installed(), leave_out=lists.left_out)
    company = CompanySettings(settings)
    rules = PolicyInForce(company.now.policy)
    desk = DeskContext(environment, scripts, rules, Recognizer(installed()), reader, lists, shipped_choices())
    publisher = Publisher(store, scripts, environment, learning(desk))
    folders = (
        _folder(settings.scripts_dir, "scripts", scripts, publisher),
        _folder(settings.known_issues_dir, "known_issues", scripts, publisher),
    )
    turns = Turns(desk, store)
    replies = ReplyBook()
    kept = _Files(company, desk, replies)
    own = kept.files(settings.scripts_dir) if settings.scripts_dir else ()
    for file in own:
        await file.look()

    def enforce(now: Company) -> None:
        rules.now = now.policy
        if scripts.script(now.settings.script) is not None:  # before it is published, that of the environment is
            scripts.main = now.settings.script
        kept.enforce()

    company.tell(enforce)
    await company.refresh(store.unit())
    files = FileStore(settings.files)
    eraser = Eraser(store, environment, files, scripts, lambda: desk.policy.zone, ErasureList(settings.erasures))
    return Container(
        settings=settings,
        company=company,
        environment=environment,
        store=store,
        desk=desk,
        turns=turns,
        queue=TurnQueue(turns),
        publisher=publisher,
        folders=folders,
        own=own,
        replies=replies,
        files=files,
        eraser=eraser,
        retention=Retention(store, environment, files, scripts, lambda: desk.policy.zone),
        imports=ImportJobs(
            store, environment, files, TicketImport(store, environment, scripts, lambda: desk.policy.zone)
        ),
        reports=Reports(store, environment, scripts.script),
    )


@dataclass
class _Files:
    """The company's own phrases and replies: what a page sets, else what stands in a file, else the program's."""

    company: CompanySettings
    desk: DeskContext
    replies: ReplyBook
    phrases: SignalPhrases | None = None
    kit: ReplyKit | None = None

    def files(self, folder: Path) -> tuple[OwnFile, ...]:
        """Return the files of this folder, whose changes come into force here."""
        return (
            CompanyFile(folder, SIGNALS_FILE, company_phrases, self.take_phrases),
            CompanyFile(folder, REPLIES_FILE, company_replies, self.take_kit),
            CompanyFile(folder, OUTCOMES_FILE, company_outcomes, self.desk.outcomes.take),
        )

    def take_phrases(self, phrases: SignalPhrases | None) -> None:
        """Go by these of a file."""
        self.phrases = phrases
        self.enforce()

    def take_kit(self, kit: ReplyKit | None) -> None:
        """Go by this one of a file."""
        self.kit = kit
        self.enforce()

    def enforce(self) -> None:
        """Have in force what counts now."""
        now = self.company.now
        self.desk.lists.take(now.signals or self.phrases or SignalPhrases())
        self.replies.take(now.replies or self.kit)
        self.desk.outcomes.amend(now.outcomes)


def learning(desk: DeskContext) -> Learn:
    """Return what learns known issues before they are in force."""

    async def learn(issues: Sequence[KnownIssue]) -> None:
        await desk.recognition.learnt(told_today(desk, issues))

    return learn


def _folder(own: Path | None, name: str, scripts: ScriptRegistry, publisher: Publisher) -> ImportFolder:
    path = own or _SHIPPED / name
    return ImportFolder(path, scripts, publisher, known_issues=name == "known_issues", shipped=own is None)


async def put_in_force(container: Container) -> None:
    """Publish what is new in the folders, and have recognition learn.

    Raises:
        BadScripts: if there is no script to begin with.

    """
    await index_tickets(container.store)
    unit = container.store.unit()
    await unit.alike(Occurrence, (), 1, "words")  # has the store weigh its words now, and not at the first question
    container.desk.recognition.learn([telling.text for telling in await unit.find(Occurrence, newest=LEARNT)])
    mistakes = [mistake for folder in container.folders for mistake in await folder.begin()]
    staff = {one.name for one in await unit.find(Agent) if one.status == "active"}
    if unknown := container.desk.policy.duty.everybody - staff:
        log.warning("on the duty roster, but not on the staff: %s", ", ".join(sorted(unknown)))
    scripts = container.desk.scripts
    missing = sorted(key for key in {scripts.main, AFTER_ANSWER} if scripts.script(key) is None)
    if missing:
        none = f"there is no script named {' or '.join(missing)} in {container.folders[0].path}"
        raise BadScripts("\n".join([*map(str, mistakes), none]))
    container.desk.recognition.take_said(await said_in_force(unit))
    container.desk.recognition.prepare(in_force(container.desk, scripts.main))
    container.desk.prepare_choices()
