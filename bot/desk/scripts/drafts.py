"""Drafts of scripts and known issues: what admins change in the studio, kept in the store, and in force for nobody.

There is one draft for each script, and one for the known issues of each. Whoever saves names the revision that they
saw, so that nothing is overwritten unseen. What may be published is for `validation`, and putting it in force for
`publisher`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.desk.core.environment import Environment
from bot.desk.scripts.publisher import Publisher, PublishResult
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.validation import KNOWN_ISSUES, Source
from bot.desk.staff.audit import ONCE_IN, Actor, put_on_record
from dialogs.language.issue_forms import EMPTY
from dialogs.language.wordings import Reworded, Rewording, reword
from dialogs.strict_yaml.fields import NAME
from dialogs.strict_yaml.yaml_edits import NotEditable, set_texts
from dialogs.strict_yaml.yaml_spans import normalised
from dialogs.strict_yaml.yaml_text import MOST_BYTES
from storage.ports import Store, UnitOfWork
from storage.records.script_records import ScriptDraft, ScriptVersion

DRAFTS = "drafts"
"""What whoever changes a draft holds meanwhile; no address looks like it."""
NONE_SEEN = -1
"""The revision of no draft."""
MOST_KEPT = 2 * MOST_BYTES
"""Bytes of the longest text that is kept as a draft; one over `MOST_BYTES` is told to be too large by the reader."""


class DraftTaken(Exception):
    """Somebody else saved the draft since it was seen; nothing was saved."""

    def __init__(self, draft: ScriptDraft | None) -> None:
        super().__init__("the draft was saved by somebody else")
        self.draft = draft
        """As it is now; None if it is gone."""


class NoDraft(Exception):
    """There is nothing to begin a draft from, or its text cannot be kept; ``reason`` says which, as a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Desired:
    """A draft as somebody wants it, and the revision of what they saw."""

    text: str
    cases: str
    seen: int = NONE_SEEN


