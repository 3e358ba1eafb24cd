"""The folders of scripts and known issues: what stands in them is published, at the start and when it changes.

A file with a mistake changes nothing: what is in force stays. `bot.folder_watcher` waits for changes, not this.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from bot.desk.scripts.company_file import COMPANY_FILES
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.validation import KNOWN_ISSUES, Mistake, Source, holds_known_issues, validate
from dialogs.strict_yaml.problems import Problem
from storage.records.statuses import Importer

log = logging.getLogger(__name__)


class ImportFolder:
    """A folder, and what was last seen in it."""

    def __init__(
        self,
        path: Path,
        scripts: ScriptRegistry,
        publisher: Publisher,
        *,
        known_issues: bool = False,
        shipped: bool = False,
    ) -> None:
        """``shipped``: it came with the program, and what the company itself put in force is not replaced by it."""
        self.path = path
        self._scripts = scripts
        self._publisher = publisher
        self._known_issues = known_issues
        self._shipped = shipped
        self._seen: dict[str, Source] = {}
        self._refused: dict[str, tuple[Mistake, ...]] = {}

    async def begin(self) -> list[Mistake]:
        """Publish what is new since the last start; return all that is wrong with it.

        A text that was published before changes nothing, so that a start undoes no rollback.

        Raises:
            Unavailable: if the store cannot write now.

        """
        keys = await asyncio.to_thread(self._read)
        new = [source for source, key in keys.items() if self._is_new(source, key)]
        mistakes = await self._publish(new, keys, "start")
        self._seen = {source.name: source for source in keys}
        return mistakes

    async def look(self) -> list[Mistake]:
        """Publish what changed since it was last seen here, be it to an older text; return all that is wrong with it.

        Raises:
            Unavailable: if the store cannot write now; the next look tries again.

        """
        keys = await asyncio.to_thread(self._read)
        there = {source.name for source in keys}
        self._refused = {name: mistakes for name, mistakes in self._refused.items() if name in there}
        # What was refused is tried again: its mistake may have been in another file.
        due = [source for source in keys if self._seen.get(source.name) != source or source.name in self._refused]
        mistakes = await self._publish(due, keys, "folder")
        self._seen.update({source.name: source for source in due})
        return mistakes

    def _read(self) -> Mapping[Source, str]:
        """Return what stands in the folder, and what it is a text of; one that cannot be read is of its file."""
        sources = folder_sources(self.path, known_issues=self._known_issues)
        return {source: self._key(source) or source.name for source in sources}

    def _key(self, source: Source) -> str:
        record = self._scripts.record(source.id)
        return record.script if record else validate(source).key

    def _is_new(self, source: Source, key: str) -> bool:
        if self._shipped and self._known_issues and self._scripts.script(key.removeprefix(KNOWN_ISSUES)) is None:
            return False
        published = self._scripts.published(key)
        if not published or self._scripts.loaded(published[-1].version).problems:
            return True
        newest = published[-1]
        ours = not self._shipped or (newest.by == "start" and newest.kind == "publish")
        if ours and source.id not in [one.version for one in published]:
            return True
        if source.id != newest.version:
            log.info("%s: %s is not in force, but %.7s (%s)", key, source.name, newest.version, newest.by)
        return False

    async def _publish(self, new: list[Source], keys: Mapping[Source, str], by: Importer) -> list[Mistake]:
        """Publish these. Of two files with one script nobody knows which is meant: both are left alone."""
        files = Counter(keys.values())
        found: list[Mistake] = []
        for source in new:
            mistakes = _twice(source, keys) if files[keys[source]] > 1 else await self._try(source, by)
            self._note(source, mistakes)
            found += mistakes
        return found

    async def _try(self, source: Source, by: Importer) -> tuple[Mistake, ...]:
        return (await self._publisher.publish(source, by)).mistakes

    def refused(self) -> list[Mistake]:
        """Return what is wrong with the files that change nothing since they were last looked at, for the studio."""
        return [one for name in sorted(self._refused) for one in self._refused[name]]

    def _note(self, source: Source, mistakes: tuple[Mistake, ...]) -> None:
        """Remember what was refused, and log it once."""
        before = self._refused.pop(source.name, ())
        if mistakes:
            self._refused[source.name] = mistakes
        if mistakes and mistakes != before:
            log.warning("%s changes nothing:\n%s", source.name, "\n".join(map(str, mistakes)))


def _twice(source: Source, keys: Mapping[Source, str]) -> tuple[Mistake, ...]:
    others = [other.name for other, key in keys.items() if key == keys[source] and other != source]
    message = f"“{keys[source]}” stands in {' and '.join(others)} as well"
    return (Mistake(source.name, Problem(1, 1, "two-files", message, "give one of them another name")),)


CASES = ".cases.yaml"
"""How the name of a file of cases ends; before that stands the name of its script's file."""


def folder_sources(folder: Path, *, known_issues: bool = False) -> list[Source]:
    """Return what a folder holds, by file name. A file that goes away meanwhile is left out."""
    files = sorted(
        path for path in folder.glob("*.yaml") if path.name not in COMPANY_FILES and not path.name.endswith(CASES)
    )
    return [source for path in files if (source := _source(path, path.name, known_issues)) is not None]


def file_source(path: Path, name: str) -> Source:
    """Return what a file holds; messages call it by this name.

    Raises:
        OSError: if it cannot be read.

    """
    text = _text(path)
    issues = holds_known_issues(text)
    return Source(name, text, "" if issues else _cases(path), known_issues=issues)


def _source(path: Path, name: str, known_issues: bool) -> Source | None:
    try:
        return Source(name, _text(path), "" if known_issues else _cases(path), known_issues)
    except FileNotFoundError:
        return None


def _cases(path: Path) -> str:
    beside = path.with_name(path.name.removesuffix(".yaml") + CASES)
    return _text(beside) if beside.exists() else ""


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")
