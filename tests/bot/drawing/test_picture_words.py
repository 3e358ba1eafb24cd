from typing import get_args

import pytest

from bot.desk.signals.signal_file import NAMES as SIGNALS
from bot.drawing.picture_words import PICTURE_WORDS, signal
from bot.drawing.style import COLOURS
from dialogs.model.script import Filing, HandoffLevel, ScriptTrack


@pytest.mark.parametrize(
    "key",
    [
        *COLOURS,
        "look.known-issue",
        "look.repeat",
        *(f"filing.{filing}" for filing in get_args(Filing)),
        *(f"level.{level}" for level in get_args(HandoffLevel)),
        *(f"{what}.{track}" for what in ("track", "to") for track in get_args(ScriptTrack)),
        *(f"signal.{name}" for name in SIGNALS),
    ],
)
def test_what_scripts_know_by_a_code_has_words(key: str) -> None:
    assert key in PICTURE_WORDS


def test_a_signal_without_words_is_named_by_its_key() -> None:
    assert signal("en", "brand-new") == "brand-new"
