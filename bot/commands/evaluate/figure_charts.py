"""What `evaluate` draws: the figures of its tables as pictures (SVG)."""

from collections import Counter

from bot.desk.recognition.evaluation import AnswerFigures, RepeatFigures, SignalFigures, share
from bot.drawing import style
from bot.drawing.charts import ChartRow, curve, paired, stacked
from bot.matching.confidence import running

_MADE = {"stated": "#7fb3e6", "asked": "#cfe2f7", "wrong": style.warmth(1), "new": style.UNUSED}
"""The colours of what the desk made of a telling."""
_HEARD = {"recall": style.COLOURS["ask"].dark, "false alarms": style.warmth(1)}


def repeats(found: RepeatFigures) -> str:
    """Return what was made of the repeats, and of what was new."""
    rows = []
    for name, again in (("told before", True), ("new", False)):
        made = Counter[str](one.made for one in found.outcomes if (one.told.repeat_of is not None) is again)
        told = {key: f"{count} {key}" for key, count in made.items()}
        rows.append(ChartRow(f"{name} ({made.total()})", made, told))
    return stacked("What the desk takes tellings for", "by what they are in truth", rows, _MADE)


def answers(found: AnswerFigures) -> str:
    """Return which share of the questions could be answered at which precision, and what is in force."""
    points = [(share(right, found.in_scope), share(right, of)) for _, right, of in running(found.judged)]
    told = found.figures()
    mark = (told["answered"], told["answer_precision"]) if found.answered else None
    axes = ("rightly answered at once, of the questions about a known issue", "how many of the answers are right")
    return curve("Answers from known issues", axes, points, mark)


def signals(found: SignalFigures) -> str:
    """Return for each signal how often it is heard where it is, and where it is not."""
    rows = [
        ChartRow(name, {"recall": of["recall"], "false alarms": of["false_alarm_rate"]}, _told(of))
        for name, of in found.each().items()
    ]
    return paired("Signals heard in texts", "where they are, and where they are not", rows, _HEARD)


def _told(of: dict[str, float]) -> dict[str, str]:
    recall = f"{of['recall']:.0%} of {of['texts']}" if of["texts"] else "none in these texts"
    return {"recall": recall, "false alarms": f"{of['false_alarms']} ({of['false_alarm_rate']:.1%})"}
