"""What customers said of known issues, learnt beside the wordings from the time on at which `calibrate` was run.

The thresholds rest on the same labels, judged by what had not learnt them: they are those of a weaker classifier, and
hold the more.
"""

import logging
from collections.abc import Iterable

from bot.desk.recognition.known_issues import in_force
from bot.desk.turn.context import DeskContext
from bot.matching.said_of_matters import NOTHING_SAID, SaidOfMatters, said_of_matters
from storage.ports import EVERYWHERE, StorageError, Store, UnitOfWork
from storage.records.finding_records import Calibration, Label

log = logging.getLogger(__name__)

CALIBRATED = "calibrated"
"""The hint that what customers said is to be learnt; no address looks like it."""
_LOOKED_AT = 10_000
"""Labels that are read, the newest."""


def said_of_issues(labels: Iterable[Label]) -> SaidOfMatters:
    """Return what is learnt of labels of known issues, in the order of their ids.

    Who accepted one of those that were offered told of that one; who refused all of them, of none.
    """
    tellings: dict[tuple[str, str], str] = {}
    for one in labels:
        if one.answer in ("accepted", "refused"):
            telling = (one.conversation or one.id, one.text)
            tellings[telling] = one.about if one.answer == "accepted" else tellings.get(telling, "")
    return said_of_matters((text, key) for (_, text), key in tellings.items())


async def said_in_force(unit: UnitOfWork) -> SaidOfMatters:
    """Return what is learnt by now: nothing before `calibrate` was run, and nothing that was said since."""
    fitted = await unit.last(Calibration)
    if fitted is None:
        return NOTHING_SAID
    labels = await unit.find(Label, look="known-issue", newest=_LOOKED_AT)
    return said_of_issues(one for one in labels if one.at <= fitted.at)


async def learn_said(unit: UnitOfWork, desk: DeskContext) -> SaidOfMatters:
    """Have recognition learn what customers said, before it is in force; returns what that is."""
    said = await said_in_force(unit)
    await desk.recognition.learn_said(said, in_force(desk, desk.scripts.main))
    return said


async def follow(store: Store, desk: DeskContext) -> None:
    """Learn whenever a process says that `calibrate` was run, for ever; it may have been just now."""
    with store.changes.watch() as changes:
        store.changes.tell(CALIBRATED)
        async for hint in changes:
            if hint in (CALIBRATED, EVERYWHERE):
                try:
                    await learn_said(store.unit(), desk)
                except StorageError as fault:
                    log.warning("what customers said is learnt at the next look: %s", fault)
