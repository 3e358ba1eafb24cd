"""A table of words: what it says, what it refuses, and what it says where something is missing."""

from pathlib import Path

import pytest

from dialogs.strict_yaml.word_table import WordTable

GOOD = """\
greeting: {en: "Good day {name}", zh: "{name}您好"}
yes: {en: yes, zh: 是}
number: {en: 012, zh: 012}
between: {en: ", ", zh: "，"}
half: {en: "half a word"}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def table(folder: Path, package: str, text: str = GOOD, behind: WordTable | None = None) -> WordTable:
    (folder / package).mkdir()
    (folder / package / "words.yaml").write_text(text, encoding="utf-8")
    return WordTable(package, behind)


def test_a_wording_is_filled_in_the_language_that_is_asked_for(folder: Path) -> None:
    words = table(folder, "filled")

    assert words.word("en", "greeting", name="Ada") == "Good day Ada"
    assert words.word("zh", "greeting", name="王芳") == "王芳您好"


@pytest.mark.parametrize("name", ["{name}", "{greeting}", "{0.__class__}", "{", "{{name}}"])
def test_values_are_put_in_as_they_are(folder: Path, name: str) -> None:
    assert table(folder, "as_they_are").word("en", "greeting", name=name) == f"Good day {name}"


def test_every_scalar_stays_the_text_that_was_written(folder: Path) -> None:
    words = table(folder, "scalars")

    assert [words.word("en", key) for key in ("yes", "number", "between")] == ["yes", "012", ", "]


def test_what_is_missing_in_a_language_is_said_in_the_first_and_logged_once(folder: Path) -> None:
    logged: list[str] = []
    words = WordTable(table(folder, "missing").package, log=logged.append)
    said = [words.word("zh", "half"), words.word("zh", "half"), words.word("zh", "nowhere"), words.word("fr", "yes")]

    assert said == ["half a word", "half a word", "nowhere", "yes"]
    assert logged == [
        "missing has no word for 'half' in 'zh'",
        "missing has no word for 'nowhere' in 'zh'",
        "missing has no word for 'yes' in 'fr'",
    ]


def test_the_words_of_another_table_stand_behind(folder: Path) -> None:
    words = table(folder, "before", "own: {en: Own, zh: 自己的}", behind=table(folder, "behind"))

    assert [words.word("en", "own"), words.word("en", "yes")] == ["Own", "yes"]
    assert ["own" in words, "yes" in words, "nowhere" in words] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("one: {en: a, zh: b}\none: {en: c, zh: d}", "repeated-key"),
        ("one: [a, b]", "not-a-mapping"),
        ("one: {en: [a], zh: b}", "not-a-text"),
        ("one: {en: '', zh: b}", "not-a-text"),
        ("one: {en: *a, zh: b}", "alias"),
        ("", "empty"),
    ],
)
def test_what_is_no_table_of_words_is_refused(folder: Path, text: str, code: str) -> None:
    words = table(folder, "refused", text)

    with pytest.raises(ValueError, match=code):
        words.word("en", "one")
