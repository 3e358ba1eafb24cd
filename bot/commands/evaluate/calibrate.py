"""``calibrate``: fits the thresholds of known issues to what customers said of the answers."""

from argparse import ArgumentParser, Namespace

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.recognition.calibration import NEEDED, LabelledAnswer, fit, labelled_answers, stated
from bot.desk.recognition.known_issues import in_force, thresholds
from bot.matching.assurance import NEVER
from bot.matching.confidence import Thresholds
from storage.finding_records import Calibration, Label


async def calibrate(container: Container, request: Request) -> Answer:
    """Put thresholds in force that hold for the labels of this desk, or with ``dry`` only tell which they would be."""
    unit, desk = container.store.unit(), container.desk
    said = labelled_answers(await unit.find(Label, look="known-issue"))
    repeats = _repeats(await unit.find(Label, look="repeat"))
    if len(said) < NEEDED:
        missing = (
            f"{len(said)} tellings were answered yes or no; {NEEDED - len(said)} more are needed: nothing was changed"
        )
        return Answer("\n".join([missing, repeats]))
    promise = desk.policy.promise
    assurance = await desk.recognition.assurance(in_force(desk, desk.scripts.main))
    before = thresholds(assurance, promise, await unit.last(Calibration))
    now = fit(said, promise, before)
    if not request.word("dry"):
        unit.add(
            Calibration(
                id=container.environment.new_id(),
                at=container.environment.now(),
                answer=now.answer,
                offer=now.offer,
                labels=len(said),
            )
        )
        await unit.commit()
    last = "nothing was changed" if request.word("dry") else "in force from the next message on"
    return Answer("\n".join([*_told(said, before, now, promise.answers), last, repeats]))


def _told(said: list[LabelledAnswer], before: Thresholds, now: Thresholds, precision: float) -> list[str]:
    lines = [f"fitted to {len(said)} tellings; {precision:.0%} of the answers are to be right"]
    for name, used in (("was", before), ("now", now)):
        answered = [one for one in said if one.confidence >= used.answer]
        offered = [one for one in said if used.offer <= one.confidence < used.answer]
        lines += [
            f"{name}  answered from {_at(used.answer)}: {_share(len(answered), sum(one.first for one in answered))}",
            f"     offered from {_at(used.offer)}: {_share(len(offered), sum(one.any for one in offered))}",
        ]
    if now.answer >= NEVER:
        lines.append("too many answers were wrong: known issues are then only offered, never answered at once")
    return lines


def _at(confidence: float) -> str:
    return "no confidence" if confidence >= NEVER else f"{confidence:.3f}"


def _share(of: int, right: int) -> str:
    return f"{of} of these, {right} of them right"


def _repeats(labels: list[Label]) -> str:
    told = stated(labels)
    if not told.repeats:
        return "repeats: none was stated yet"
    right = max(0, told.repeats - told.wrong)
    return f"repeats: {told.repeats} stated, {told.wrong} of them taken back ({right / told.repeats:.1%} right)"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only tell what would change")


def _read(given: Namespace) -> Request:
    return Request("calibrate", words={"dry": "yes" if given.dry_run else ""})


COMMAND = Command(
    name="calibrate",
    help="fit to what customers said from when on known issues are answered",
    arguments=_arguments,
    run=OnDesk(_read, calibrate),
)
