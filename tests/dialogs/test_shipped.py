"""The scripts and known issues that come with the program are what their authors are told to write."""

from collections import Counter, deque
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dialogs
from dialogs.engine.engine import advance
from dialogs.language.graph import edges
from dialogs.language.known_issue import load_known_issues
from dialogs.language.known_issue_unless import NO_EXCEPTION
from dialogs.language.script_loader import load
from dialogs.language.script_rules import SIGNALS
from dialogs.model.events import GRAVE, Event, Filed, FileTicket, Found, LookUp, Pressed, Started
from dialogs.model.script import AskStep, CloseStep, FileStep, HandoffStep, Script, Step, SummaryStep
from dialogs.model.state import State
from dialogs.reading.small_talk import language_of
from dialogs.strict_yaml.problems import render
from tests.dialogs.playing import keys

FOLDER = Path(dialogs.__path__[0])
SCRIPTS = sorted(path for path in (FOLDER / "scripts").glob("*.yaml") if not path.name.endswith(".cases.yaml"))
KNOWN_ISSUES = sorted((FOLDER / "known_issues").glob("*.yaml"))
MOST_QUESTIONS = 7
MOST_TAPS = 3
ENOUGH_ISSUES, ENOUGH_WORDINGS = 12, 15


def read(path: Path) -> Script:
    loaded = load(path.read_text("utf-8"))

    assert [render(problem, path.name) for problem in loaded.problems] == []
    assert loaded.script is not None
    return loaded.script


scripts = pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)


@scripts
def test_a_shipped_script_has_no_problems_and_is_named_like_its_file(path: Path) -> None:
    assert read(path).key == path.stem


@scripts
def test_every_signal_interrupts_a_shipped_script(path: Path) -> None:
    assert set(read(path).interrupts) == set(SIGNALS)


def handoff_on(script: Script, signal: str) -> HandoffStep:
    """Return where a signal leads, past the filing that opens a resolved ticket again."""
    step = script.steps[script.interrupts[signal].goto]
    while isinstance(step, FileStep):
        step = script.steps[step.goto]

    assert isinstance(step, HandoffStep)
    return step


@scripts
def test_threats_and_danger_go_to_a_supervisor(path: Path) -> None:
    script = read(path)

    for signal in (*sorted(GRAVE), "legal-threat", "regulator-threat", "press-threat"):
        assert handoff_on(script, signal).level == "supervisor"


@scripts
def test_where_life_is_at_stake_the_emergency_numbers_come_first(path: Path) -> None:
    script = read(path)

    for signal in ("danger", "self-harm"):
        assert all("110" in wording and "120" in wording for wording in handoff_on(script, signal).text.values())


@scripts
def test_where_minutes_count_nobody_is_told_to_wait_until_a_time(path: Path) -> None:
    script = read(path)

    for signal in ("danger", "self-harm", "fraud-now"):
        step = handoff_on(script, signal)
        assert not any("{due}" in wording for text in (step.text, step.when_closed) for wording in text.values())


@scripts
def test_fraud_is_met_with_freezing_first_and_the_line_against_fraud(path: Path) -> None:
    step = handoff_on(read(path), "fraud-now")

    for text in filter(None, (step.text, step.when_closed)):
        assert all("96110" in wording for wording in text.values())
        assert text["en"].casefold().index("freeze") < text["en"].index("96110")
        assert text["zh"].index("冻结") < text["zh"].index("96110")


@scripts
def test_whoever_fears_for_somebody_else_is_spoken_to_for_themselves(path: Path) -> None:
    script = read(path)
    interrupt = script.interrupts["self-harm"]

    assert interrupt.of_another not in ("", interrupt.goto)


@scripts
def test_no_way_asks_more_than_seven_questions(path: Path) -> None:
    script = read(path)

    def most_from(key: str) -> int:
        step = script.steps[key]
        onward = max((most_from(edge.to) for edge in edges(step)), default=0)
        is_asked = isinstance(step, SummaryStep) or (isinstance(step, AskStep) and not step.for_another)
        return onward + is_asked

    assert most_from(script.start) <= MOST_QUESTIONS


