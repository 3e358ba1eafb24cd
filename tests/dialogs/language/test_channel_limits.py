from dialogs.language.channel_limits import ChannelLimits
from dialogs.language.script_loader import load
from tests.dialogs.small_scripts import small_script, standing_at

SMALL = ChannelLimits(text=20, label=8, key=4)
ASK = "kind: {ask: kind, prompt: {en: Kind}, reprompt: {en: Kind}, otherwise: bye, goto: bye}\nbye: {close: {en: Bye}}"


def found(text: str, limits: ChannelLimits = SMALL) -> list[tuple[str, str]]:
    return [(problem.code, standing_at(text, problem)) for problem in load(text, limits).problems]


def kind(key: str = "a", label: str = "A") -> str:
    return small_script(ASK, f"kind: {{type: choice, label: {{en: Kind}}, choices: {{{key}: {{en: {label}}}}}}}")


def test_a_text_fits_into_one_message() -> None:
    assert found(small_script(f"bye: {{close: {{en: {'x' * 20}}}}}")) == []
    assert found(small_script(f"bye: {{close: {{en: {'x' * 21}}}}}")) == [("text-too-long", "x" * 21 + "}}")]


def test_an_emoji_counts_twice_in_a_message() -> None:
    assert found(small_script(f"bye: {{close: {{en: {'🙂' * 10}}}}}")) == []
    assert found(small_script(f"bye: {{close: {{en: {'🙂' * 10}!}}}}"))[0][0] == "text-too-long"


def test_what_is_said_while_the_desk_is_closed_is_measured_too() -> None:
    assert found(small_script(f"bye: {{close: {{en: Bye}}, when-closed: {{en: {'x' * 21}}}}}"))[0][0] == "text-too-long"


def test_a_button_is_readable_on_a_phone() -> None:
    assert found(kind(label="12345678")) == []
    assert found(kind(label="123456789")) == [("label-too-long", "123456789}}}")]
    assert found(kind(label="账单问题了")) == [("label-too-long", "账单问题了}}}")]


def test_the_key_of_a_choice_fits_into_what_a_button_carries() -> None:
    assert found(kind(key="abcd")) == []
    assert [code for code, _ in found(kind(key="abcde"))] == ["key-too-long"]


def test_without_limits_nothing_is_too_long() -> None:
    assert load(small_script(f"bye: {{close: {{en: {'x' * 9999}}}}}")).problems == ()
