"""Conversations in any order of events, beside a desk that answers what it is asked, as the real one does."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import dialogs
from dialogs.engine.advance import UNDO
from dialogs.engine.engine import advance
from dialogs.language.script_rules import SIGNALS
from dialogs.model.events import (
    Cancelled,
    Candidate,
    Effect,
    End,
    Event,
    Filed,
    FileTicket,
    Finished,
    Found,
    GivenUp,
    HandedBack,
    HoursChanged,
    LanguageChosen,
    LookUp,
    Pressed,
    Said,
    Silent,
    Started,
    StartOver,
    TakeBack,
    TakenOver,
    Tell,
    Withdraw,
    event_from_json,
    event_to_json,
)
from dialogs.model.state import State, state_from_json, state_to_json
from tests.dialogs.playing import shipped

CUSTOMERS = (Started, Said, Pressed, LanguageChosen, Cancelled, Silent, GivenUp)
SCRIPTS = Path(dialogs.__path__[0]) / "scripts"
OPENING = ("open", "answered")
WORDS = ["hello", "我家宽带断了", "yes", "no", "2", "skip", "跳过", "138 0013 8000", "12345678", "¥128.5", "{due}"]
WORDS += [
    "back",
    "上一步",
    "I don't know",
    "昨天晚上",
    "1 and 2",
    "a@b.cn",
    "at 12 Station Road, call 13800138000",
]
TEXTS = st.sampled_from([*WORDS, "", " ", "x" * 5000, "\u202e\x00", "\ud800"]) | st.text()
HEARD = st.lists(st.sampled_from([*SIGNALS, "unheard-of"]), max_size=2, unique=True).map(tuple)
CALM = st.just(()) | st.just(()) | st.just(()) | HEARD
LANGUAGES = st.sampled_from(["en", "zh", "fr", ""])
FACTS = st.sampled_from([{}, {"reference": "T-0", "outcome": "{answer}"}])
REMEMBERED = st.sampled_from([{}, {"phone": "13800138000", "account": "12345678", "room": "1208"}, {"phone": "{due}"}])
CLOCKS = st.sampled_from(["", "2026-11-24T10:15"])
FOUND = st.lists(
    st.builds(
        Candidate,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["No signal", "Bill", "没有信号"]) | st.text(),
        st.sampled_from([{"reference": "T-9", "answer": "Restart", "title": "Modem"}, {}]),
        st.floats(0, 1),
        st.sampled_from(["", "", "No signal", "Bill"]),
    ),
    max_size=3,
    unique_by=lambda candidate: candidate.key,
).map(tuple)
TWO_MATTERS = (Candidate("a", "No signal", part="No signal"), Candidate("b", "Bill", part="My bill is wrong"))
FINDINGS = st.builds(Found, FOUND, st.booleans()) | st.just(Found(TWO_MATTERS))
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, LANGUAGES, TEXTS, CALM, FACTS, REMEMBERED, CLOCKS, st.booleans(), CALM, CALM),
    st.builds(Said, TEXTS, CALM, CLOCKS, st.sampled_from(["", "photo"]), unsure=CALM, others=CALM),
    st.builds(Pressed, st.integers(-1, 30), TEXTS),
    st.builds(LanguageChosen, LANGUAGES),
    FINDINGS,
    st.builds(Filed, st.sampled_from(["T-1", "T-2"])),
    st.builds(HoursChanged, st.booleans(), TEXTS),
    st.sampled_from([Cancelled(), TakenOver(), HandedBack(), Finished(), Silent(), GivenUp()]),
)


@dataclass
class Desk:
    """Files as the desk does: a conversation has one ticket, and a second filing completes it."""

    ticket: str = ""
    opened: list[str] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)

    def file(self, effect: FileTicket) -> Filed:
        if effect.filing == "repeat":
            self.ticket = f"T-of-{effect.about}"
        elif effect.filing in OPENING and not self.ticket:
            self.ticket = f"T-{len(self.opened) + 1}"
            self.opened.append(self.ticket)
        self.withdrawn.discard(self.ticket)
        return Filed(self.ticket or "T-0", {"reference": self.ticket, "due": "Monday"})


class AnyConversation(RuleBasedStateMachine):
    """Every event is judged as it happens; what must hold at all times are the invariants."""

    name = "telecom"

    def __init__(self) -> None:
        super().__init__()
        self.script = shipped(self.name)
        self.state, self.desk = State(), Desk()
        self.journal: list[Event] = []
        self.effects: list[tuple[Effect, ...]] = []

    @precondition(lambda self: self.state.status == "new")
    @rule(event=st.builds(Started, LANGUAGES, TEXTS, CALM, FACTS, REMEMBERED, CLOCKS, unsure=CALM, others=CALM))
    def begin(self, event: Started) -> None:
        self.happen(event)

    @precondition(lambda self: self.state.status == "active")
    @rule(data=st.data())
    def tap_a_button_on_the_screen(self, data: st.DataObject) -> None:
        tells = [effect for effects in self.effects for effect in effects if isinstance(effect, Tell)]
        shown = next((tell.buttons for tell in reversed(tells) if tell.question == self.state.question), ())
        if shown:
            self.happen(Pressed(self.state.question, data.draw(st.sampled_from(shown)).key))

    @precondition(lambda self: self.state.status == "active")
    @rule(event=st.builds(Said, TEXTS, CALM, CLOCKS, st.sampled_from(["", "photo"]), unsure=CALM, others=CALM))
    def say(self, event: Said) -> None:
        self.happen(event)

    @precondition(lambda self: self.state.status == "active")
    @rule(data=st.data())
    def go_away_and_come_back(self, data: st.DataObject) -> None:
        self.happen(Silent())
        before = self.state
        self.happen(GivenUp())

        assert before.slots == self.state.slots
        if self.state.status == "abandoned":
            self.happen(data.draw(st.builds(Said, TEXTS)))

    @precondition(lambda self: self.state.status == "active")
    @rule(older=st.integers(1, 9), choice=st.sampled_from(["yes", "no", "network", "send", "a", ""]))
    def tap_a_stale_button(self, older: int, choice: str) -> None:
        before = self.state
        effects = self.happen(Pressed(before.question - older, choice))

        assert before == self.state
        assert [Tell] == [type(effect) for effect in effects]

    @precondition(lambda self: self.state.status == "looking")
    @rule(found=FINDINGS)
    def find(self, found: Found) -> None:
        self.happen(found)

    @precondition(lambda self: self.state.status == "looking")
    @rule(candidates=FOUND.filter(bool))
    def find_one_and_be_sure(self, candidates: tuple[Candidate, ...]) -> None:
        self.happen(Found(candidates[:1], sure=True))
        if self.state.stated:
            self.finish_what_was_stated()

    def finish_what_was_stated(self) -> None:
        """File it and close, as the desk does in the same turn, without a question."""
        questions = self.state.question
        while self.state.status == "filing":
            self.file()

        assert ("closed", questions) == (self.state.status, self.state.question)

    @precondition(lambda self: self.state.status == "closed" and self.state.stated)
    @rule()
    def take_back_what_was_stated(self) -> None:
        before = self.state
        effects = self.happen(Pressed(before.stated, UNDO))

        assert effects[0] == TakeBack(before.accepted)
        assert (before.slots, "", "", 0) == (
            self.state.slots,
            self.state.accepted,
            self.state.reference,
            self.state.stated,
        )
        assert self.state.status in ("active", "looking", "filing", "with-person")

    @precondition(lambda self: self.state.status == "with-person" and self.state.alarm)
    @rule()
    def say_that_it_was_not_meant(self) -> None:
        alarm, question = self.state.alarm, self.state.question
        assert alarm is not None
        effects = self.happen(Pressed(self.state.stated, UNDO))

        assert isinstance(effects[0], Withdraw)
        assert self.state.alarm is None
        if isinstance(alarm.event, Said):
            assert alarm.before.reference == self.state.reference
        assert question <= self.state.question

    @precondition(lambda self: self.state.status == "filing")
    @rule()
    def file(self) -> None:
        last = [effect for effects in self.effects for effect in effects if isinstance(effect, FileTicket)][-1]
        self.happen(self.desk.file(last))

    @precondition(lambda self: self.state.status in ("active", "with-person"))
    @rule(event=st.sampled_from([TakenOver(), HandedBack(), HandedBack()]))
    def change_hands(self, event: Event) -> None:
        self.happen(event)

    @rule(language=LANGUAGES)
    def choose_a_language(self, language: str) -> None:
        slots = self.state.slots
        self.happen(LanguageChosen(language))

        assert slots == self.state.slots

    @rule(event=EVENTS)
    def happen_whatever(self, event: Event) -> None:
        # What was filed is for the desk alone to say.
        if not (self.state.status == "filing" and isinstance(event, Filed)):
            self.happen(event)

    def happen(self, event: Event) -> tuple[Effect, ...]:
        before = self.state
        if isinstance(event, Started) and before.status == "new":
            self.desk.ticket = event.facts.get("reference", "")
        self.state, effects = advance(self.script, before, event)
        if any(isinstance(effect, TakeBack) for effect in effects):
            self.desk.ticket = ""
        if any(isinstance(effect, Withdraw) and effect.filed for effect in effects):
            self.desk.withdrawn.add(self.desk.ticket)
        self.journal.append(event)
        self.effects.append(effects)
        self.judge(before, event, effects)
        return effects

    def judge(self, before: State, event: Event, effects: tuple[Effect, ...]) -> None:
        """Check what must hold of every single advance."""
        undoes = before.stated > 0 and event == Pressed(before.stated, UNDO)
        assert (undoes and before.status == "closed") == (TakeBack(before.accepted) in effects)
        calls_off = any(isinstance(effect, Withdraw) for effect in effects)
        assert (undoes and before.status == "with-person") == calls_off
        if undoes and before.status in ("closed", "with-person"):
            return
        if before.status == "closed":
            assert (before, ()) == (self.state, effects)
        if before.status == "with-person" and isinstance(event, CUSTOMERS):
            assert ("with-person", before.step, ()) == (self.state.status, self.state.step, effects)
        if before.reference:
            assert before.reference == self.state.reference
            assert not any(isinstance(effect, LookUp) for effect in effects)
        self.judge_desk(before, effects)

    def judge_desk(self, before: State, effects: tuple[Effect, ...]) -> None:
        """Check what the desk is asked to do."""
        filings = [effect for effect in effects if isinstance(effect, FileTicket)]
        assert (not filings) or (len(filings) == 1 and before.status != "filing" and effects[-1] == filings[0])
        assert (self.state.status == "closed" != before.status) == (End() in effects)
        assert before.question <= self.state.question
        later = [effect.text for effect in effects if isinstance(effect, StartOver) and effect.goes_on]
        assert later in ([], [before.later])
        assert not (later and self.state.later)

    @invariant()
    def files_at_most_one_ticket(self) -> None:
        assert len({*self.desk.opened} - self.desk.withdrawn) <= 1

    @invariant()
    def can_take_back_only_what_was_decided_without_a_question(self) -> None:
        if self.state.stated:
            assert self.state.status in ("filing", "closed", "with-person")
            assert (self.state.status == "with-person") == (self.state.alarm is not None)
            assert self.state.question == self.state.stated
            assert self.state.alarm is not None or not self.state.later

    @invariant()
    def survives_being_written_and_read(self) -> None:
        assert self.state == state_from_json(json.loads(json.dumps(state_to_json(self.state))))

    @invariant()
    def shows_a_question_while_it_waits_for_the_customer(self) -> None:
        if self.state.status == "active":
            tells = [effect for effects in self.effects for effect in effects if isinstance(effect, Tell)]

            assert self.state.question in [tell.question for tell in tells]

    def teardown(self) -> None:
        state = State()
        for event, expected in zip(self.journal, self.effects, strict=True):
            state, effects = advance(self.script, state, event_from_json(json.loads(json.dumps(event_to_json(event)))))

            assert expected == effects
        assert self.state == state


@pytest.mark.parametrize("name", sorted(path.stem for path in SCRIPTS.glob("*.yaml") if ".cases" not in path.name))
def test_no_order_of_events_breaks_a_conversation(name: str) -> None:
    machine = type(f"Any{name.title()}", (AnyConversation,), {"name": name})
    test = machine.TestCase  # type: ignore[attr-defined]  # made by the base class
    test.settings = settings(max_examples=40, stateful_step_count=40)
    result = test("runTest").run()

    assert result is not None
    assert [trace for _, trace in (*result.errors, *result.failures)] == []
