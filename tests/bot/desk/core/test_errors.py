from bot.desk.core.errors import error_kind


def test_an_error_is_named_by_its_class_and_its_line_and_not_by_its_words() -> None:
    try:
        int("my illness")
    except ValueError as error:
        named = error_kind(error)

    assert named == "ValueError at test_errors.py:6"


def test_an_error_that_was_never_raised_is_named_by_its_class() -> None:
    assert error_kind(KeyError("secret")) == "KeyError"
