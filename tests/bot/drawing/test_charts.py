from xml.etree import ElementTree

from bot.drawing.charts import ChartRow, curve, paired, stacked

COLOURS = {"yes": "#111111", "no": "#222222"}
SVG = "{http://www.w3.org/2000/svg}"


def widths(picture: str, colour: str) -> list[float]:
    """Return the widths of the bars of a colour; the first is that of the legend."""
    bars = ElementTree.fromstring(picture).iter(f"{SVG}rect")
    return [float(bar.attrib["width"]) for bar in bars if bar.attrib.get("fill") == colour]


def words(picture: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_the_parts_of_a_bar_are_as_long_as_their_shares() -> None:
    picture = stacked(
        "Heading", "note", [ChartRow("all", {"yes": 3, "no": 1}, {"yes": "3 yes", "no": "1 no"})], COLOURS
    )
    (_, yes), (_, no) = widths(picture, "#111111"), widths(picture, "#222222")

    assert round(yes / no, 1) == 3
    assert {"Heading", "note", "all", "3 yes", "1 no", "yes", "no"} == set(words(picture))


def test_what_has_no_room_for_words_has_a_number_or_nothing() -> None:
    told = {"yes": "960 of very many", "no": "50 of very many"}
    picture = stacked("", "", [ChartRow("all", {"yes": 960, "no": 50}, told)], COLOURS)

    assert {"960 of very many", "50"} <= set(words(picture))


def test_a_row_of_nothing_has_no_bar() -> None:
    assert widths(stacked("", "", [ChartRow("none", {}, {})], COLOURS), "#111111") == [12]


def test_shares_stand_in_pairs() -> None:
    picture = paired("", "", [ChartRow("anger", {"yes": 0.5, "no": 1.0}, {"yes": "half", "no": "all"})], COLOURS)
    (_, half), (_, whole) = widths(picture, "#111111"), widths(picture, "#222222")

    assert half * 2 == whole


def test_below_its_heading_on_a_page_a_picture_only_says_it_to_those_who_hear_it() -> None:
    rows = [ChartRow("anger", {"yes": 0.5, "no": 1.0}, {"yes": "half", "no": "all"})]
    alone, below = (paired("Heading", "note", rows, COLOURS, is_below=is_below) for is_below in (False, True))
    heights = [float(ElementTree.fromstring(one).attrib["height"]) for one in (alone, below)]

    assert ("Heading" in words(alone), "Heading" in words(below)) == (True, False)
    assert "<title>Heading</title>" in below
    assert heights[1] < heights[0]


def test_bars_paper_and_words_have_classes_by_which_a_page_colours_them() -> None:
    picture = paired("", "", [ChartRow("anger", {"yes": 0.5, "no": 1.0}, {"yes": "half", "no": "all"})], COLOURS)
    classes = {one.attrib.get("class") for one in ElementTree.fromstring(picture).iter() if "fill" in one.attrib}

    assert classes == {"paper", "ink", "faint", "bar-1", "bar-2"}


def test_a_curve_has_a_mark_where_it_is_now() -> None:
    picture = curve("", ("x", "y"), [(0.1, 1.0), (0.9, 0.5)], (0.9, 0.5))

    assert "in force: 90%, 50% right" in words(picture)
    assert picture.count("<polyline ") == picture.count("<circle ") == 1
    assert "<polyline " not in curve("", ("x", "y"), [], None)
