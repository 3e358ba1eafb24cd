"""Real texts that are no part of the project, but may lie beside it: its README tells what each file is."""

from dataclasses import replace
from pathlib import Path

from bot.commands.evaluate.labelled_files import read_repeats
from bot.desk.recognition.evaluation import LabelledTelling

FOLDER = Path("../shared/data")


def histories(folder: Path) -> dict[str, list[LabelledTelling]]:
    """Return real histories, if there are any, in full and with the first sentence of some tellings alone."""
    file = folder / "repeats-zh.jsonl"
    if not file.exists():
        return {}
    told, here, came_back = read_repeats(file), set[str](), set[str]()
    for one in told:
        came_back |= {one.id} if one.customer in here else set()
        here.add(one.customer)
    return {
        "in full": told,
        "short against full": [_short(one) if one.id in came_back else one for one in told],
        "full against short": [one if one.id in came_back else _short(one) for one in told],
        "all short": [_short(one) for one in told],
    }


def _short(one: LabelledTelling) -> LabelledTelling:
    return replace(one, text=one.text.split("。", 1)[0])
