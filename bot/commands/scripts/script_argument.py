"""The script of a file, for commands that need it whole but not its cases."""

from bot.channels.port import LIMITS
from bot.desk.scripts.validation import Source
from dialogs.language.script_loader import load
from dialogs.model.script import Script
from dialogs.strict_yaml.problems import render


class UnusableScript(Exception):
    """The command cannot be carried out on what was given; the text says why."""


def read_script(source: Source) -> Script:
    """Return the script of a source; cases that fail or are missing do not matter.

    Raises:
        Refused: if it has mistakes; the text lists them as `check` does.

    """
    loaded = load(source.text, LIMITS)
    if loaded.script is None or loaded.problems:
        raise UnusableScript("\n".join(render(problem, source.name) for problem in loaded.problems))
    return loaded.script
