from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.cases import case_player
from dialogs.cases.case_player import play
from dialogs.engine import engine
from dialogs.engine.engine import Traced
from dialogs.language.case_file import MONDAY_MORNING, Case, CaseTurn, load_cases
from dialogs.language.script_rules import SIGNALS
from dialogs.model.events import Event, HoursChanged, Said, Started
from dialogs.model.script import Script
from dialogs.model.state import State
from tests.dialogs.playing import shipped
from tests.dialogs.small_complaint import case, cases_text, failures, played, small_complaint
from tests.dialogs.small_scripts import standing_at

TO_KIND = "- {says: my bill is wrong, at: ask-kind}\n"
TO_AGENT = "- {says: a person please, signals: [wants-person], at: to-agent, ends: with-person, filed: open}\n"


def test_a_case_that_goes_as_expected_has_no_failure() -> None:
    turns = """
    - {says: my bill is wrong, told: Hello, at: ask-kind, slots: {problem: my bill is wrong}}
    - {taps: bill, told: P, at: ask-phone, slots: {kind: bill}}
    - {says: "13800138000", told: Filed as T-2026-000001, filed: open, at: bye, ends: closed}
    """

    assert failures(turns) == []


def test_the_first_words_choose_the_language() -> None:
    assert failures("- {says: 手机没有信号了, told: 您好}") == []


def test_the_desk_begins_in_the_scripts_first_language_or_the_one_of_the_case() -> None:
    assert failures("- {happens: silence, told: Hello}") == []
    assert failures("- {happens: silence, told: 您好}", top="language: zh") == []


def test_a_skipped_slot_is_expected_empty() -> None:
    assert failures(TO_KIND + '- {taps: bill}\n- {taps: skip, slots: {phone: ""}}') == []


def test_a_repeat_is_found_in_the_turn_that_says_so() -> None:
    turns = """
    - {says: my bill, finds: {repeat: [{reference: T-2025-000007, status: waiting}]}, at: look}
    - {taps: no, at: ask-kind}
    """

    assert failures(turns) == []
    assert failures(turns.replace("at: look", "told: 'T-2025-000007: something is wrong, waiting'")) == []


def test_an_accepted_repeat_is_filed_under_its_own_reference() -> None:
    turns = """
    - {says: my bill, finds: {repeat: [{reference: T-2025-000007}]}}
    - {taps: yes, filed: repeat, told: Added to T-2025-000007}
    """

    assert failures(turns) == []


def test_of_several_found_each_is_a_button() -> None:
    turns = """
    - {says: my bill, finds: {known-issue: [{title: Bills}, {key: roaming, title: Abroad, answer: Switch it on}]}}
    - {taps: roaming, at: look-up, told: "Abroad: Switch it on"}
    - {taps: yes, filed: answered, ends: closed}
    """

    assert failures(turns) == []


def test_a_known_issue_without_a_key_has_its_title_for_one() -> None:
    turns = "- {says: my bill, finds: {known-issue: [{title: Bills}, {title: Abroad}]}}\n"

    assert failures(turns + "- {taps: Bills, at: look-up, told: 'Bills: this is what helps'}") == []


STATED = """
- {says: my bill, finds: {repeat: [{reference: T-2025-000007, sure: yes}]}, told: Added to T-2025-000007, ends: closed}
"""


def test_a_repeat_that_is_sure_is_stated() -> None:
    assert failures(STATED.replace("told: Added to T-2025-000007", "filed: repeat")) == []
    assert failures(STATED.replace("Added to T-2025-000007", "which you told us on 5 Jan")) == []


def test_a_stated_repeat_is_taken_back_after_the_conversation_has_closed() -> None:
    turns = (
        STATED
        + """
- {taps: undo, told: My mistake, at: ask-kind, slots: {problem: my bill}, finds: {known-issue: [{}]}}
"""
    )

    assert failures(turns.replace(", at: ask-kind", ", at: look-up")) == []
    assert failures(turns.replace(", finds: {known-issue: [{}]}", "") + "- {taps: network, told: T-2026-000001}") == []


def test_a_repeat_is_taken_back_once() -> None:
    problem = ("case-no-button", "at `ask-kind` is no button `undo`")
    closed = ("case-out-of-place", "before this turn the conversation is closed")

    assert failures(STATED + "- {taps: undo}\n- {taps: undo}") == [problem]
    assert failures(STATED + "- {taps: undo}\n- {taps: network, filed: open}\n- {taps: undo}") == [closed]
    assert failures(STATED + "- {says: no}") == [closed]
    assert failures(STATED + "- {taps: yes}") == [closed]


