"""What becomes of a suspicion: a person confirms or dismisses it, and a confirmed one is worded as a known issue.

Nothing is published here: an admin writes the answer, and customers are told nothing that no person has confirmed.
"""

import json
import re
from dataclasses import replace

from bot.desk.agents.permissions import SUPERVISORS
from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.words import DESK_WORDS
from bot.desk.hotspots.hotspot_monitor import SUSPECTED
from bot.desk.hotspots.topic_summary import named
from bot.desk.staff.audit import Actor, put_on_record
from dialogs.language.issue_forms import IssueForm
from dialogs.reading.folding import clean
from dialogs.strict_yaml.common_texts import languages
from storage.ports import Store, UnitOfWork
from storage.records.finding_records import Suspicion
from storage.records.statuses import SuspicionStatus

VERDICTS: dict[str, SuspicionStatus] = {"confirm": "confirmed", "watch": "watched", "dismiss": "dismissed"}
"""From what is done to the status that it leads to."""
JUDGES = SUPERVISORS
"""Who may do it: what is confirmed is told to everybody sooner or later."""

OPEN: tuple[SuspicionStatus, ...] = ("suspected", "watched")
"""Statuses in which it waits for a verdict."""
_LONGEST_KEY = 40
_LONGEST_TITLE = 100


async def judge_suspicion(
    store: Store, environment: Environment, key: str, by: Actor, verdict: str, reason: str = ""
) -> None:
    """Confirm a suspicion, watch it, or dismiss it with a reason.

    Raises:
        Refused: if the agent may not, there is none with this id, it was judged otherwise already, or the reason for
            dismissing it is missing.
        Conflict: if a colleague judges it at this moment.

    """
    async with store.unit() as unit:
        suspicion = await _judged_by(unit, key, by)
        if suspicion.status == VERDICTS[verdict]:
            return
        if suspicion.status not in OPEN:
            raise Refused(Refusal.JUDGED_ALREADY)
        if verdict == "dismiss" and not reason:
            raise Refused(Refusal.EMPTY)
        name = by.agent.name if by.agent else ""
        status = VERDICTS[verdict]
        unit.put(replace(suspicion, status=status, reason=reason, judge=name, judged=environment.now()))
        values = {"about": about(suspicion), "old": suspicion.status, "new": status, "detail": reason}
        await put_on_record(unit, environment, "suspicion-judged", by, subject=key, **values)
        await unit.commit()
    store.changes.tell(SUSPECTED)


async def name_suspicion(store: Store, environment: Environment, key: str, by: Actor, title: str) -> None:
    """Call it as a person would; without a title it goes by its words again.

    Raises:
        Refused: if the agent may not, or there is none with this id.
    """
    async with store.unit() as unit:
        suspicion = await _judged_by(unit, key, by)
        unit.put(replace(suspicion, title=clean(title)[:_LONGEST_TITLE]))
        values = {"about": about(suspicion), "old": suspicion.title, "new": clean(title)[:_LONGEST_TITLE]}
        await put_on_record(unit, environment, "suspicion-judged", by, subject=key, **values)
        await unit.commit()
    store.changes.tell(SUSPECTED)


def about(suspicion: Suspicion) -> str:
    """Return what a suspicion is called on record: by its day, since its words are those of customers."""
    return f"{suspicion.kind} {suspicion.at:%Y-%m-%d}"


async def _judged_by(unit: UnitOfWork, key: str, by: Actor) -> Suspicion:
    if by.agent is None or by.agent.role not in JUDGES:
        raise Refused(Refusal.SUPERVISORS_ONLY)
    suspicion = await unit.get(Suspicion, key)
    if suspicion is None:
        raise Refused(Refusal.NO_SUCH_SUSPICION)
    return suspicion


def as_issue_form(suspicion: Suspicion) -> IssueForm:
    """Return what a suspicion proposes for the known issue: its name, area and wordings; the answer is to come."""
    title = re.sub("[{}]", "", suspicion.title or named(suspicion.words, suspicion.area))
    told: dict[str, str] = {}
    for sample in map(clean, suspicion.samples):
        told.setdefault(sample.casefold(), sample)
    return IssueForm(
        title=dict.fromkeys(languages(), title),
        answer={},
        status="confirmed",
        wordings=tuple(told.values()),
        area=(clean(suspicion.area),) if clean(suspicion.area) else (),
        since=f"{suspicion.at:%Y-%m-%d}",
    )


def as_known_issue(suspicion: Suspicion) -> str:
    """Return the entry for a file of known issues; its answer is to be written, and its status shows it to nobody."""
    title = re.sub("[{}]", "", suspicion.title or named(suspicion.words, suspicion.area))
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
