import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.case_file import MONDAY_MORNING, Case, CaseTurn, load_cases
from tests.dialogs.small_scripts import standing_at

FULL = """\
format: 1
cases:
  a-network-complaint-is-filed:
    language: zh
    remembered: {phone: "13800138000"}
    facts: {outcome: 已退费}
    at: 2026-11-24T09:30
    closed: yes
    turns:
      - says: 手机没信号
        signals: [anger, grief]
        file: photo
        finds: {repeat: [{reference: T-2026-000007}, {key: b, label: B}], known-issue: [{title: 漫游, answer: 请开通}]}
        at: ask-kind
        slots: {place: "", phone: "13800138000"}
      - taps: network
      - happens: silence
      - file: photo
        told: 编号
        filed: open
        ends: closed
"""
SMALL = """\
format: 1
cases:
  one:
    turns:
      - says: hello
"""


def turn_of(written: str) -> CaseTurn:
    """Return the one turn of a case, written in braces."""
    cases, problems = load_cases(SMALL.replace("says: hello", written))

    assert problems == ()
    return cases[0].turns[0]


def problems(text: str) -> list[tuple[str, str]]:
    cases, found = load_cases(text)

    assert cases == ()
    return [(problem.code, standing_at(text, problem)) for problem in found]


def in_a_turn(written: str) -> list[tuple[str, str]]:
    return problems(SMALL.replace("- says: hello", f"- {written}"))


def test_a_case_is_read_with_all_that_it_may_say() -> None:
    first = CaseTurn(
        says="手机没信号",
        signals=("anger", "grief"),
        file="photo",
        finds={
            "repeat": ({"reference": "T-2026-000007"}, {"key": "b", "label": "B"}),
            "known-issue": ({"title": "漫游", "answer": "请开通"},),
        },
        at="ask-kind",
        slots={"place": "", "phone": "13800138000"},
    )
    last = CaseTurn(file="photo", told="编号", filed="open", ends="closed")
    case = Case(
        "a-network-complaint-is-filed",
        (first, CaseTurn(taps="network"), CaseTurn(happens="silence"), last),
        language="zh",
        remembered={"phone": "13800138000"},
        facts={"outcome": "已退费"},
        at="2026-11-24T09:30",
        closed=True,
    )

    assert load_cases(FULL) == ((case,), ())


def test_what_is_found_may_be_sure_and_about_a_part_of_the_telling() -> None:
    written = "{says: a, finds: {repeat: [{sure: yes}], known-issue: [{part: b, sure: no}, {part: c}]}}"

    expected = {"repeat": ({"sure": "yes"},), "known-issue": ({"part": "b", "sure": "no"}, {"part": "c"})}
    assert turn_of(written).finds == expected


def test_what_is_found_beside_others_cannot_be_sure() -> None:
    assert in_a_turn("{says: a, finds: {repeat: [{sure: yes}, {}]}}") == [("sure-of-several", "yes}, {}]}}")]
    assert in_a_turn("{says: a, finds: {repeat: [{sure: maybe}]}}") == [("unknown-value", "maybe}]}}")]


def test_a_case_needs_nothing_but_turns() -> None:
    (case,), found = load_cases(SMALL)

    assert found == ()
    assert case == Case("one", (CaseTurn(says="hello"),), language="", at=MONDAY_MORNING, closed=False)


def test_a_case_knows_where_it_is_written() -> None:
    (case,), _ = load_cases(SMALL)

    assert (case.node.line, case.node.column) == (4, 5)


def test_cases_come_in_the_order_of_the_file() -> None:
    cases, _ = load_cases(SMALL + SMALL.split("cases:\n")[1].replace("one:", "another:"))

    assert [case.key for case in cases] == ["one", "another"]


@pytest.mark.parametrize("happening", ["silence", "giving-up", "hand-back", "cancel"])
def test_a_turn_may_pass_without_words_or_taps(happening: str) -> None:
    assert turn_of(f"happens: {happening}").happens == happening


def test_a_word_that_plain_yaml_reads_otherwise_stays_a_word() -> None:
    assert turn_of("{taps: no, slots: {solved: no, rating: 05}}") == CaseTurn(
        taps="no", slots={"solved": "no", "rating": "05"}
    )


def test_something_found_need_not_say_anything() -> None:
    assert turn_of("{says: hello, finds: {repeat: [{}]}}").finds == {"repeat": ({},)}


@pytest.mark.parametrize("written", ["{at: ask-kind}", "{}"])
def test_something_must_happen_in_a_turn(written: str) -> None:
    assert in_a_turn(written) == [("no-event", written)]


@pytest.mark.parametrize("written", ["{says: a, taps: b}", "{taps: a, happens: silence}"])
def test_one_thing_happens_in_a_turn(written: str) -> None:
    assert in_a_turn(written) == [("two-events", written)]


def test_signals_and_files_come_with_words() -> None:
    expected = [("no-words", "[anger], file: photo}"), ("no-words", "photo}")]

    assert in_a_turn("{taps: a, signals: [anger], file: photo}") == expected


@pytest.mark.parametrize("key", ["happens", "filed", "ends"])
def test_what_happens_is_filed_and_ends_is_of_a_closed_list(key: str) -> None:
    event = "" if key == "happens" else "says: a, "

    assert in_a_turn("{" + f"{event}{key}: sillence" + "}") == [("unknown-value", "sillence}")]


@pytest.mark.parametrize(
    "written", ["10:00", "2026-01-05", "2026-13-05T10:00", "2026-01-05T24:00", "2026-01-05T10:00:00", "tomorrow"]
)
def test_a_wall_clock_is_a_day_and_a_time(written: str) -> None:
    text = SMALL.replace("    turns:", f"    at: {written}\n    turns:")

    assert problems(text) == [("bad-clock", written)]


def test_only_repeats_and_known_issues_are_found() -> None:
    assert in_a_turn("{says: a, finds: {repeats: [{}]}}") == [("unknown-key", "repeats: [{}]}}")]


def test_only_facts_that_the_desk_tells_are_found() -> None:
    text = SMALL.replace("- says: hello", "- {says: a, finds: {repeat: [{refrence: T-1}]}}")
    _, (problem,) = load_cases(text)

    assert (problem.code, problem.remedy) == ("unknown-key", "did you mean `reference`?")


def test_a_case_without_turns_is_refused() -> None:
    assert problems(SMALL.replace("\n      - says: hello", " []")) == [("not-a-list", "[]")]
    assert problems(SMALL.replace("turns:\n      - says: hello", "language: en")) == [("missing-key", "language: en")]


def test_all_mistakes_are_told_at_once() -> None:
    text = SMALL + "      - {hapens: cancel}\n      - {taps: {a: b}}\n    closed: perhaps\n"

    assert [code for code, _ in problems(text)] == ["no-event", "unknown-key", "not-a-text", "unknown-value"]


@pytest.mark.parametrize("text", ["", "- a", "a", "format: 1", "format: 1\ncases:", "format: 1\ncases: {a: b}"])
def test_a_file_without_cases_has_a_problem(text: str) -> None:
    cases, found = load_cases(text)

    assert cases == ()
    assert len(found) == 1


@given(st.text(st.characters(codec=None)))
def test_no_text_makes_it_raise(text: str) -> None:
    assert load_cases(text)[1]


@given(st.integers(0, len(FULL)), st.integers(0, 30), st.text("{}[]:,-#'\"& \n是0", max_size=3))
def test_no_slip_of_the_pen_makes_it_raise(at: int, cut: int, inserted: str) -> None:
    cases, found = load_cases(FULL[:at] + inserted + FULL[at + cut :])

    assert not (cases and found)
