"""The scripts in force: read from the folder, checked, published, and kept for conversations that began on them.

A version is the immutable text of a script, named by its hash. A folder with a mistake in it publishes nothing.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from dialogs.known_issue import KnownIssue, load_known_issues
from dialogs.problems import Problem, render
from dialogs.script import Script, Text
from dialogs.shape import load
from storage.ports import Store
from storage.records import ScriptVersion

AFTER_ANSWER = "after-answer"
"""The script that asks, once a ticket is resolved, whether it really is."""


class BadScripts(Exception):
    """Scripts or known issues with mistakes; the text lists them all, a line each."""


class Scripts:
    """The published scripts by key, and every version that an open conversation may need."""

    def __init__(self, main: str) -> None:
        self.main = main
        """The key of the script that a customer's first message begins."""
        self._current: dict[str, str] = {}
        self._versions: dict[str, Script] = {}

    async def publish(self, texts: Mapping[str, str], store: Store, now: datetime) -> None:
        """Put the scripts of these texts (by file name) in force, and keep their texts in the store.

        Raises:
            BadScripts: if any has a mistake, or the main or the after-answer script is missing.

        """
        read = _read_scripts(texts)
        missing = {self.main, AFTER_ANSWER} - {script.key for script, _ in read}
        if missing:
            raise BadScripts(f"there is no script named {' or '.join(sorted(missing))} among: {', '.join(texts)}")
        unit = store.unit()
        for version in await unit.find(ScriptVersion):
            self._keep(version)
        for script, text in read:
            key = hashlib.sha256(text.encode()).hexdigest()
            self._current[script.key] = key
            if key not in self._versions:
                self._versions[key] = script
                unit.add(ScriptVersion(id=key, script=script.key, text=text, imported=now))
        await unit.commit()

    def current(self, key: str) -> str:
        """Return the id of the version on which new conversations begin."""
        return self._current[key]

    def version(self, key: str) -> Script:
        """Return the script of this version id."""
        return self._versions[key]

    def script(self, key: str) -> Script | None:
        """Return the published script of this key, or None."""
        return self._versions.get(self._current.get(key, ""))

    def texts(self) -> Mapping[str, Text]:
        """Return the common wordings as the main script words them."""
        return self._versions[self._current[self.main]].texts

    def _keep(self, version: ScriptVersion) -> None:
        script = load(version.text).script
        if script is not None:  # it was checked when it was published
            self._versions[version.id] = script


def _read_scripts(texts: Mapping[str, str]) -> list[tuple[Script, str]]:
    read: list[tuple[Script, str]] = []
    mistakes: list[str] = []
    files: dict[str, str] = {}
    for name, text in texts.items():
        loaded = load(text)
        mistakes += [render(problem, name) for problem in loaded.problems]
        if loaded.script is not None:
            read.append((loaded.script, text))
            mistakes += _twice(files, name, [loaded.script.key])
    _refuse(mistakes)
    return read


def read_known_issues(texts: Mapping[str, str]) -> tuple[KnownIssue, ...]:
    """Return the known issues of these texts (by file name).

    Raises:
        BadScripts: if any has a mistake.

    """
    issues: list[KnownIssue] = []
    mistakes: list[str] = []
    files: dict[str, str] = {}
    for name, text in texts.items():
        found, problems = load_known_issues(text)
        issues += found
        mistakes += [render(problem, name) for problem in problems]
        mistakes += _twice(files, name, [issue.key for issue in found])
    _refuse(mistakes)
    return tuple(issues)


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with the text of a script or of a known-issues file."""
    if "known-issues:" in text and "\nscript:" not in text:
        _, problems = load_known_issues(text)
        return problems
    return load(text).problems


def folder_texts(folder: Path) -> dict[str, str]:
    """Return the scripts of a folder by file name; bytes that are not UTF-8 are left for the reader to refuse."""
    files = sorted(path for path in folder.glob("*.yaml") if not path.name.endswith(".cases.yaml"))
    return {path.name: path.read_bytes().decode("utf-8", "surrogateescape") for path in files}


def _twice(files: dict[str, str], name: str, keys: list[str]) -> list[str]:
    """Note in which file each key stands; return a sentence for each that stands in an earlier one already."""
    known = [key for key in keys if key in files]
    files.update({key: name for key in keys if key not in files})
    return [f"{name}: “{key}” stands in {files[key]} already; give one of the two another name" for key in known]


def _refuse(mistakes: list[str]) -> None:
    if mistakes:
        raise BadScripts("\n".join(mistakes))
