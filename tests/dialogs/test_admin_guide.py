"""The ten minutes of the admin guide, done as it says: its pieces of YAML are put where it tells to put them."""

import re
from pathlib import Path
from textwrap import dedent, indent

import dialogs
from dialogs.cases.case_player import play
from dialogs.cases.verify import verify
from dialogs.language.case_file import load_cases
from dialogs.language.script_loader import load
from tests.dialogs.playing import shipped

GUIDE = (Path(__file__).parents[2] / "docs" / "admin-guide.md").read_text("utf-8")
TEN_MINUTES = GUIDE.split("## In ten minutes")[1].split("\n## ")[0]
SLOT, CHOICE, STEPS, END = (dedent(block) for block in re.findall(r"```yaml\n(.*?)```", TEN_MINUTES, re.DOTALL))
(TAKEN_BACK,) = re.findall(r"```yaml\n(cases:\n  a-sure-repeat.*?)```", GUIDE, re.DOTALL)
FOLDER = Path(dialogs.__path__[0]) / "scripts"


def guided() -> str:
    """Return the telecom script after the ten minutes."""
    text = (FOLDER / "telecom.yaml").read_text("utf-8")
    text = text.replace("slots:\n", f"slots:\n{indent(SLOT, '  ')}", 1)
    before, slot, after = text.partition("  matter:\n")
    text = before + slot + after.replace("    choices:\n", f"    choices:\n{indent(CHOICE, ' ' * 6)}", 1)
    before, step, after = text.partition("  ask-matter:\n")
    text = before + step + after.replace("goto: ask-account\n", f"goto: by-matter\n\n{indent(STEPS, '  ')}", 1)
    return f"{text}\n{END}"


def test_the_ten_minutes_make_a_script_that_may_be_published() -> None:
    text = guided()
    loaded = load(text)
    beside, problems = load_cases((FOLDER / "telecom.cases.yaml").read_text("utf-8"))

    assert (loaded.problems, problems) == ((), ())
    assert loaded.script is not None
    assert "device" in loaded.script.slots
    assert verify(loaded.script, text, loaded.cases, beside).good


def test_the_cases_of_what_was_found_hold_on_the_script_they_are_written_for() -> None:
    cases, problems = load_cases(f"format: 1\n{TAKEN_BACK}")

    assert problems == ()
    assert [play(shipped("telecom"), case).failures for case in cases] == [(), ()]
