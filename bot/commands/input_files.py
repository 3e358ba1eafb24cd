"""Reads the files that a command line names, with the cases beside them. Judges nothing."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from bot.desk.scripts.company_file import COMPANY_FILES
from bot.desk.scripts.import_folder import CASES, file_source
from bot.desk.scripts.validation import Source


class NoSuchFile(Exception):
    """Files that are not there; the text names them all, a line each."""


def add_files(parser: ArgumentParser) -> None:
    """Have a command take files and folders, to be read by `read_sources`."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, or folders of them")


def read_sources(paths: Iterable[Path], *, with_company: bool = False) -> tuple[Source, ...]:
    """Return the scripts and known issues of these files, each once, named as they were written.

    A folder stands for the ``*.yaml`` in it, without the company's other files unless asked for; a file of cases for
    its script.

    Raises:
        NoSuchFile: if one is not there, cannot be read, or is a folder without any.

    """
    found: dict[Path, Source] = {}
    missing: list[str] = []
    for path in paths:
        files = [file for file in _files(path) if with_company or file.name not in COMPANY_FILES or file == path]
        if not files:
            missing.append(f"there is no *.yaml in the folder {path}")
        for file in files:
            try:
                found[file] = file_source(file, str(file))
            except OSError as error:
                missing.append(_why_not(file, error))
    if missing:
        raise NoSuchFile("\n".join(missing))
    return tuple(found.values())


def read_whole(paths: Iterable[Path]) -> list[bytes]:
    """Return what these files hold.

    Raises:
        NoSuchFile: if one is not there or cannot be read.

    """
    found: list[bytes] = []
    missing: list[str] = []
    for path in paths:
        try:
            found.append(path.read_bytes())
        except OSError as error:
            missing.append(_why_not(path, error))
    if missing:
        raise NoSuchFile("\n".join(missing))
    return found


def _why_not(file: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no file {file}"
    return f"cannot read {file}: {error.strerror or error}"


def _files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    scripts = (
        file.with_name(file.name.removesuffix(CASES) + ".yaml") if file.name.endswith(CASES) else file for file in files
    )
    return list(dict.fromkeys(scripts))
