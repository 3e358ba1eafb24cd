import pytest

from dialogs.strict_yaml.yaml_errors import meaning
from dialogs.strict_yaml.yaml_text import read_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: Please note: this", "this line holds a second `: `, or is indented unlike those around it"),
        ("a: 1\n b: 2", "this line holds a second `: `, or is indented unlike those around it"),
        ("a:\n  b: 1\n c: 2", "this does not fit what stands before it"),
        ("a: 'It's bad'", "this does not fit what stands before it"),
        ("- a\nb: 1", "this does not fit the list before it"),
        ("a: - b", "a list cannot begin here"),
        ("a: 1\nb\nc: 2", "this line is neither `key: value` nor part of a text"),
        ("a: @home", "no text can begin with this sign"),
        ("a:\n\tb: 1", "no text can begin with this sign"),
        ('a: "open', "the quote that opens here is never closed"),
        (r'a: "\q"', "a backslash in double quotes stands before a letter that means nothing there"),
        ("a: [b, c", "a list in brackets is not written to its end"),
        ("a: {b: c", "entries in braces are not written to their end"),
        ("a: [b,,c]", "here something is missing"),
    ],
)
def test_common_errors_are_told_in_words_of_an_author(text: str, expected: str) -> None:
    _, (problem,) = read_yaml(text)

    assert problem.message == expected


def test_rare_errors_are_told_as_libyaml_does() -> None:
    message, remedy = meaning("while scanning a block scalar", "found an indentation indicator equal to 0")

    assert message == "while scanning a block scalar found an indentation indicator equal to 0"
    assert remedy
