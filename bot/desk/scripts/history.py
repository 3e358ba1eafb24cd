"""What was in force before, and the versions that people name by how their ids begin. Changes nothing."""

from collections.abc import Iterable, Sequence

from bot.desk.scripts.registry import ScriptRegistry
from storage.records.script_records import Publication


class NoSuchVersion(Exception):
    """There is no such version, or more than one; the text says which there are."""


def before(scripts: ScriptRegistry, key: str) -> str:
    """Return the id of the version that was in force before the present one.

    What was rolled back does not count: after A, B, a roll back to A and C, the one before is A.

    Raises:
        NoSuchVersion: if nothing was.

    """
    trail = _trail(scripts.published(key))
    if len(trail) < 2:
        raise NoSuchVersion(f"nothing of {key} was in force before")
    return trail[-2]


def published(scripts: ScriptRegistry, key: str, beginning: str) -> str:
    """Return the id of the version, once in force, whose id begins like this.

    Raises:
        NoSuchVersion: if there is not exactly one.

    """
    return _only(key, beginning, "published versions", (one.version for one in scripts.published(key)))


def known(scripts: ScriptRegistry, key: str, beginning: str) -> str:
    """Return the id of the version, a draft perhaps, whose id begins like this.

    Raises:
        NoSuchVersion: if there is not exactly one.

    """
    return _only(key, beginning, "versions", (version.id for version in scripts.records(key)))


def _only(key: str, beginning: str, what: str, ids: Iterable[str]) -> str:
    ids = list(dict.fromkeys(ids))
    found = [version for version in ids if version.startswith(beginning)]
    if len(found) != 1:
        choice = ", ".join(f"{version:.7}" for version in found or ids) or "none"
        raise NoSuchVersion(f"{beginning} names {len(found)} {what} of {key}; there are: {choice}")
    return found[0]


def _trail(publications: Sequence[Publication]) -> list[str]:
    """Return the versions that led to the present one."""
    trail: list[str] = []
    for one in publications:
        if one.kind == "rollback" and one.version in trail:
            while trail[-1] != one.version:
                trail.pop()
        else:
            trail.append(one.version)
    return trail