def taps_till_the_end(script: Script, telling: str) -> int:
    """Return how many taps follow a first message until the ticket is filed; each taps the first button."""
    state, taps, waiting = State(), 0, deque[Event]([Started("en", telling, at="2026-11-24T10:15")])
    while waiting:
        state, effects = advance(script, state, waiting.popleft())
        waiting.extend(Found() for effect in effects if isinstance(effect, LookUp))
        waiting.extend(Filed("T-2026-000001") for effect in effects if isinstance(effect, FileTicket))
        if not waiting and state.status == "active":
            waiting.append(Pressed(state.question, keys(effects)[0]))
            taps += 1
    assert state.status in ("closed", "with-person")
    return taps


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("telecom", "My bill is 128 yuan too high, account 88002233, call 13800138000, please refund it"),
        ("telecom", "我家宽带从上周二断到现在，朝阳区建国路88号，电话13800138000，请尽快修好"),
        ("hotel", "The room was dirty when I stayed last night, call 13800138000, I want a refund"),
        ("hotel", "昨天退房后发现多收了200块，电话13800138000，请退款"),
        ("hospital", "Yesterday the emergency department overcharged me 300 yuan, call 13800138000, I want a refund"),
        ("hospital", "昨天在急诊多收了我300元，电话13800138000，请退费"),
        ("bank", "Yesterday my card ending 6789 was charged a 25 yuan annual fee, call 13800138000, please refund it"),
        ("bank", "昨天我尾号6789的信用卡被多收了25元年费，电话13800138000，请退给我"),
    ],
)
def test_whoever_tells_all_in_the_first_message_needs_at_most_three_taps(name: str, telling: str) -> None:
    assert taps_till_the_end(read(FOLDER / "scripts" / f"{name}.yaml"), telling) <= MOST_TAPS


@scripts
def test_chinese_is_polite(path: Path) -> None:
    assert "你" not in path.read_text("utf-8")


def test_whoever_is_filed_or_handed_over_is_told_a_reference_and_until_when() -> None:
    script = read(FOLDER / "scripts" / "telecom.yaml")
    told: list[Step] = [step for step in script.steps.values() if isinstance(step, HandoffStep)]
    told += [script.steps[step.goto] for step in script.steps.values() if isinstance(step, FileStep)]

    minutes_count = ("in-danger", "someone-stays", "with-them", "stop-the-money")
    for step in told:
        assert isinstance(step, CloseStep | HandoffStep)
        for wording in step.text.values():
            assert "{reference}" in wording
            assert "{due}" in wording or "{status}" in wording or step.key in ("close-answered", *minutes_count)


def test_the_desk_finds_the_scripts_it_starts_itself() -> None:
    assert {"telecom", "after-answer"} <= {path.stem for path in SCRIPTS}


@pytest.mark.parametrize("path", KNOWN_ISSUES, ids=lambda path: path.stem)
def test_a_shipped_known_issue_has_enough_wordings_in_each_language(path: Path) -> None:
    issues, problems = load_known_issues(path.read_text("utf-8"))

    assert [render(problem, path.name) for problem in problems] == []
    assert len(issues) >= ENOUGH_ISSUES
    for issue in issues:
        counted = Counter(language_of(wording, "none") for wording in issue.wordings)
        assert min(counted["en"], counted["zh"]) >= ENOUGH_WORDINGS


@pytest.mark.parametrize("path", KNOWN_ISSUES, ids=lambda path: path.stem)
def test_a_shipped_known_issue_says_when_its_answer_would_contradict_the_telling(path: Path) -> None:
    issues, _ = load_known_issues(path.read_text("utf-8"))

    assert [issue.key for issue in issues if issue.unless == NO_EXCEPTION or not issue.unlike] == []


SHIPPED = (FOLDER / "scripts" / "after-answer.yaml").read_text("utf-8")


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(SHIPPED)),
            st.integers(0, 40),
            st.text("{}[]:,-#'\"&*!|>? \n\tabgoto是\0", max_size=4),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=60)
def test_no_slips_of_the_pen_make_a_shipped_script_raise(slips: list[tuple[int, int, str]]) -> None:
    text = SHIPPED
    for at, cut, inserted in slips:
        text = text[:at] + inserted + text[at + cut :]

    loaded = load(text)

    assert (loaded.script is None) == bool(loaded.problems)


@given(st.permutations(SHIPPED.splitlines()))
@settings(max_examples=40)
def test_the_lines_of_a_shipped_script_in_any_order_do_not_make_it_raise(lines: list[str]) -> None:
    loaded = load("\n".join(lines))

    assert (loaded.script is None) == bool(loaded.problems)
