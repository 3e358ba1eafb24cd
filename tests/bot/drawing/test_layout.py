import pytest

from bot.drawing import layout
from bot.drawing.layout import Join, NoLayout, Size, arrange

BOXES = {
    "top": Size(250, 60),
    "left": Size(250, 90),
    "right": Size(120, 40),
    "aside": Size(250, 50),
    "low": Size(200, 30),
}
JOINS = [Join("top", "left", Size(60, 20)), Join("top", "right"), Join("left", "top"), Join("aside", "low")]


def test_boxes_go_from_top_to_bottom_and_next_to_each_other() -> None:
    places = arrange(BOXES, JOINS).places

    assert places["top"].y + 60 < min(places["left"].y, places["right"].y)
    assert places["left"].x + 250 < places["right"].x or places["right"].x + 120 < places["left"].x


def test_all_is_inside() -> None:
    found = arrange(BOXES, JOINS)

    for key, size in BOXES.items():
        assert -1 < found.places[key].x <= found.size.width - size.width + 1
        assert -1 < found.places[key].y <= found.size.height - size.height + 1


def test_an_arrow_leads_from_the_border_of_a_box_to_that_of_the_next_in_the_order_of_the_joins() -> None:
    found = arrange(BOXES, JOINS)
    down, _, up, _ = found.routes

    assert len(found.routes) == len(JOINS)
    assert abs(down.curve[0].y - (found.places["top"].y + 60)) < 2
    assert abs(down.tip.y - found.places["left"].y) < 2
    assert abs(up.tip.y - (found.places["top"].y + 60)) < 2
    assert all(len(route.curve) % 3 == 1 for route in found.routes)


def test_only_what_has_a_label_has_a_place_for_one() -> None:
    assert [route.label is not None for route in arrange(BOXES, JOINS).routes] == [True, False, False, False]


def test_what_stands_aside_is_framed_one_below_the_other() -> None:
    found = arrange(BOXES, JOINS, ["aside", "low"], Size(100, 30))

    assert found.frame is not None
    (x, y), (wide, high) = found.frame
    assert x < found.places["aside"].x < found.places["aside"].x + 250 < x + wide
    assert y + 30 < found.places["aside"].y < found.places["low"].y < y + high
    assert not x < found.places["top"].x < x + wide


def test_nothing_aside_has_no_frame() -> None:
    assert arrange(BOXES, JOINS).frame is None


@pytest.mark.parametrize("program", ["no-such-distribution", "pytest"])
def test_without_the_program_there_is_no_layout(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(layout, "_PROGRAM", program)

    with pytest.raises(NoLayout):
        arrange(BOXES, JOINS)


def test_a_program_that_fails_is_no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_graph", lambda *_: ["digraph {"])

    with pytest.raises(NoLayout):
        arrange(BOXES, JOINS)
