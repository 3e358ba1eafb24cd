from bot.drawing.svg import element, number, text, title


def test_what_is_written_is_escaped() -> None:
    assert text("<b>&", 1, 2) == '<text x="1" y="2">&lt;b&gt;&amp;</text>'
    assert title('"a"\n\x07b') == "<title>&quot;a&quot; b</title>"
    assert element("g", id='"><script>') == '<g id="&quot;&gt;&lt;script&gt;"/>'


def test_an_attribute_is_written_with_hyphens_and_left_out_if_there_is_none() -> None:
    assert element("path", stroke_width=1.25, fill=None, d="M0") == '<path stroke-width="1.2" d="M0"/>'


def test_elements_stand_in_each_other() -> None:
    assert element("g", element("path"), title("x")) == "<g><path/><title>x</title></g>"


def test_a_number_has_at_most_one_decimal() -> None:
    assert [number(value) for value in (3.0, 3.14, 0.04, -2.5)] == ["3", "3.1", "0", "-2.5"]
