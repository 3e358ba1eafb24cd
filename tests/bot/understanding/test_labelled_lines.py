from pathlib import Path

import pytest

from bot.understanding.acts import Act, Stage
from bot.understanding.labelled_lines import BadLine, read_acts, read_texts
from bot.understanding.reader_port import Situation
from bot.understanding.signals import SignalName

ACT = """\
{"id": "1", "lang": "en", "script": "bank", "stage": "question:card", "asked": "Which card?", "before": ["a fee"], \
"text": "not saying", "act": "declines", "also": ["other"], "value": ""}
"""
TEXT = """\
{"id": "1", "text": "he hit me last year", "kind": "attitude", \
"signals": [{"name": "abuse", "who": "customer", "now": false}]}
{"id": "2", "text": "there was a fire once", "signals": [{"name": "danger", "who": "other", "now": false}]}
"""


def test_a_message_is_read_with_its_situation(tmp_path: Path) -> None:
    path = tmp_path / "acts.jsonl"
    path.write_text(ACT, "utf-8")

    (one,) = read_acts(path)

    assert one.situation == Situation(Stage.QUESTION, "card", "Which card?", ("a fee",), "bank", "en")
    assert one.is_right(Act.DECLINES)
    assert one.is_right(Act.OTHER)
    assert not one.is_right(Act.ANSWERS)


def test_what_is_over_is_not_to_be_heard_but_abuse_is(tmp_path: Path) -> None:
    path = tmp_path / "intake.jsonl"
    path.write_text(TEXT, "utf-8")

    abuse, danger = read_texts(path)

    assert abuse.holds(SignalName.ABUSE)
    assert not danger.holds(SignalName.DANGER)
    assert danger.mentions(SignalName.DANGER)


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "x", "stage": "nowhere", "act": "tells"}', '{"text": "x"}'])
def test_a_line_that_is_none_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "acts.jsonl"
    path.write_text(f"{ACT}{line}\n", "utf-8")

    with pytest.raises(BadLine, match="line 2"):
        read_acts(path)
