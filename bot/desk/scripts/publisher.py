"""Puts versions in force: imports a text as a draft, publishes it if it passes the gate, rolls back.

What passes the gate is for `validation`; which texts come, and from where, for `import_folder` and the commands.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.desk.core.environment import Environment
from bot.desk.redaction.redaction import redacted
from bot.desk.scripts.history import NoSuchVersion, before, published
from bot.desk.scripts.registry import PUBLISHED, ScriptRegistry
from bot.desk.scripts.validation import KNOWN_ISSUES, Mistake, Source, Validated, validate
from bot.desk.staff.audit import COMMAND_LINE, PROGRAM, Actor, put_on_record
from dialogs.language.known_issue import KnownIssue
from dialogs.strict_yaml.problems import Problem
from storage.ports import Store, UnitOfWork
from storage.records.script_records import Publication, ScriptVersion
from storage.records.statuses import AuditAct, Importer, PublicationKind

log = logging.getLogger(__name__)

_NOBODY = Actor(None, COMMAND_LINE)
"""Who publishes what comes from folders and from the command line."""
Learn = Callable[[Sequence[KnownIssue]], Awaitable[None]]
"""Learns known issues before they are in force, so that no customer waits for it."""


async def _nothing(_: Sequence[KnownIssue]) -> None:
    """Leave it to the first telling."""


@dataclass(frozen=True)
class PublishResult:
    """What came of a text that was to be published."""

    key: str
    """The script, or the known issues; empty if the text cannot be read."""
    version: str = ""
    """The id of the version in force now; empty if there is none."""
    before: str = ""
    """The id of the one in force before; the same if nothing changed."""
    mistakes: tuple[Mistake, ...] = ()
    """Why the text is not in force."""


class Publisher:
    """The one place that changes what is in force, one text at a time, whichever process publishes it."""

    def __init__(
        self, store: Store, scripts: ScriptRegistry, environment: Environment, learn: Learn = _nothing
    ) -> None:
        self._learn = learn
        self._store = store
        self._scripts = scripts
        self._environment = environment

    async def publish(
        self, source: Source, way: Importer, by: Actor = _NOBODY, note: str = "", *, instead_of: str | None = None
    ) -> PublishResult:
        """Put this text in force if nothing is wrong with it; else keep it as a draft, if it can be read.

        What comes from the studio is only kept once it is in force: its drafts are elsewhere. If ``instead_of`` is
        given and not the version in force any more, nothing changes.

        Raises:
            Unavailable: if the store cannot write now; nothing changed.

        """
        judged = await asyncio.to_thread(validate, source)
        if way != "start" and not judged.mistakes:  # what a start finds is learnt behind it, all at once
            await self._learn(self._with_the_other_text(judged))
        async with self._alone() as unit:
            mistakes = judged.mistakes or self.clashes(judged)
            present = self._in_force(judged.key)
            if instead_of not in (None, present):
                return PublishResult(judged.key, present, present)
            keeps = not mistakes if way == "studio" else bool(judged.key)
            if keeps and self._scripts.record(source.id) is None:
                unit.add(self._imported(judged, way))
            outcome = PublishResult(judged.key, present, present, mistakes)
            if not mistakes and present != source.id:
                outcome = PublishResult(judged.key, source.id, present)
                self._enforce(unit, self._publication(judged.key, source.id, way, "publish", by, note))
                await self._sign(unit, "script-published", by, judged.key, note, (present, source.id))
            await self._commit(unit)
        return outcome

    async def keep(self, source: Source) -> PublishResult:
        """Keep this text as a version that is not in force yet, if nothing is wrong with it.

        Raises:
            Unavailable: if the store cannot write now; nothing changed.

        """
        judged = await asyncio.to_thread(validate, source)
        async with self._alone() as unit:
            mistakes, present = judged.mistakes or self.clashes(judged), self._in_force(judged.key)
            if not mistakes and self._scripts.record(source.id) is None:
                unit.add(self._imported(judged, "studio"))
                await self._commit(unit)
        return PublishResult(judged.key, source.id, present, mistakes)

    async def roll_back(
        self, key: str, version: str = "", way: Importer = "command", by: Actor = _NOBODY, note: str = ""
    ) -> PublishResult:
        """Put the version in force that was so before the present one, or the one whose id begins like this.

        Rolling back twice goes back two versions.

        Raises:
            NoSuchVersion: if there is none before, or not exactly one published like this that can be read.
            Unavailable: if the store cannot write now; nothing changed.

        """
        async with self._alone() as unit:
            present = self._in_force(key)
            target = published(self._scripts, key, version) if version else before(self._scripts, key)
            if self._scripts.loaded(target).problems:
                raise NoSuchVersion(f"{target:.7} of {key} cannot be read by this program any more")
            if target != present:
                self._enforce(unit, self._publication(key, target, way, "rollback", by, note))
                await self._sign(unit, "script-rolled-back", by, key, note, (present, target))
                await self._commit(unit)
        return PublishResult(key, target, present)

    def _with_the_other_text(self, judged: Validated) -> tuple[KnownIssue, ...]:
        """Return the known issues of a script as they will be: those of its own file, and of the file beside it."""
        key, issues = judged.key.removeprefix(KNOWN_ISSUES), judged.loaded.known_issues
        if judged.source.known_issues:
            return issues + self._scripts.issues_in(key)
        return self._scripts.issues_in(KNOWN_ISSUES + key) + issues

    def _in_force(self, key: str) -> str:
        trail = self._scripts.published(key)
        return trail[-1].version if trail else ""

    def clashes(self, judged: Validated) -> tuple[Mistake, ...]:
        """Return the known issues that stand in the script's own file and in the file beside it."""
        name, key = judged.source.name, judged.key.removeprefix(KNOWN_ISSUES)
        if judged.source.known_issues and self._scripts.script(key) is None:
            problem = Problem(1, 1, "no-script", f"there is no script `{key}`", "name the file like its script")
            return (Mistake(name, problem),)
        other = key if judged.source.known_issues else KNOWN_ISSUES + key
        known = {issue.key for issue in self._scripts.issues_in(other)}
        return tuple(
            Mistake(name, Problem(1, 1, "repeated-key", f"`{issue.key}` stands in {other} already", "rename one"))
            for issue in judged.loaded.known_issues
            if issue.key in known
        )

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[UnitOfWork]:
        """Give a unit of work within which no other process publishes; what others have published is known by then."""
        async with self._store.unit() as unit:
            await unit.hold(PUBLISHED)
            await self._scripts.refresh(unit)
            yield unit

    async def _commit(self, unit: UnitOfWork) -> None:
        await unit.commit()
        self._store.changes.tell(PUBLISHED)
        await self._scripts.refresh(self._store.unit())

    def _imported(self, judged: Validated, way: Importer) -> ScriptVersion:
        source = judged.source
        return ScriptVersion(
            id=source.id,
            script=judged.key,
            text=source.text,
            cases=source.cases,
            imported=self._environment.now(),
            by=way,
        )

    def _publication(
        self, key: str, version: str, way: Importer, kind: PublicationKind, by: Actor, note: str
    ) -> Publication:
        return Publication(
            id=self._environment.new_id(),
            script=key,
            version=version,
            at=self._environment.now(),
            by=way,
            kind=kind,
            agent=by.agent.id if by.agent else "",
            name=by.agent.name if by.agent else "",
            note=redacted(note),
        )

    def _enforce(self, unit: UnitOfWork, publication: Publication) -> None:
        unit.add(publication)
        key, kind, way = publication.script, publication.kind, publication.by
        log.info("%s: %.7s comes into force (%s by %s)", key, publication.version, kind, way)

    async def _sign(
        self, unit: UnitOfWork, act: AuditAct, by: Actor, key: str, note: str, versions: tuple[str, str]
    ) -> None:
        """Write on record who put something in force, be it the program at a set time; folders do it by themselves."""
        if by.agent is not None or by.origin == PROGRAM:
            old, new = (version[:7] for version in versions)
            await put_on_record(unit, self._environment, act, by, subject=key, about=key, detail=note, old=old, new=new)