def test_a_known_issue_that_is_not_sure_is_only_offered() -> None:
    turns = """
    - {says: my bill, finds: {known-issue: [{title: Bills, sure: no}]}, told: Could it be this}
    - {taps: Bills, told: "Bills: this is what helps", at: look-up}
    - {taps: yes, filed: answered}
    """

    assert failures(turns) == []


def test_of_two_matters_the_second_follows_without_a_greeting(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = """
    - says: my bill and my phone
      finds: {known-issue: [{title: Bills, part: my bill}, {title: Phones, part: my phone}]}
      told: two things
    - {taps: Phones, told: "Phones: this is what helps", slots: {problem: my phone}}
    - {taps: yes, filed: answered, at: ask-kind, slots: {problem: my bill}}
    """

    assert failures(turns) == []
    events = events_of(turns, monkeypatch)
    assert Started("en", "my bill", at=MONDAY_MORNING, goes_on=True) in events


def test_a_closed_desk_says_when_it_opens() -> None:
    assert failures("- {says: my bill, told: Open Tue 6 Jan}", top="closed: yes") == []
    assert failures("- {says: 我的话费不对, told: 开门}", top="closed: yes\nlanguage: zh") == []


def test_what_is_remembered_is_offered() -> None:
    turns = TO_KIND + '- {taps: bill, at: ask-phone}\n- {taps: yes, slots: {phone: "13800138000"}, filed: open}'

    assert failures(turns, top='remembered: {phone: "13800138000"}') == []


def test_a_person_hands_back() -> None:
    assert failures(TO_AGENT + "- {happens: hand-back, told: What, at: ask-problem}") == []


def test_whoever_comes_back_with_something_new_starts_over() -> None:
    turns = (
        TO_KIND
        + """
- {happens: giving-up, ends: abandoned}
- {says: there is no signal at home}
- {taps: no, told: Hello, at: ask-kind, slots: {problem: there is no signal at home}}
"""
    )

    assert failures(turns) == []


def test_a_customer_cancels() -> None:
    assert failures(TO_KIND + "- {happens: cancel, told: Nothing has been sent, ends: closed}") == []


def events_of(turns: str, monkeypatch: pytest.MonkeyPatch, top: str = "") -> list[Event]:
    """Return what the engine is given while the case of these turns is played."""
    events: list[Event] = []

    def trace(script: Script, state: State, event: Event) -> Traced:
        events.append(event)
        return engine.trace(script, state, event)

    monkeypatch.setattr(case_player, "trace", trace)
    played(turns, top)
    return events


def test_words_come_with_signals_a_file_and_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    top = "at: 2026-03-01T08:00"
    turn = "- {says: look at this, signals: [anger], file: photo}\n"

    expected = Said("look at this", ("anger",), "2026-03-01T08:00", "photo")
    assert events_of(TO_KIND + turn, monkeypatch, top)[-1] == expected


def test_a_file_is_sent_once_the_conversation_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    events = events_of("- {says: look at this, file: photo}\n", monkeypatch)

    assert events[:2] == [Started("en", at=MONDAY_MORNING), Said("look at this", at=MONDAY_MORNING, file="photo")]


def test_the_first_words_begin_the_conversation(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = "- {says: my bill, signals: [anger]}\n"
    top = "language: zh\nremembered: {phone: '1'}\nfacts: {status: new}\nclosed: yes\nat: 2026-03-01T08:00"

    assert events_of(turn, monkeypatch, top)[:2] == [
        HoursChanged(closed=True, opens="1月6日（周二）09:00"),
        Started("zh", "my bill", ("anger",), {"status": "new"}, {"phone": "1"}, "2026-03-01T08:00"),
    ]


def test_a_survey_is_begun_by_the_desk_with_what_it_knows_of_the_ticket() -> None:
    turns = "- {says: 'yes, it works now', told: outcome, filed: confirm}"
    facts = "facts: {reference: T-2025-000003, outcome: the outcome}"

    assert failures(turns, facts, within=shipped("after-answer")) == []
    assert failures(turns.replace("outcome", "T-2025-000003 is closed"), facts, within=shipped("after-answer")) == []
    assert failures(turns.replace("outcome", "it was put right"), within=shipped("after-answer")) == []


def test_a_button_that_is_not_there_is_told_with_those_that_are() -> None:
    problem, *more = played(TO_KIND + "- {taps: phone}").failures

    assert more == []
    assert (problem.code, problem.message) == ("case-no-button", "at `ask-kind` is no button `phone`")
    assert problem.remedy == "tap one of `bill`, `network`"


def test_where_words_are_waited_for_no_button_can_be_tapped() -> None:
    (problem,) = played("- {taps: yes}").failures

    assert problem.remedy == "there is none; write `says:`"


def test_after_a_turn_that_cannot_happen_nothing_more_is_played() -> None:
    after = played("- {taps: yes}\n- {says: my bill is wrong}")

    assert not after.through
    assert ("steps", "ask-kind") not in after.reached


def test_after_a_turn_that_went_wrong_the_case_goes_on_but_only_that_turn_is_told() -> None:
    after = played("- {says: my bill, at: bye, filed: open}\n- {taps: bill, at: bye}\n- {taps: skip, at: bye}")

    assert [problem.code for problem in after.failures] == ["case-at", "case-filed"]
    assert after.through
    assert ("steps", "bye") in after.reached


def test_in_a_closed_conversation_nothing_happens_any_more() -> None:
    turns = TO_KIND + "- {happens: cancel}\n- {says: hello}"

    assert failures(turns) == [("case-out-of-place", "before this turn the conversation is closed")]


def test_only_a_person_hands_back() -> None:
    expected = ("case-out-of-place", "before this turn no person has the conversation")

    assert failures(TO_KIND + "- {happens: hand-back}") == [expected]


def test_a_failure_stands_at_the_expectation_in_the_text_of_the_case() -> None:
    text = cases_text("- {says: my bill, at: ask-kind}\n- taps: bill\n  slots: {kind: bill, phone: '1'}\n")
    (read,), _ = load_cases(text)
    (problem,) = play(small_complaint(), read).failures

    assert (problem.line, standing_at(text, problem)) == (7, "'1'}")


def test_what_a_case_came_by_is_kept() -> None:
    after = played(TO_KIND + "- {taps: network, filed: open}")

    steps = ("welcome", "ask-problem", "look", "look-up", "ask-kind", "by-kind", "file-open", "bye")
    places = {("steps", "by-kind", "otherwise"), ("slots", "kind", "choices", "network")}
    assert after.reached == {*(("steps", step) for step in steps), *places}


_WORDS = st.sampled_from(["my bill", "yes", "no", "skip", "back", "话费", "{due}", "1", "13800138000", "?", "hello"])
_TURNS = st.one_of(
    st.builds(CaseTurn, says=_WORDS, signals=st.sampled_from([(), *((signal,) for signal in SIGNALS)])),
    st.builds(
        CaseTurn,
        taps=st.sampled_from(["yes", "no", "none", "bill", "network", "skip", "send", "change", "key", "undo"]),
    ),
    st.builds(CaseTurn, happens=st.sampled_from(["silence", "giving-up", "hand-back", "cancel"])),
    st.builds(CaseTurn, file=st.just("photo")),
)
_FINDS = st.dictionaries(
    st.sampled_from(["repeat", "known-issue"]),
    st.sampled_from(
        [
            ({"key": "key"},),
            ({"key": "key", "sure": "yes"},),
            ({"key": "key", "sure": "no"},),
            ({"key": "key", "part": "my bill"}, {"key": "other", "part": "话费"}),
        ]
    ),
)


@given(st.lists(st.builds(lambda turn, finds: replace(turn, finds=finds), _TURNS, _FINDS), max_size=8), st.booleans())
def test_no_turns_make_it_raise_or_come_by_what_is_not_there(turns: list[CaseTurn], closed: bool) -> None:
    within = small_complaint()
    after = play(within, Case("any", tuple(turns), closed=closed, remembered={"phone": "13800138000"}))

    assert {path[1] for path in after.reached if path[0] == "steps"} <= set(within.steps)
    assert after.through or after.failures


def test_a_case_is_the_same_each_time() -> None:
    turns = TO_KIND + "- {taps: bill}\n- {says: unusable}"

    assert play(small_complaint(), case(turns)) == play(small_complaint(), case(turns))
