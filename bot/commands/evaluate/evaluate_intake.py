"""``evaluate intake``: how well first messages are taken in: signals, values, where they lead, what is offered."""

import asyncio
from argparse import Namespace
from collections.abc import Iterator

from bot.commands.command import Command
from bot.commands.evaluate.first_messages import first_replies
from bot.commands.evaluate.reading_figures import (
    add_reading,
    answer_with_misses,
    reading,
    shipped_reader,
    shortened_line,
)
from bot.commands.remote.request import Answer
from bot.desk.recognition.intake_evaluation import KIND, IntakeOutcome, LabelledIntake, measure_intake
from bot.understanding.labelled_lines import BadLabel, LabelledMessage, read_texts
from bot.understanding.reading_evaluation import SignalReadingFigures, measure_texts
from bot.understanding.signals import GRAVE, SignalName

_LEADS_ON = {SignalName.ANGER}
"""Signals that call nobody the first time."""


def _measure(given: Namespace) -> Answer:
    told = read_texts(given.file)
    heard = measure_texts(told, shipped_reader().signals)
    intake = [_intake(one) for one in told if one.fields.get("script")]
    taken = measure_intake(zip(intake, asyncio.run(first_replies(intake)), strict=True))
    figures = {**heard.figures(), **taken.figures(), "slots": taken.each()}
    misses = [*_missed(heard), *map(_misread, taken.misses())]
    return answer_with_misses(given, figures, ("signals", "slots"), misses)


def _intake(one: LabelledMessage) -> LabelledIntake:
    names = {name for name in SignalName if one.holds(name)}
    said = one.fields
    try:
        return LabelledIntake(
            one.id,
            said["script"],
            one.text,
            said.get(KIND, ""),
            {key: str(value) for key, value in said.get("slots", {}).items() if value and key != KIND},
            said.get("known_issue") or "",
            calls_person=bool(names - _LEADS_ON) or bool(said.get("urgent")),
            is_grave=bool(names & GRAVE),
        )
    except (TypeError, AttributeError) as error:
        raise BadLabel(f"{one.id}: {error!r}") from error


def _missed(found: SignalReadingFigures) -> Iterator[str]:
    for one in found.misses():
        wrong = [f"missed {name}" for name in SignalName if one.is_missed(name)]
        wrong += [f"false {name}" for name in SignalName if one.is_false(name)]
        yield f"{one.told.id}  {', '.join(wrong)}: {shortened_line(one.told.text)}"


def _misread(one: IntakeOutcome) -> str:
    told, read = one.told.slots, one.read
    wrong = ["misrouted"] if one.is_misrouted else []
    wrong += [f"{key} {shortened_line(read[key])} for {shortened_line(told.get(key, 'none'))}" for key in one.wrong]
    wrong += [f"no {key} {shortened_line(told[key])}" for key in one.missed]
    if not one.is_right_kind:
        wrong.append(f"kind {one.reply.slots.get(KIND) or 'none'} for {one.told.kind or 'none'}")
    if one.is_wrongly_offered:
        done = "answered" if one.reply.is_answered else "offered"
        wrong.append(f"{done} {one.reply.offered} for {one.told.known_issue or 'none'}")
    return f"{one.told.id}  {', '.join(wrong)}: {shortened_line(one.told.text)}"


COMMAND = Command(
    name="evaluate intake",
    help="how well whole first messages are taken in",
    arguments=add_reading,
    run=reading(_measure),
)
