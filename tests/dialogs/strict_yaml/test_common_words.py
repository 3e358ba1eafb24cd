import pytest

from dialogs.strict_yaml.common_words import COMMON_WORDS, language_names, language_tagged


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh", "zh"), ("zh-Hans-CN", "zh"), ("EN_gb", "en"), (" en;q=0.5", "en"), ("zho", ""), ("fr", ""), ("", "")],
)
def test_a_tag_names_the_language_that_it_begins_with(tag: str, language: str) -> None:
    assert language_tagged(tag) == language


def test_a_language_is_known_by_its_code_by_its_own_name_and_by_its_names_in_other_languages() -> None:
    english = {name for name, language in language_names().items() if language == "en"}
    chinese = {name for name, language in language_names().items() if language == "zh"}

    assert english == {"en", "english", "英文", "英语"}
    assert chinese >= {"zh", "中文", "chinese", "普通话", "粤语", "繁体中文", "cantonese", "traditional chinese"}


def test_every_month_and_every_day_of_the_week_has_a_name() -> None:
    names = {f"month.{number}" for number in range(1, 13)} | {f"weekday.{number}" for number in range(1, 8)}

    assert names - set(COMMON_WORDS.own) == set()
