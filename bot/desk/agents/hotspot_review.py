"""What becomes of a suspicion: a person confirms or dismisses it, and a confirmed one is worded as a known issue.

Nothing is published here: an admin writes the answer, and customers are told nothing that no person has confirmed.
"""

import json
import re
from dataclasses import replace

from bot.desk.agents.permissions import SUPERVISORS
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.words import DESK_WORDS
from bot.desk.hotspots.hotspot_monitor import SUSPECTED
from bot.desk.hotspots.topic_summary import named
from dialogs.reading.folding import clean
from dialogs.strict_yaml.common_texts import languages
from storage.finding_records import Suspicion
from storage.ports import Store
from storage.records import Agent
from storage.statuses import SuspicionStatus

VERDICTS: dict[str, SuspicionStatus] = {"confirm": "confirmed", "dismiss": "dismissed"}
"""From what is done to the status that it leads to."""
JUDGES = SUPERVISORS
"""Who may do it: what is confirmed is told to everybody sooner or later."""

_LONGEST_KEY = 40


async def judge_suspicion(store: Store, key: str, agent: Agent, verdict: str) -> None:
    """Confirm or dismiss a suspicion.

    Raises:
        Refused: if the agent may not, there is none with this id, or it was judged otherwise already.
        Conflict: if a colleague judges it at this moment.

    """
    if agent.role not in JUDGES:
        raise Refused(Refusal.SUPERVISORS_ONLY)
    unit = store.unit()
    suspicion = await unit.get(Suspicion, key)
    if suspicion is None:
        raise Refused(Refusal.NO_SUCH_SUSPICION)
    if suspicion.status == VERDICTS[verdict]:
        return
    if suspicion.status != "suspected":
        raise Refused(Refusal.JUDGED_ALREADY)
    unit.put(replace(suspicion, status=VERDICTS[verdict]))
    await unit.commit()
    store.changes.tell(SUSPECTED)


def as_known_issue(suspicion: Suspicion) -> str:
    """Return the entry for a file of known issues; its answer is to be written, and its status shows it to nobody."""
    title = re.sub("[{}]", "", named(suspicion.words, suspicion.area))
    told: dict[str, str] = {}
    for sample in map(clean, suspicion.samples):
        told.setdefault(sample.casefold(), sample)
    lines = [
        f"  {_key(suspicion)}:",
        f"    title: {_in_each(dict.fromkeys(languages(), title))}",
        "    status: suspected",
        *([f"    area: [{_quoted(suspicion.area)}]"] if clean(suspicion.area) else []),
        "    wordings:",
        *(f"      - {_quoted(wording)}" for wording in told.values()),
        "    answer:",
        *(f"      {language}: {_quoted(DESK_WORDS.word(language, 'suspicion.answer'))}" for language in languages()),
    ]
    return "\n".join(lines) + "\n"


def _key(suspicion: Suspicion) -> str:
    """Return a name such as ``no-signal-oak-street``; of words without Latin letters, the day."""
    words = re.findall("[a-z0-9]+", named(suspicion.words, suspicion.area).casefold())
    name = "-".join(dict.fromkeys(words)) or f"suspected-{suspicion.at:%Y-%m-%d}"
    return name[:_LONGEST_KEY].strip("-")


def _in_each(text: dict[str, str]) -> str:
    return "{" + ", ".join(f"{language}: {_quoted(words)}" for language, words in text.items()) + "}"


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back, whatever is in it: a string of JSON is one of YAML."""
    return json.dumps(clean(text), ensure_ascii=False)
