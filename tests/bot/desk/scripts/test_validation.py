import pytest

from bot.desk.scripts.validation import KNOWN_ISSUES, Source, holds_known_issues, validate
from tests.bot.desk.texts import BROKEN, CASES, CHANGED, ISSUES, RED, SMALL, TELECOM, UNREACHING, source

OWN_CASES = CASES.removeprefix("format: 1\n")
"""As they may stand in the script's own file."""
OTHER_CASES = CASES.replace("  a-", "  another-").replace("  who-", "  another-who-")


def codes(judged: Source) -> list[tuple[str, str]]:
    """Return the file and the code of each mistake."""
    return [(mistake.file, mistake.problem.code) for mistake in validate(judged).mistakes]


@pytest.mark.parametrize(
    ("good", "key"),
    [
        (TELECOM, "telecom"),
        (source(SMALL), "telecom"),
        (source(SMALL + OWN_CASES, cases=""), "telecom"),
        (
            source(SMALL + OWN_CASES, cases=CASES.replace("  a-", "  another-").replace("  who-", "  another-who-")),
            "telecom",
        ),
        (Source("telecom.yaml", ISSUES, known_issues=True), f"{KNOWN_ISSUES}telecom"),
    ],
)
def test_a_good_text_may_be_published(good: Source, key: str) -> None:
    judged = validate(good)

    assert (judged.key, judged.mistakes) == (key, ())


def test_a_text_that_cannot_be_read_belongs_to_no_script() -> None:
    judged = validate(source(BROKEN))

    assert (judged.key, judged.loaded.script) == ("", None)
    assert str(judged.mistakes[0]).startswith("telecom.yaml:")


def test_mistakes_of_a_script_and_of_its_cases_are_told_together() -> None:
    judged = validate(source(BROKEN, "cases: 3\n"))

    assert {mistake.file for mistake in judged.mistakes} == {"telecom.yaml", "telecom.cases.yaml"}


def test_a_script_without_cases_must_not_be_published() -> None:
    assert codes(source(SMALL, cases="")) == [("telecom.yaml", "no-cases")]


def test_a_red_case_is_placed_in_the_file_of_cases() -> None:
    judged = validate(source(SMALL, RED))

    assert [(mistake.file, mistake.problem.code) for mistake in judged.mistakes] == [
        ("telecom.cases.yaml", "case-filed")
    ]
    assert RED.splitlines()[judged.mistakes[0].problem.line - 1].strip() == "filed: reopen"


def test_what_no_case_reaches_is_named_at_its_place_in_the_script() -> None:
    judged = validate(source(SMALL, UNREACHING))

    assert [mistake.problem.code for mistake in judged.mistakes] == ["step-not-reached"]
    assert "`to-agent`" in judged.mistakes[0].problem.message
    assert SMALL.splitlines()[judged.mistakes[0].problem.line - 1].startswith("  to-agent:")


def test_a_choice_that_no_case_takes_is_named() -> None:
    judged = validate(source(SMALL, CASES.replace("taps: network", "taps: bill")))

    assert [mistake.problem.code for mistake in judged.mistakes] == ["choice-not-reached"]
    assert "`network`" in judged.mistakes[0].problem.message


def test_a_case_in_the_script_and_beside_it_is_refused() -> None:
    found = codes(source(SMALL + OWN_CASES))

    assert set(found) == {("telecom.cases.yaml", "repeated-key")}


def test_a_version_is_named_by_its_text_and_its_cases() -> None:
    names = {source(SMALL).id, source(CHANGED).id, source(SMALL, RED).id, source(SMALL, "").id}

    assert len(names) == 4
    assert source(SMALL, name="b.yaml").id == source(SMALL).id


def test_the_same_known_issues_for_two_scripts_are_two_versions() -> None:
    telecom, hotel = (Source(f"{name}.yaml", ISSUES, known_issues=True) for name in ("telecom", "hotel"))

    assert telecom.id != hotel.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ISSUES, True),
        (SMALL, False),
        ("script: hotel\nknown-issues: {}\n", False),
        ("known-issues: 3", True),
        ("a: [", False),
        ("", False),
        ("slots:\n  known-issues: 3\n", False),
    ],
)
def test_a_text_is_taken_for_what_its_keys_say(text: str, expected: bool) -> None:
    assert holds_known_issues(text) is expected


def test_bytes_that_are_not_utf_8_are_refused_with_their_file() -> None:
    garbled = SMALL.encode("gb18030").decode("utf-8", "surrogateescape")

    assert codes(source(garbled)) == [("telecom.yaml", "invisible")]
    assert codes(source(SMALL, garbled)) == [("telecom.cases.yaml", "invisible")]
