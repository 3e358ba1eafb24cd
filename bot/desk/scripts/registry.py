"""What is in force: of each script the version on which new conversations begin, and every version one may be on.

Known issues are versions like scripts, under a key of their own. How a version comes into force is for `publisher`.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache

from bot.desk.scripts.validation import KNOWN_ISSUES
from dialogs.language.known_issue import KnownIssue, load_known_issues
from dialogs.language.script_loader import Loaded, load
from dialogs.model.script import Script, Text
from storage.ports import EVERYWHERE, StorageError, Store, UnitOfWork
from storage.records.complaint_records import Conversation
from storage.records.script_records import Publication, Rollout, ScriptVersion

log = logging.getLogger(__name__)

AFTER_ANSWER = "after-answer"
"""The script that asks, once a ticket is resolved, whether it really is."""

PUBLISHED = "published"
"""The hint that something was put in force; no address looks like it."""

OPEN = ("with-bot", "with-person")
"""Statuses of conversations that still go on."""


class BadScripts(Exception):
    """There is no script to begin with; the text lists what is wrong with those that there are, a line each."""


class ScriptRegistry:
    """The scripts in force by key, and every version that the store keeps."""

    def __init__(self, main: str) -> None:
        self.main = main
        """The key of the script that a customer's first message begins."""
        self.edition = ""
        """What was put in force last; it tells whether anything was since."""
        self._versions: dict[str, ScriptVersion] = {}
        self._published: dict[str, list[Publication]] = defaultdict(list)
        self._read: dict[str, Loaded] = {}
        self._tried: dict[str, Rollout] = {}

    async def open(self, unit: UnitOfWork) -> None:
        """Put in force what the store says is; log what open conversations can no longer be played by."""
        await self.refresh(unit)
        for status in OPEN:
            for conversation in await unit.find(Conversation, status=status):
                self.version(conversation.version)

    async def refresh(self, unit: UnitOfWork) -> None:
        """Put in force what the store says is by now, whichever process wrote it there."""
        # In this order: what is published while it is read then has its text.
        publications, versions = await unit.find(Publication), await unit.find(ScriptVersion)
        self._published.clear()
        for version in sorted(versions, key=lambda version: version.imported):
            self.keep(version)
            if not version.by:
                self.enforce(_by_first_program(version))
        for publication in publications:
            self.enforce(publication)
        self._tried = {one.id: one for one in await unit.find(Rollout) if one.status == "trying"}

    async def follow(self, store: Store, learn: Callable[[Sequence[KnownIssue]], Awaitable[None]]) -> None:
        """Refresh whenever another process says that it published something, for ever; it may have just now.

        ``learn`` is given the known issues before they are in force here.
        """
        with store.changes.watch() as changes:
            store.changes.tell(PUBLISHED)
            async for hint in changes:
                if hint in (PUBLISHED, EVERYWHERE):
                    await self._refresh_somehow(store, learn)

    async def _refresh_somehow(self, store: Store, learn: Callable[[Sequence[KnownIssue]], Awaitable[None]]) -> None:
        try:
            coming = ScriptRegistry(self.main)
            await coming.refresh(store.unit())
            await learn(coming.known_issues(self.main))
            await self.refresh(store.unit())
        except StorageError as fault:
            log.warning("what is in force cannot be read; the next look tries again: %s", fault)

    def keep(self, version: ScriptVersion) -> None:
        """Know a version from now on."""
        if self._versions.get(version.id) != version:
            self._versions[version.id] = version
            self._read.pop(version.id, None)

    def enforce(self, publication: Publication) -> None:
        """Put a version that is known in force."""
        self._published[publication.script].append(publication)
        self.edition = publication.id

    def record(self, version: str) -> ScriptVersion | None:
        """Return the version of this id as the store keeps it, or None."""
        return self._versions.get(version)

    def records(self, key: str) -> list[ScriptVersion]:
        """Return all versions of a script, or of its known issues, in the order of their import."""
        return [version for version in self._versions.values() if version.script == key]

    def keys(self) -> list[str]:
        """Return the keys of all scripts and known issues of which there is a version."""
        return sorted({version.script for version in self._versions.values()})

    def published(self, key: str) -> tuple[Publication, ...]:
        """Return what was put in force under this key, one after the other; the last one is."""
        return tuple(self._published.get(key, ()))

    def current(self, key: str) -> str:
        """Return the id of the version in force, on which new conversations begin.

        Raises:
            KeyError: if there is none; ask `script` first where that may be.

        """
        published = self._published.get(key)
        if not published:
            raise KeyError(key)
        return published[-1].version

    def tried(self, key: str) -> Rollout | None:
        """Return what is tried with a share of new conversations of a script, or None."""
        return self._tried.get(key)

    def version_for(self, key: str, conversation: str) -> str:
        """Return the id of the version on which a new conversation begins: the one in force, or one that is tried.

        Raises:
            KeyError: as of `current`.

        """
        tried = self.tried(key)
        if tried and tried.version in self._versions and chosen(tried.version, conversation, tried.share):
            return tried.version
        return self.current(key)

    def is_in_force(self, key: str, version: str) -> bool:
        """Tell whether new conversations of a script begin on this version, be it only a share of them."""
        published, tried = self._published.get(key), self.tried(key)
        return bool(published and published[-1].version == version) or bool(tried and tried.version == version)

    def loaded(self, version: str) -> Loaded:
        """Return a version as it reads; without a script if it is not known, or this program refuses it."""
        if version not in self._read:
            self._read[version] = self._load(version)
        return self._read[version]

    def version(self, version: str) -> Script | None:
        """Return the script of this version id, or None if this program cannot play it."""
        return self.loaded(version).script

    def script(self, key: str) -> Script | None:
        """Return the script in force under this key, or None."""
        return self._in_force(key).script

    def issues_in(self, key: str) -> tuple[KnownIssue, ...]:
        """Return the known issues of the one text in force under this key."""
        return self._in_force(key).known_issues

    def known_issues(self, key: str) -> tuple[KnownIssue, ...]:
        """Return the known issues of a script: those in force for it, and those in its own file."""
        return self.issues_in(KNOWN_ISSUES + key) + self.issues_in(key)

    def texts(self) -> Mapping[str, Text]:
        """Return the common wordings as the main script words them."""
        script = self.script(self.main)
        return script.texts if script else {}

    def _in_force(self, key: str) -> Loaded:
        published = self._published.get(key)
        return self.loaded(published[-1].version) if published else Loaded(None)

    def _load(self, key: str) -> Loaded:
        version = self._versions.get(key)
        if version is None:
            log.warning("the version %.7s is not in the store", key)
            return Loaded(None)
        loaded = _read(version.text, are_issues=version.script.startswith(KNOWN_ISSUES))
        if loaded.problems:
            log.warning("the version %.7s of %s cannot be read by this program any more", key, version.script)
        return loaded


def chosen(version: str, conversation: str, share: int) -> bool:
    """Tell whether a conversation is of the share of a hundred on which a version is tried: always the same ones."""
    drawn = hashlib.sha256(f"{version}\0{conversation}".encode()).hexdigest()[:8]
    return int(drawn, 16) % 10_000 < share * 100


@lru_cache(maxsize=64)
def _read(text: str, *, are_issues: bool) -> Loaded:
    """Return what a text holds: registries of one process read it once."""
    if not are_issues:
        return load(text)
    issues, problems = load_known_issues(text)
    return Loaded(None, problems, issues)


def _by_first_program(version: ScriptVersion) -> Publication:
    """Return what the first program did not write down: it published all that it kept."""
    return Publication(id=version.id, script=version.script, version=version.id, at=version.imported, by="start")
