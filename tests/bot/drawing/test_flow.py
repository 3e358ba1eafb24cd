import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drawing import layout
from bot.drawing.cards import step_card
from bot.drawing.flow import draw
from bot.drawing.style import warmth
from dialogs.model.script import AskStep, CloseStep, HandoffStep, Interrupt, SayStep, Script
from dialogs.versions.funnel import Funnel
from tests.bot.drawing.passages import counted
from tests.bot.drawing.scripts import SHIPPED, of, scripts
from tests.dialogs.playing import shipped

SVG = "{http://www.w3.org/2000/svg}"
HELLO = {"en": 'Hello <b>&amp; "you"</b> {name} %s', "zh": "您好"}
NASTY = of(
    SayStep("hello", HELLO, "ask"),
    AskStep("ask", "kind", HELLO, {}, "person", "bye"),
    CloseStep("bye", HELLO),
    HandoffStep("person", HELLO),
    interrupts={"anger": Interrupt("person")},
)
Box = tuple[float, float, float, float]


@st.composite
def drawings(draw_one: st.DrawFn) -> tuple[Script, str, Funnel | None]:
    script, language = draw_one(scripts()), draw_one(st.sampled_from(["en", "zh"]))
    numbers = st.dictionaries(st.sampled_from([*script.steps]), st.integers(0, 99))
    pairs = st.dictionaries(st.tuples(*2 * [st.sampled_from([*script.steps])]), st.integers(0, 99))
    passages = st.builds(counted, st.integers(99, 200), numbers, numbers, pairs)
    return script, language, draw_one(st.none() | passages)


def words(svg: str) -> str:
    """Return all that can be read."""
    return "\n".join(ElementTree.fromstring(svg).itertext())


def boxes(script: Script, language: str, passages: Funnel | None, svg: str) -> Iterator[tuple[str, Box]]:
    """Yield the key and the borders of each box."""
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        if key := group.get("data-step"):
            x, y = map(float, re.findall(r"[-\d.]+", group.get("transform", "")))
            one = step_card(script, script.steps[key], language, passages)
            yield key, (x, y, x + one.width, y + one.height)


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def assert_sound(script: Script, language: str, passages: Funnel | None) -> None:
    """Fail unless the picture is XML, has every step once, no box over another, and all within its borders."""
    svg = draw(script, language, passages)
    found = list(boxes(script, language, passages, svg))
    root = ElementTree.fromstring(svg)
    right, low = float(root.attrib["width"]), float(root.attrib["height"])

    assert sorted(script.steps) == sorted(key for key, _ in found)
    assert [pair for pair in combinations(found, 2) if overlap(pair[0][1], pair[1][1])] == []
    assert all(box[0] > -1 and box[1] > -1 and box[2] < right and box[3] < low for _, box in found)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scripts_are_drawn_whole(name: str, language: str) -> None:
    script = shipped(name)

    assert_sound(script, language, None)
    assert_sound(script, language, counted(1000, dict.fromkeys(script.steps, 1000), dict.fromkeys(script.steps, 7)))


@settings(max_examples=60)
@given(drawings())
def test_any_script_is_drawn_whole(drawing: tuple[Script, str, Funnel | None]) -> None:
    assert_sound(*drawing)


@settings(max_examples=60)
@given(drawings())
def test_any_script_is_drawn_whole_without_graphviz(drawing: tuple[Script, str, Funnel | None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "_PROGRAM", "no-such-program")

        assert_sound(*drawing)


def test_without_graphviz_somebody_is_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(layout, "_PROGRAM", "no-such-program")
    draw(NASTY, "en")

    assert caplog.messages == ["drawn plainly, in one column: no-such-program"]


def test_the_same_script_is_the_same_picture() -> None:
    numbers = counted(3, {"welcome": 3}, {"welcome": 1})

    assert draw(shipped("telecom"), "zh", numbers) == draw(shipped("telecom"), "zh", numbers)


def test_what_anybody_wrote_is_text_and_never_markup() -> None:
    svg = draw(NASTY, "en")
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}

    assert 'Hello <b>&amp; "you"</b> {name} %s' in words(svg)
    assert tags <= {"svg", "title", "desc", "g", "rect", "path", "clipPath", "text"}


def test_nothing_is_fetched_or_run() -> None:
    svg = draw(shipped("hotel"), "zh", counted(9))

    assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<image|<style|href|\bon\w+=", svg)


def test_the_picture_has_a_name_for_those_who_cannot_see_it() -> None:
    root = ElementTree.fromstring(draw(shipped("telecom"), "zh"))

    assert (root.get("role"), root.get("lang")) == ("img", "zh")
    assert (root[0].tag, root[0].text) == (f"{SVG}title", "投诉（telecom）")


def test_all_is_worded_in_the_language_that_is_asked_for() -> None:
    chinese = words(draw(shipped("telecom"), "zh"))

    assert all(
        word in chinese
        for word in ("开始", "提问", "请问遇到了什么问题", "网络或信号", "随时：要求人工", "3次无效回答")
    )
    assert "Where does it happen" not in chinese


def test_numbers_are_shown_at_the_steps_at_the_ways_and_on_top() -> None:
    numbers = counted(128, {"hello": 128, "ask": 128}, {"ask": 12}, {("hello", "ask"): 116}, {"anger": 5})
    found = words(draw(NASTY, "en", numbers))
    expected = (
        "128 passed",
        "12 left here (9%)",
        "116",
        "conversations: 128, begun 2026-11-01 to 2026-11-30",
        "anger ×5",
    )

    assert [text for text in expected if text not in found] == []


def test_without_numbers_nothing_is_said_of_customers() -> None:
    found = words(draw(NASTY, "en"))

    assert "passed" not in found
    assert "left here" not in found


def test_the_more_left_the_warmer_the_place_and_the_more_went_the_wider_the_line() -> None:
    few = counted(100, {"hello": 100, "ask": 90}, {"hello": 1, "ask": 50}, {("hello", "ask"): 90, ("ask", "bye"): 9})
    svg = draw(NASTY, "en", few)
    fills = re.findall(r'height="22" fill="(#\w+)"', svg)
    thin, thick = sorted({float(found) for found in re.findall(r'stroke="#7b8794" stroke-width="([\d.]+)"', svg)})[-2:]

    assert fills[:2] == [warmth(1 / 50), warmth(1)]
    assert thin < thick


def test_the_person_to_whom_useless_answers_lead_stands_once_and_is_named_where_they_do() -> None:
    svg = draw(NASTY, "en")

    assert words(svg).splitlines().count("→ person") == 1
    assert svg.count('data-step="person"') == 1
