"""Whether a version of the lock was taken back ("yanked") by who published it, as far as the registry tells.

``python -m bench.yanked_versions`` asks by pip, with whatever index that is set up for; further arguments are pip's. It
ends with 0 if none was, with 1 if some were, and with 2 if nobody can tell.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.supply_chain import LOCK

_YANKED = re.compile(r"yanked version: '([^']+)' candidate \(version (\S+) at .*\nReason for being yanked: (.*)")
_ERROR = re.compile(r"^ERROR: (.*)", re.MULTILINE)
_ASK = ("install", "--dry-run", "--ignore-installed", "--no-deps", "--require-hashes", "--retries", "1", "--quiet")


def check(lock: Path, options: Sequence[str] = ()) -> tuple[int, str]:
    """Return the status to end with, and what there is to tell."""
    asked = [sys.executable, "-m", "pip", *_ASK, "--disable-pip-version-check", *options, "-r", str(lock)]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    if found := _YANKED.findall(answer.stderr):
        lines = [f"{name} {version} was taken back: {why}" for name, version, why in found]
        return 1, "\n".join([*lines, "Choose other versions with `make lock`."])
    if answer.returncode:
        why = _ERROR.findall(answer.stderr) or answer.stderr.strip().splitlines()[-1:]
        reason = f"Nobody can tell whether a version of {lock.name} was taken back: the registry was not reached, or"
        return 2, f"{reason} has not all of them. pip says: {why[-1] if why else 'nothing'}"
    return 0, f"None of the versions in {lock.name} was taken back."


if __name__ == "__main__":
    status, told = check(LOCK, sys.argv[1:])
    print(told)
    sys.exit(status)
