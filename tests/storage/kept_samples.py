"""One document of every kind as each schema wrote it, kept in files: what once was written must be read for ever.

Whoever changes a record raises ``SCHEMA`` in `storage.codec`, writes the step from the old number to the new one, and
keeps the old file as it is. The new file holds a document of every kind with no field at its default:
``schema-3.jsonl`` begins as a copy of ``schema-2.jsonl`` with another ``v``.
"""

from pathlib import Path

import orjson

from storage.codec import SCHEMA

FOLDER = Path(__file__).parent / "samples"


def sampled() -> list[int]:
    """Return the numbers of the schemas that have a file."""
    return sorted(int(path.stem.removeprefix("schema-")) for path in FOLDER.glob("schema-*.jsonl"))


def read(number: int) -> dict[str, bytes]:
    """Return the documents of a schema by the name of their kind."""
    lines = (FOLDER / f"schema-{number}.jsonl").read_bytes().splitlines()
    return {kind: orjson.dumps(document) for line in lines for kind, document in orjson.loads(line).items()}


SAMPLES = read(SCHEMA)
"""What this program writes."""
