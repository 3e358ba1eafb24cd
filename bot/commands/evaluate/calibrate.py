"""``calibrate``: fits to what customers said when known issues are answered, and how sure one may be of repeats."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.recognition import repeat_scale
from bot.desk.recognition.calibration import NEEDED, LabelledAnswer, fit, labelled_answers, stated
from bot.desk.recognition.known_issues import in_force, thresholds
from bot.desk.recognition.label_learning import CALIBRATED, learn_said
from bot.desk.recognition.repeat_scale import SHIPPED, fit_scale, labelled_repeats
from bot.matching.assurance import NEVER
from bot.matching.confidence import Thresholds
from storage.ports import UnitOfWork
from storage.records.finding_records import Calibration, Label, RepeatCalibration


async def calibrate(container: Container, request: Request) -> Answer:
    """Put in force what holds for the labels of this desk, or with ``dry`` only tell what it would be."""
    unit = container.store.unit()
    answers, fitted = await _answers(container, unit)
    repeats, scaled = await _repeats(container, unit)
    for one in () if request.word("dry") else filter(None, (fitted, scaled)):
        unit.add(one)
    await unit.commit()
    last = []
    if fitted or scaled:
        last = ["nothing was changed" if request.word("dry") else "in force from the next message on"]
    if fitted and not request.word("dry"):
        said = await learn_said(container.store.unit(), container.desk)
        container.store.changes.tell(CALIBRATED)
        count = sum(len(texts) for _, texts in said.about)
        last.append(f"learnt beside the wordings: {count} tellings, and {len(said.none)} that are about none")
    return Answer("\n".join([*answers, *last, *repeats]))


async def _answers(container: Container, unit: UnitOfWork) -> tuple[list[str], Calibration | None]:
    """Return what is told of known issues, and the thresholds to be put in force, if there are labels enough."""
    said = labelled_answers(await unit.find(Label, look="known-issue"))
    if len(said) < NEEDED:
        missing = NEEDED - len(said)
        return [f"{len(said)} tellings were answered yes or no; {missing} more are needed: nothing was changed"], None
    desk = container.desk
    assurance = await desk.recognition.assurance(in_force(desk, desk.scripts.main))
    before = thresholds(assurance, desk.policy.promise, await unit.last(Calibration))
    now = fit(said, desk.policy.promise, before)
    environment = container.environment
    fitted = Calibration(
        id=environment.new_id(),
        at=environment.now(),
        answer=now.answer,
        offer=now.offer,
        labels=len(said),
        offered_only=tuple(sorted(now.offered_only)),
    )
    return _told(said, before, now, desk.policy.promise.answers), fitted


async def _repeats(container: Container, unit: UnitOfWork) -> tuple[list[str], RepeatCalibration | None]:
    """Return what is told of repeats, and how their likelihoods hold here, if that was found out and is new."""
    labels = await unit.find(Label, look="repeat")
    said, last = labelled_repeats(labels), _stated(labels)
    if len(said) < repeat_scale.NEEDED:
        missing = repeat_scale.NEEDED - len(said)
        return [f"repeats are judged as before: {len(said)} were answered, {missing} more are needed", last], None
    scale = fit_scale(said)
    if scale == SHIPPED:
        told = f"repeats are judged as shipped: on {len(said)} answers, each held back in turn, nothing does better"
    else:
        told = f"repeats: fitted to {len(said)} answers, the log odds times {scale.slope:.2f}, {scale.shift:+.2f}"
    environment = container.environment
    fitted = RepeatCalibration(
        id=environment.new_id(), at=environment.now(), slope=scale.slope, shift=scale.shift, labels=len(said)
    )
    return [told, last], fitted


def _told(said: list[LabelledAnswer], before: Thresholds, now: Thresholds, precision: float) -> list[str]:
    lines = [f"fitted to {len(said)} tellings; {precision:.0%} of the answers are to be right"]
    for name, used in (("was", before), ("now", now)):
        answered = [one for one in said if one.confidence >= used.answer and one.about not in used.offered_only]
        offered = [one for one in said if one.confidence >= used.offer and one not in answered]
        lines += [
            f"{name}  answered from {_at(used.answer)}: {_share(len(answered), sum(one.first for one in answered))}",
            f"     offered from {_at(used.offer)}: {_share(len(offered), sum(one.any for one in offered))}",
        ]
    if now.offered_only:
        lines.append(f"only offered, since too many of their answers were wrong: {', '.join(sorted(now.offered_only))}")
    if now.answer >= NEVER:
        lines.append("too many answers were wrong: known issues are then only offered, never answered at once")
    return lines


def _at(confidence: float) -> str:
    return "no confidence" if confidence >= NEVER else f"{confidence:.3f}"


def _share(of: int, right: int) -> str:
    return f"{of} of these, {right} of them right"


def _stated(labels: Sequence[Label]) -> str:
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
    help="fit to what customers said from when on known issues are answered and repeats are stated",
    arguments=_arguments,
    run=OnDesk(_read, calibrate),
)
