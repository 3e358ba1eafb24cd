import pytest

from dialogs.cases.verify import check_cases
from dialogs.language.case_file import Case, CaseTurn, load_cases
from tests.dialogs.playing import script
from tests.dialogs.small_scripts import small_script, standing_at

SCRIPT = script(
    small_script(
        """
        ask-phone: {ask: phone, prompt: {en: P}, reprompt: {en: R}, otherwise: bye, goto: ask-place}
        ask-place: {ask: place, prompt: {en: P}, reprompt: {en: R}, otherwise: bye, goto: bye}
        bye: {close: {en: Bye}}
        """,
        """
        phone: {type: phone, remember: yes, label: {en: Phone}}
        place: {type: text, label: {en: Place}}
        """,
    )
)
CASES = """\
format: 1
cases:
  one:
    language: en
    remembered: {phone: "12345678"}
    turns:
      - {says: hello, signals: [anger], at: ask-phone, slots: {phone: "12345678", place: here}}
"""


def problems(old: str, new: str) -> list[tuple[str, str, str]]:
    text = CASES.replace(old, new)
    cases, mistakes = load_cases(text)

    assert mistakes == ()
    return [(problem.code, standing_at(text, problem), problem.remedy) for problem in check_cases(cases, SCRIPT)]


def test_a_case_that_names_what_there_is_has_no_problem() -> None:
    assert problems("", "") == []


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "remedy"),
    [
        ("language: en", "language: zh", "unspoken-language", "zh", "use one of `en`"),
        ("at: ask-phone", "at: ask-fone", "unknown-step", "ask-fone, slots:", "did you mean `ask-phone`?"),
        ("place: here", "plaice: here", "unknown-slot", "here}}", "did you mean `place`?"),
        ("{phone: ", "{fone: ", "unknown-slot", '"12345678"}', "did you mean `phone`?"),
        ("[anger]", "[angr]", "unknown-signal", "angr], at", "did you mean `anger`?"),
    ],
)
def test_a_name_that_the_script_has_not_is_a_problem_at_its_place(
    old: str, new: str, code: str, at: str, remedy: str
) -> None:
    (found_code, found_at, found_remedy), *_ = problems(old, new)

    assert (found_code, found_remedy) == (code, remedy)
    assert found_at.startswith(at)


def test_only_a_slot_that_is_remembered_can_be_known_from_earlier() -> None:
    ((code, at, _),) = problems('{phone: "12345678"}', "{place: here}")

    assert (code, at) == ("never-remembered", "here}")


def test_all_cases_are_checked() -> None:
    cases = [Case(key, (CaseTurn(says="a", at="nowhere"),)) for key in ("one", "two")]

    assert [problem.code for problem in check_cases(cases, SCRIPT)] == ["unknown-step", "unknown-step"]
