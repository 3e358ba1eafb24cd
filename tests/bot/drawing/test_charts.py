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


def test_a_curve_has_a_mark_where_it_is_now() -> None:
    picture = curve("", ("x", "y"), [(0.1, 1.0), (0.9, 0.5)], (0.9, 0.5))

    assert "in force: 90%, 50% right" in words(picture)
    assert picture.count("<polyline ") == picture.count("<circle ") == 1
    assert "<polyline " not in curve("", ("x", "y"), [], None)
