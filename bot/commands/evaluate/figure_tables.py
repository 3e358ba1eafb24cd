"""What `evaluate` prints for people: each figure with what it says, and what went wrong the most."""

from collections.abc import Iterator, Mapping, Sequence

from bot.desk.recognition.evaluation import AnswerFigures, RepeatFigures, SignalFigures, TellingOutcome, share
from bot.drawing.text_width import printable
from bot.matching.assurance import NEVER
from bot.matching.confidence import running

_REPEATS = {
    "tellings": "tellings that were counted",
    "repeats": "of them told before",
    "offered_recall": "of the repeats, stated or asked about, the right one among what was named",
    "stated_recall": "of the repeats, stated without asking, rightly",
    "stated_precision": "of what was stated, right",
    "missed": "of the repeats, neither stated nor asked about rightly",
    "asked": "of the follow-ups of customers who were here before, asked about",
    "false_offer_rate": "of the new ones, taken for a repeat or asked about",
    "ms_p50": "milliseconds for half of the decisions",
    "ms_p99": "milliseconds for all but one in a hundred",
}
_ANSWERS = {
    "questions": "texts",
    "in_scope": "of them about a known issue",
    "top1": "of those, the right one is the likeliest",
    "answered": "of those, answered at once, rightly",
    "answer_precision": "of what was answered at once, right",
    "answered_or_offered": "of those, answered rightly, or the right one among what was offered",
    "offer_precision": "of what was offered, the right one among it",
    "false_answer_rate": "of those about no known issue, answered at once",
    "false_offer_rate": "of those about no known issue, offered one",
    "near_answered": "of those that come near to one, answered at once",
    "near_offered": "of those that come near to one, offered one",
    "far_answered": "of the others about none, answered at once",
    "far_offered": "of the others about none, offered one",
}
_SIGNALS = {
    "recall": "of the signals in the texts, heard",
    "false_alarm_rate": "of all texts, a signal heard that is not in them",
    "of_quiet": "of the texts without any signal, one heard",
}
PRECISIONS = (0.8, 0.9, 0.95, 0.98)
_WORST = 5
_SHORT = 100
"""Characters of a text that are shown."""


def repeats(found: RepeatFigures, texts: Mapping[str, str]) -> str:
    """Return the table, with the repeats that were missed and the offers that were false; the worst first."""
    missed = sorted((one for one in found.outcomes if one.is_missed), key=lambda one: one.right)
    false = sorted((one for one in found.outcomes if one.is_false), key=lambda one: -one.likelihood)
    whole = {
        "offered_recall": found.repeats,
        "stated_recall": found.repeats,
        "stated_precision": found.stated,
        "missed": found.repeats,
        "asked": found.follow_ups,
        "false_offer_rate": found.tellings - found.repeats,
    }
    lines = list(_figures(found.figures(), _REPEATS, whole))
    lines += _worst("missed", [(one, "is", one.told.repeat_of or "") for one in missed], texts)
    lines += _worst("false", [(one, "is not", one.about) for one in false], texts)
    return "\n".join(lines)


def _worst(heading: str, found: Sequence[tuple[TellingOutcome, str, str]], texts: Mapping[str, str]) -> Iterator[str]:
    if found:
        yield ""
        yield f"{heading}: {len(found)}" + (f", the worst {_WORST}" if len(found) > _WORST else "")
    for one, verb, other in found[:_WORST]:
        yield f"  {one.told.id}  {_short(one.told.text)}"
        yield f"    {verb} {other}  {_short(texts[other])}"


def answers(found: AnswerFigures, *, by_words: bool) -> str:
    """Return the table, with how many would be answered at other precisions; ``by_words`` where no meaning is read."""
    outside = found.questions - found.in_scope
    whole = {
        "top1": found.in_scope,
        "answered": found.in_scope,
        "answer_precision": found.answered,
        "answered_or_offered": found.in_scope,
        "offer_precision": found.offered,
        "false_answer_rate": outside,
        "false_offer_rate": outside,
        "near_answered": found.near.asked,
        "near_offered": found.near.asked,
        "far_answered": found.far.asked,
        "far_offered": found.far.asked,
    }
    lines = [*_figures(found.figures(), _ANSWERS, whole), "", *_curve(found)]
    if by_words:
        lines.append("nothing is answered at once: without the extra “recognition” known issues are only offered")
    return "\n".join(lines)


def signals(found: SignalFigures) -> str:
    """Return the table, with a row for each signal."""
    whole = {
        "recall": sum(len(said) for said, _ in found.judged),
        "false_alarm_rate": len(found.judged),
        "of_quiet": sum(not said for said, _ in found.judged),
    }
    lines = [*_figures({**found.figures(), "of_quiet": found.of_quiet}, _SIGNALS, whole), ""]
    lines.append(f"{'':<18}{'texts':>7}{'heard':>7}{'recall':>9}{'false':>7}{'of the others':>15}")
    for name, of in found.each().items():
        recall = f"{of['recall']:.1%}" if of["texts"] else "–"
        lines.append(
            f"{name:<18}{of['texts']:>7}{of['heard']:>7}{recall:>9}{of['false_alarms']:>7}{of['false_alarm_rate']:>15.1%}"
        )
    return "\n".join(lines)


def _figures(values: Mapping[str, object], told: Mapping[str, str], whole: Mapping[str, int]) -> Iterator[str]:
    """Yield a line for each figure; those with a ``whole`` are shares of so many, and of nothing there is no share."""
    for key, means in told.items():
        value = f"{values[key]:.1%}" if whole.get(key) else "–" if key in whole else f"{values[key]}"
        yield f"{key:<20}{value:>8}  {means}"


def _curve(found: AnswerFigures) -> Iterator[str]:
    yield "answered at once if so many of the answers of this file had to be right:"
    for precision in PRECISIONS:
        reached = [point for point in running(found.judged) if point[1] >= precision * point[2]]
        confidence, right, of = reached[-1] if reached else (NEVER, 0, 0)
        at = f"confidence {confidence:.3f}" if reached else "at no confidence"
        yield f"  {precision:.0%}  {share(right, found.in_scope):>6.1%} rightly, {of - right} wrongly, {at}"


def _short(text: str) -> str:
    line = printable(text)
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"
