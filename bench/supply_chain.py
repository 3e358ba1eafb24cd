"""What the program is made of besides its own code: every package of the lock, its licence, and where it comes from.

``python -m bench.supply_chain licences`` prints docs/licences.md, ``sbom`` prints a bill of materials (CycloneDX 1.5).
Both tell what the installed metadata say, and change only with the lock.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements.lock"
PERMISSIVE = frozenset(
    (
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "CNRI-Python",
        "MIT",
        "OFL-1.1",
        "PSF-2.0",
        "Zlib",
    )
)
"""Licences that ask for no more than that they and their authors are named."""
REASONS: Mapping[str, str] = {
    "certifi": "MPL-2.0 covers its own files, the list of certificates: they are used unchanged, from its own package.",
    "graphviz-pure": (
        "The layout engines are EPL-2.0. It is a program of its own, started as a process and given a text: nothing of "
        "ours is derived from it. Its fonts (OFL-1.1) may be bundled with any software."
    ),
    "orjson": "MPL-2.0 covers its own files, which are used unchanged; parts may be had under Apache-2.0 or MIT.",
    "python-telegram-bot": (
        "LGPL-3.0 lets a program of any licence use the library, as long as whoever has the program can put another "
        "version of the library in its place. It is a package of its own beside the program, imported and unchanged: "
        "`pip install` of another version is all it takes."
    ),
    "tqdm": "MPL-2.0 covers its own files, which are used unchanged, from its own package.",
}
"""Why what is not permissive may be used by a program under MIT. A test holds it to what needs one."""
_WRITTEN = {
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd license": "BSD-3-Clause",
    "dual license": "Apache-2.0 OR BSD-3-Clause",  # so does python-dateutil alone call it
    "mit license": "MIT",
    "python software foundation license": "PSF-2.0",
}
"""How older metadata name a licence, and its SPDX name."""
_NOT_EVERYWHERE = {"colorama": "BSD-3-Clause"}
"""Licences of what is installed on some systems only, where it is missing."""
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: WITH [A-Za-z0-9.-]+)?")

_INTRODUCTION = """\
# Licences

Tellonce itself is under the [MIT licence](../LICENSE). It is distributed without what it builds on: `make run` installs
the packages of `requirements.lock` from the Python Package Index, each as its authors publish it and under its own
licence. Who hands them on together, such as in a container image, hands on their licences too: they lie beside each
package, in its folder `*.dist-info`. `make licences` writes this page, and a test holds it to the lock.
"""
_BUNDLED = """\
## What packages bring along

The wheels of `numpy` carry OpenBLAS (BSD-3-Clause) and the runtime libraries of GCC (GPL-3.0 with the
exception for runtime libraries, which lets programs of any licence use them). `aiohttp` carries llhttp (MIT),
`django-ace` the editor Ace (BSD-3-Clause).
"""


@dataclass(frozen=True)
class Component:
    """A package of the lock."""

    name: str
    versions: tuple[str, ...]
    """More than one where they depend on the Python version."""
    licence: str
    """An SPDX expression."""
    hashes: tuple[str, ...]
    """The SHA-256 of the files of all versions, one of which is installed."""

    @property
    def is_permissive(self) -> bool:
        """Whether none of its licences asks for more than to be named."""
        words = _SPDX.findall(self.licence)
        return all(word in PERMISSIVE for word in words if word not in ("AND", "OR"))


def components(lock: str) -> list[Component]:
    """Return the packages of a lock in its order."""
    found: dict[str, Component] = {}
    for name, version, hashes in _pins(lock):
        known = found.get(name)
        found[name] = Component(
            name,
            (*(known.versions if known else ()), version),
            known.licence if known else licence_of(name),
            (*(known.hashes if known else ()), *hashes),
        )
    return list(found.values())


def _pins(lock: str) -> Iterator[tuple[str, str, Sequence[str]]]:
    starts = list(_PINNED.finditer(lock))
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        block = lock[start.end() : following.start() if following else len(lock)]
        yield start[1], start[2], re.findall(r"sha256:([0-9a-f]{64})", block)


def licence_of(name: str) -> str:
    """Return the SPDX expression of an installed package.

    Raises:
        LookupError: if its metadata name none that is known here.
    """
    try:
        about = metadata(name)
    except PackageNotFoundError:
        if name in _NOT_EVERYWHERE:
            return _NOT_EVERYWHERE[name]
        raise
    classifiers: list[str] = [
        text.rpartition(" :: ")[2] for text in about.get_all("Classifier") or () if "License ::" in text
    ]
    named: list[str] = [text for field in ("License-Expression", "License") for text in about.get_all(field) or ()]
    for written in (*named, *classifiers):
        known = _WRITTEN.get(written.lower(), written)
        if known and "\n" not in known and len(known) < 80:
            return known
    raise LookupError(f"{name} names no licence that is known here")


def licences_page(lock: str) -> str:
    """Return docs/licences.md."""
    found = components(lock)
    rows = [f"| {one.name} | {', '.join(one.versions)} | {one.licence} |" for one in found]
    table = ["| package | version | licence |", "|---|---|---|", *rows]
    reasons = [f"- **{one.name}** ({one.licence}). {REASONS[one.name]}" for one in found if not one.is_permissive]
    why = "## Those that ask for more than to be named\n\nWhy each fits a program under MIT:\n"
    return "\n".join([_INTRODUCTION, *table, "", why, *reasons, "", _BUNDLED.rstrip()])


def bill_of_materials(lock: str) -> Mapping[str, Any]:
    """Return the packages as CycloneDX 1.5 has them; without a time or a random number, so that it can be compared."""
    own = {"type": "application", "bom-ref": "tellonce", "name": "tellonce", "licenses": [{"license": {"id": "MIT"}}]}
    found = components(lock)
    parts = [_part(one, version) for one in found for version in one.versions]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": parts,
        "dependencies": [{"ref": "tellonce", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _part(component: Component, version: str) -> Mapping[str, Any]:
    purl = f"pkg:pypi/{component.name}@{version}"
    source = {
        "type": "distribution",
        "url": f"https://pypi.org/project/{component.name}/{version}/",
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in component.hashes],
    }
    return {
        "type": "library",
        "bom-ref": purl,
        "name": component.name,
        "version": version,
        "purl": purl,
        "licenses": [{"expression": component.licence}],
        "externalReferences": [source],
    }


def main(what: str) -> None:
    """Print what is asked for."""
    lock = LOCK.read_text("utf-8")
    print(licences_page(lock) if what == "licences" else json.dumps(bill_of_materials(lock), indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
