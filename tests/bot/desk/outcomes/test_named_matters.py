"""Which matters a complaint named."""

import pytest

from bot.desk.outcomes.named_matters import matters_of
from dialogs.language.script_loader import load
from tests.bot.desk.desk_harness import SHIPPED

TELECOM = load((SHIPPED / "scripts" / "telecom.yaml").read_text("utf-8")).script


@pytest.mark.parametrize(
    ("told", "kind", "matters"),
    [
        ("My bill is too high. And the broadband is down.", "billing", ["network", "billing"]),
        ("账单多扣了50元。营业厅的人态度很差。", "billing", ["billing", "attitude"]),
        ("I was billed for broadband that never worked", "billing", []),
        ("My bill is too high. I was overcharged.", "billing", []),
        ("", "billing", []),
    ],
)
def test_each_sentence_that_names_one_thing_names_a_matter(told: str, kind: str, matters: list[str]) -> None:
    assert [one.key for one in matters_of(TELECOM, told, {"kind": kind})] == matters


def test_a_script_without_categories_has_no_matters() -> None:
    assert matters_of(None, "My bill. My network.", {}) == ()