class Drafts:
    """The drafts of all scripts, for all admins, in whichever process."""

    def __init__(self, store: Store, scripts: ScriptRegistry, publisher: Publisher, environment: Environment) -> None:
        self._store = store
        self._scripts = scripts
        self._publisher = publisher
        self._environment = environment

    async def all(self) -> dict[str, ScriptDraft]:
        """Return all drafts by their keys."""
        return {draft.id: draft for draft in await self._store.unit().find(ScriptDraft)}

    async def find(self, key: str) -> ScriptDraft | None:
        """Return the draft of a script, or None."""
        return await self._store.unit().get(ScriptDraft, key)

    def in_force(self, key: str) -> ScriptVersion | None:
        """Return the version in force under a key, or None."""
        published = self._scripts.published(key)
        return self._scripts.record(published[-1].version) if published else None

    async def save(self, key: str, by: Actor, desired: Desired) -> ScriptDraft:
        """Keep a text as the draft, whatever is wrong with it.

        Raises:
            DraftTaken: if somebody else saved since ``desired.seen``.
            NoDraft: if there is no such script and no draft, or the text is longer than is kept.

        """
        async with self._store.unit() as unit:
            draft = await self._held(unit, key)
            if (draft.revision if draft else NONE_SEEN) != desired.seen:
                raise DraftTaken(draft)
            return await self._keep(unit, key, by, draft, desired)

    async def reword(self, key: str, by: Actor, wanted: tuple[Rewording, ...]) -> Reworded:
        """Keep other wordings in the draft, which begins from what is in force; tells what others changed meanwhile.

        Raises:
            NotEditable: if the text cannot be read, or has no such text.
            NoDraft: if there is no such script.

        """
        async with self._store.unit() as unit:
            draft = await self._held(unit, key)
            text, cases = self._beginning(key, draft)
            reworded = await asyncio.to_thread(reword, text, wanted)
            if reworded.changed:
                await self._keep(unit, key, by, draft, Desired(reworded.text, cases))
        return reworded

    async def change(self, key: str, by: Actor, edit: Callable[[str], str]) -> ScriptDraft:
        """Keep what somebody makes of the draft's text, which begins from what is in force, or from ``format: 1``.

        Raises:
            NotEditable: if ``edit`` raises it.

        """
        return await self.change_both(key, by, lambda text, cases: (edit(text), cases))

    async def change_both(self, key: str, by: Actor, edit: Callable[[str, str], tuple[str, str]]) -> ScriptDraft:
        """Keep what somebody makes of the draft's text and of the cases beside it, as `change` does of the text.

        Raises:
            NotEditable: if ``edit`` raises it.

        """
        async with self._store.unit() as unit:
            draft = await self._held(unit, key)
            there = draft or self.in_force(key)
            text, cases = (normalised(there.text), normalised(there.cases)) if there else (EMPTY, "")
            desired = Desired(*await asyncio.to_thread(edit, text, cases))
            return await self._keep(unit, key, by, draft, desired)

    async def drop(self, key: str, by: Actor, seen: int) -> None:
        """Throw a draft away.

        Raises:
            DraftTaken: if somebody else saved since ``seen``.

        """
        async with self._store.unit() as unit:
            draft = await self._held(unit, key)
            if draft is None:
                return
            if draft.revision != seen:
                raise DraftTaken(draft)
            unit.delete(draft)
            await put_on_record(unit, self._environment, "draft-dropped", by, subject=key, about=key)
            await unit.commit()

    async def begin_own(self, key: str, name: str, by: Actor) -> ScriptDraft:
        """Begin a draft of a new script from another one, which stays as it is.

        Raises:
            NoDraft: if the name cannot be one or is taken, or there is no such script to begin from.

        """
        if not NAME.fullmatch(name):
            raise NoDraft("bad-name")
        async with self._store.unit() as unit:
            taken = await self._held(unit, name)
            if taken or self._scripts.records(name):
                raise NoDraft("name-taken")
            text, cases = self._beginning(key, await unit.get(ScriptDraft, key))
            try:
                text = set_texts(text, {("script",): name})
            except NotEditable:
                raise NoDraft("unreadable") from None
            return await self._keep(unit, name, by, None, Desired(text, cases))

    async def upload(self, source: Source, key: str, by: Actor) -> ScriptDraft:
        """Keep a file as a draft where there is none yet.

        Raises:
            NoDraft: if there is a draft of it already, or it is longer than is kept.

        """
        async with self._store.unit() as unit:
            if await self._held(unit, key):
                raise NoDraft("draft-there")
            return await self._keep(unit, key, by, None, Desired(source.text, source.cases))

    async def publish(self, key: str, by: Actor, note: str, seen: int) -> PublishResult:
        """Put a draft in force if nothing is wrong with it; then there is none any more.

        Raises:
            DraftTaken: if somebody else saved since ``seen``, or there is none.
            Unavailable: if the store cannot write now.

        """
        draft = await self.find(key)
        if draft is None or draft.revision != seen:
            raise DraftTaken(draft)
        outcome = await self._publisher.publish(source_of(key, draft), "studio", by=by, note=note)
        if not outcome.mistakes:
            async with self._store.unit() as unit:
                left = await self._held(unit, key)
                if left is not None and left.revision == seen:
                    unit.delete(left)
                    await unit.commit()
        return outcome

    async def _held(self, unit: UnitOfWork, key: str) -> ScriptDraft | None:
        await unit.hold(DRAFTS)
        return await unit.get(ScriptDraft, key)

    def _beginning(self, key: str, draft: ScriptDraft | None) -> tuple[str, str]:
        there = draft or self.in_force(key)
        if there is None:
            raise NoDraft("no-script")
        return normalised(there.text), normalised(there.cases)

    async def _keep(
        self, unit: UnitOfWork, key: str, by: Actor, draft: ScriptDraft | None, desired: Desired
    ) -> ScriptDraft:
        text, cases = normalised(desired.text), normalised(desired.cases)
        if any(len(part.encode("utf-8", "surrogatepass")) > MOST_KEPT for part in (text, cases)):
            raise NoDraft("too-long")
        now, agent = self._environment.now(), by.agent
        signed = {"agent": agent.id if agent else "", "name": agent.name if agent else "", "at": now}
        if draft is None:
            in_force = self.in_force(key)
            fresh = ScriptDraft(id=key, text=text, cases=cases, base=in_force.id if in_force else "", at=now)
            kept = replace(fresh, **signed)  # type: ignore[arg-type]  # the three are what they are called
            unit.add(kept)
        else:
            kept = replace(draft, text=text, cases=cases, **signed)  # type: ignore[arg-type]  # likewise
            unit.put(kept)
        if draft is None or draft.agent != kept.agent or now - draft.at > ONCE_IN:
            await put_on_record(unit, self._environment, "draft-saved", by, subject=key, about=key)
        await unit.commit()
        return kept if draft is None else replace(kept, revision=draft.revision + 1)


def source_of(key: str, text: ScriptDraft | ScriptVersion) -> Source:
    """Return a draft or a version as a text that can be judged; its name is what problems call it."""
    name = f"{key.removeprefix(KNOWN_ISSUES)}.yaml"
    return Source(name, text.text, text.cases, known_issues=key.startswith(KNOWN_ISSUES))
