import re

import pytest

from bot.drawing.style import COLOURS, outline, warmth


def test_no_two_kinds_of_steps_look_alike() -> None:
    outlines = {kind: outline(kind, 250, 60) for kind in COLOURS}

    assert len(set(outlines.values())) == len(outlines)
    assert len({colour.dark for colour in COLOURS.values()}) == len(outlines)


@pytest.mark.parametrize("kind", COLOURS)
@pytest.mark.parametrize("height", [24, 46, 200])
def test_an_outline_stays_within_its_box_and_reaches_all_its_borders(kind: str, height: float) -> None:
    found = re.findall(r"([\d.-]+),([\d.-]+)", outline(kind, 250, height))
    across, down = {float(x) for x, _ in found}, {float(y) for _, y in found}

    assert (min(across), max(across), min(down), max(down)) == (0, 250, 0, height)


def test_the_more_left_the_less_green_and_blue() -> None:
    shades = [warmth(share / 4) for share in range(5)]

    assert shades[0] == "#ffeddb"
    assert shades[4] == "#f78a54"
    assert sorted(shades, key=lambda shade: -int(shade[3:5], 16)) == shades
