"""Reads scripts and known issues, with the cases beside them, from files and folders. Judges nothing.

Bytes that are not UTF-8 are carried along: to refuse them, with their place, is for the reader of the text.
"""

from pathlib import Path

from bot.desk.scripts.validation import Source, holds_known_issues

CASES = ".cases.yaml"
"""How the name of a file of cases ends; before that stands the name of its script's file."""


def folder_sources(folder: Path, *, known_issues: bool = False) -> list[Source]:
    """Return what a folder holds, by file name. A file that goes away meanwhile is left out."""
    files = sorted(path for path in folder.glob("*.yaml") if not path.name.endswith(CASES))
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
