import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.strict_yaml.problems import MOST_PROBLEMS, Finding
from dialogs.strict_yaml.yaml_text import DEEPEST, MOST_BYTES, ListNode, MapNode, Node, TextNode, locate, read_yaml


def plain(node: Node | None) -> object:
    """Return the node as lists, dicts and strings."""
    match node:
        case TextNode():
            return node.text
        case ListNode():
            return [plain(item) for item in node.items]
        case MapNode():
            return {key.text: plain(value) for key, value in node.entries}
    return None


def read(text: str) -> object:
    node, problems = read_yaml(text)

    assert problems == ()
    return plain(node)


def refusals(text: str) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.line, problem.column) for problem in read_yaml(text)[1]]


@pytest.mark.parametrize("written", ["no", "0123", "12:30", "1e3", "null", "~", "2026-01-01", "true", "0x1F", "1_000"])
def test_every_scalar_stays_the_text_that_was_written(written: str) -> None:
    assert {"value": written} == read(f"value: {written}")


def test_mappings_lists_and_long_texts_are_read() -> None:
    assert read("a: [1, {b: 2}]\nc: |\n  two\n  lines\n") == {"a": ["1", {"b": "2"}], "c": "two\nlines\n"}


def test_a_value_left_out_is_an_empty_text() -> None:
    assert read("a:\nb: ''") == {"a": "", "b": ""}


def test_a_byte_order_mark_of_a_windows_editor_is_passed_over() -> None:
    assert read("\ufeffa: 1") == {"a": "1"}


def test_nodes_know_their_line_and_column() -> None:
    node, _ = read_yaml("a: 1\nb:\n  - two\n")

    assert isinstance(node, MapNode)
    (_, _), (b, items) = node.entries
    assert isinstance(items, ListNode)
    assert [(each.line, each.column) for each in (b, items, items.items[0])] == [(2, 1), (3, 3), (3, 5)]


def test_a_repeated_key_is_refused_at_its_second_place() -> None:
    assert refusals("a: 1\nb: 2\na: 3") == [("repeated-key", 3, 1)]


def test_a_key_in_quotes_repeats_the_same_key_without() -> None:
    assert refusals("{a: 1, 'a': 2}") == [("repeated-key", 1, 8)]


def test_an_anchor_and_its_alias_are_both_refused() -> None:
    assert refusals("a: &x 1\nb: *x") == [("anchor", 1, 4), ("alias", 2, 4)]


@pytest.mark.parametrize("written", ["!!str no", "!x no", "! no", "!!python/object:os.system {}"])
def test_a_tag_is_refused(written: str) -> None:
    assert refusals(f"a: {written}") == [("tag", 1, 4)]


def test_a_merge_key_is_refused() -> None:
    assert refusals("<<: {a: 1}") == [("merge-key", 1, 1)]


def test_a_key_that_is_no_word_is_refused() -> None:
    assert refusals("? [a, b]\n: 1") == [("bad-key", 1, 3)]


def test_a_second_document_is_refused() -> None:
    assert [code for code, _, _ in refusals("a: 1\n---\nb: 2")] == ["second-document"]


@pytest.mark.parametrize("text", ["", "  \n", "# only a comment\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert [code for code, _, _ in refusals(text)] == ["empty"]


def test_as_deep_as_allowed_is_read_and_one_level_more_is_refused() -> None:
    brackets = DEEPEST - 1  # the text inside is a level too

    assert read_yaml("[" * brackets + "x" + "]" * brackets)[1] == ()
    assert [code for code, _, _ in refusals("[" * (brackets + 1) + "x" + "]" * (brackets + 1))] == ["too-deep"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_a_hundred_thousand_levels_do_no_harm(opening: str) -> None:
    assert [code for code, _, _ in refusals(opening * (100_000 // len(opening)))] == ["too-deep"]


def test_a_file_over_the_limit_is_refused_counted_in_bytes() -> None:
    chinese = "好" * (MOST_BYTES // 3)

    assert read_yaml(chinese)[1] == ()
    assert refusals(chinese + "好") == [("too-large", 1, 1)]


@pytest.mark.parametrize(
    "sign", ["\0", "\x07", "\x7f", "\x85", "\ud800", "\ufffe", "\ufeff", "\u2028", "\u202e", "\u2066"]
)
def test_a_character_nobody_sees_is_refused_where_it_stands(sign: str) -> None:
    assert refusals(f"a: 1\nb: ok{sign}") == [("invisible", 2, 6)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_on_any_system(line_end: str) -> None:
    assert refusals(line_end.join(["a: 1", "b: 2", "b: \u202e"])) == [("invisible", 3, 4)]
    assert refusals(line_end.join(["a: 1", "b: 2", "b: 3"])) == [("repeated-key", 3, 1)]
    assert read(line_end.join(["a: |", "  b", "  c"])) == {"a": "b\nc"}


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\u202e"])
def test_an_invisible_character_written_as_an_escape_is_refused_too(escape: str) -> None:
    assert refusals(f'a: "{escape}"') == [("invisible", 1, 4)]


@pytest.mark.parametrize(
    "text", ["a: [1", "a: 'x", "\ta: 1", "a: b: c", "%YAML 9.9\n---\na", r'"\UFFFFFFFF"', "!%FF a"]
)
def test_what_is_not_yaml_is_a_problem_with_a_remedy(text: str) -> None:
    _, (problem,) = read_yaml(text)

    assert (problem.code, bool(problem.remedy)) == ("syntax", True)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a: [1", 1, 4), ("a: 1\nb: 'x\nc: 2\n", 2, 4), ("a: {b: 1\n\n\n", 1, 4), ("a:\n- b\n c: 1\n", 3, 3)],
)
def test_what_is_never_closed_is_told_where_it_opens_and_never_behind_the_text(
    text: str, line: int, column: int
) -> None:
    assert refusals(text) == [("syntax", line, column)]


def test_after_a_hundred_problems_the_last_says_that_there_are_more() -> None:
    found = refusals("a: 1\n" * 102 + "b: [")

    assert len(found) == MOST_PROBLEMS + 1
    assert found[-2:] == [("repeated-key", 101, 1), ("too-many-problems", 101, 1)]


def test_an_astral_sign_is_one_column() -> None:
    assert refusals("{😀: 1, b: 2, b: 3}") == [("repeated-key", 1, 14)]


def test_problems_before_a_syntax_error_are_still_reported() -> None:
    assert [code for code, _, _ in refusals("a: &x 1\nb: [")] == ["anchor", "syntax"]


def test_a_finding_is_located_at_a_scalar_itself_and_else_at_the_key() -> None:
    root, _ = read_yaml("steps:\n  hello:\n    goto: nowhere\n    arms:\n    - {to: b}\n")

    assert root is not None
    found = [
        locate(Finding(path, "", ""), root)
        for path in [("steps", "hello"), ("steps", "hello", "goto"), ("steps", "hello", "arms", "0", "to"), ("gone",)]
    ]
    assert [(problem.line, problem.column) for problem in found] == [(2, 3), (3, 11), (5, 12), (1, 1)]


@given(st.text(st.characters(codec=None)) | st.text("[]{}:,-?*&!|>'\"%@`#<~ \n\tab\\xuU0\ud800\0", max_size=60))
def test_no_text_at_all_makes_it_raise(text: str) -> None:
    node, problems = read_yaml(text)

    assert node is not None or problems
    assert all(problem.line <= max(1, len(text.splitlines())) for problem in problems)
