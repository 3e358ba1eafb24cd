from itertools import combinations

from bot.drawing.layout import Join, Size
from bot.drawing.outline import pile

BOXES = {"a": Size(250, 60), "b": Size(250, 20), "c": Size(70, 40)}
JOINS = [Join("a", "c", Size(80, 40)), Join("b", "a", Size(90, 30)), Join("b", "c", Size(90, 30)), Join("c", "c")]


def test_boxes_stand_below_each_other_in_their_order() -> None:
    places = pile(BOXES, JOINS).places
    ends = [places[key].y + size.height for key, size in BOXES.items()]

    assert ends[0] < places["b"].y < ends[1] < places["c"].y


def test_an_arrow_goes_beside_the_boxes_to_the_next_one() -> None:
    found = pile(BOXES, JOINS)
    first = found.routes[0]

    assert first.curve[0].x == 250
    assert (first.tip.x, first.tip.y) == (160, found.places["c"].y + 20)
    assert first.curve[1].x > 250


def test_no_label_covers_another_or_a_box() -> None:
    found = pile(BOXES, JOINS)
    labels = [
        (route.label.x, route.label.y, join.label)
        for route, join in zip(found.routes, JOINS, strict=True)
        if route.label and join.label
    ]

    assert len(labels) == 3
    assert all(x - size.width / 2 > 250 and x + size.width / 2 <= found.size.width for x, _, size in labels)
    for (_, one, high), (_, other, low) in combinations(labels, 2):
        assert abs(one - other) >= (high.height + low.height) / 2


def test_nothing_is_nothing() -> None:
    assert pile({}, []).size == Size(0, 0)
