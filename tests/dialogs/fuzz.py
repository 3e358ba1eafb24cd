"""Makes slips without end, and keeps every text that is not told what is wrong: ``make fuzz``.

FUZZ_SECONDS ends it after that time. Each text is made from its own seed, which stands in the name of the file it is
kept in.
"""

import os
import sys
import time
import traceback
from pathlib import Path
from random import Random

from tests.dialogs.slips import SOURCES, slipped

KEPT = Path("fuzz-found")
TELL_EVERY = 10.0


def tried(seed: int) -> bool:
    """Return whether one text was read as it must be; if not, keep it and why."""
    random = Random(seed)
    read, sound = random.choice(SOURCES)
    text = slipped(random.choice(sound), random)
    try:
        read(text)
    except Exception:
        KEPT.mkdir(exist_ok=True)
        kept = KEPT / f"{read.__name__}-{seed}.yaml"
        kept.write_text(text, "utf-8", "surrogatepass", "")
        kept.with_suffix(".txt").write_text(traceback.format_exc(), "utf-8", "backslashreplace")
        print(f"kept {kept}", flush=True)
        return False
    return True


def main() -> None:
    end = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "inf"))
    seeds = Random()
    tries = failures = 0
    tell = time.monotonic() + TELL_EVERY
    while (now := time.monotonic()) < end:
        failures += not tried(seeds.getrandbits(48))
        tries += 1
        if now > tell:
            print(f"{tries:,} texts, {failures} kept", flush=True)
            tell = now + TELL_EVERY
    print(f"{tries:,} texts, {failures} kept")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
