"""A journal tells a conversation again, and a draft shows where it would have gone another way."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dialogs.model.events import (
    Cancelled,
    Candidate,
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
    TakenOver,
)
from dialogs.model.script import Arm, AskStep, BranchStep, CheckStep, Choice, Condition, Script, Slot
from dialogs.model.state import State
from dialogs.versions.journal_replay import Course, Parting, Rehearsal, Untaken, rehearse, retell, side_by_side
from tests.dialogs.playing import play, script

OLD = script("""\
format: 1
script: small
title: {en: Small}
languages: [en]
opening: problem
start: hello
interrupts: {wants-person: to-agent}
slots:
  problem: {type: text, length: 4-100, label: {en: Problem}}
  kind: {type: choice, label: {en: Kind}, choices: {bill: {en: My bill}, line: {en: My line}}}
  phone: {type: digits, length: 5-9, private: yes, label: {en: Phone}}
steps:
  hello: {say: {en: Hello}, goto: ask-problem}
  ask-problem: {ask: problem, prompt: {en: What}, reprompt: {en: Words}, otherwise: to-agent, goto: known}
  known:
    {check: known-issue, of: problem, offer: {en: "{answer}"}, offer-many: {en: Which}, accepted: bye, goto: ask-kind}
  ask-kind: {ask: kind, prompt: {en: Kind}, reprompt: {en: Tap}, otherwise: to-agent, goto: ask-phone}
  ask-phone: {ask: phone, prompt: {en: Phone}, reprompt: {en: Digits}, otherwise: to-agent, goto: file}
  file: {file: open, goto: bye}
  bye: {close: {en: Bye}}
  to-agent: {handoff: {en: A person}}
""")  # fmt: skip
ANSWER = Candidate("a", "A", {"answer": "Wait"})
ANSWERED = Found((ANSWER,), sure=True)
BEGUN = Started("en", "It is broken")
FILED = Filed("T-2026-000001")
WHOLE: tuple[Event, ...] = (BEGUN, Found(), Pressed(1, "line"), Said("123456"), FILED)
"""Three turns: told, tapped, written."""


def with_step(key: str, **changes: Any) -> Script:
    """Return the script with one step changed."""
    return replace(OLD, steps={**OLD.steps, key: replace(OLD.steps[key], **changes)})


def leading(**ways: str) -> Script:
    """Return the script with other ways out of some steps, whose keys are written with low lines here."""
    named = {key.replace("_", "-"): goto for key, goto in ways.items()}
    return replace(OLD, steps={**OLD.steps, **{key: with_step(key, goto=named[key]).steps[key] for key in named}})


def with_choices(*keys: str) -> Script:
    """Return the script with other kinds to choose from."""
    choices = tuple(Choice(key, {"en": f"Any {key}"}) for key in keys)
    return replace(OLD, slots={**OLD.slots, "kind": replace(OLD.slots["kind"], choices=choices)})


ASK_NAME = AskStep("ask-name", "name", {"en": "Name"}, {"en": "Short"}, "to-agent", "ask-phone")
NAME = Slot("name", "text", {"en": "Name"}, longest=3)


def asking_for_a_name(base: Script, goto: str) -> Script:
    """Return the script with one question more, that leads there."""
    steps = {**base.steps, "ask-name": replace(ASK_NAME, goto=goto)}
    return replace(base, slots={**base.slots, "name": NAME}, steps=steps)


NAMELESS = asking_for_a_name(leading(ask_kind="ask-name"), "ask-phone")
"""A draft with one question more."""
STATING = with_step("known", look="repeat")
"""The script with a check for repeats: it states the one that is sure."""
HASTY = with_step("ask-problem", goto="file")
"""A draft that asks nothing."""
DONE = Course("closed", "bye", 2)


def test_a_conversation_is_told_event_by_event() -> None:
    told = retell(OLD, WHOLE)

    assert [moment.event for moment in told] == list(WHOLE)
    assert [moment.state.step for moment in told] == ["known", "ask-kind", "ask-phone", "file", "bye"]
    assert [moment.visited for moment in told] == [
        ("hello", "ask-problem", "known"),
        ("ask-kind",),
        ("ask-phone",),
        ("file",),
        ("bye",),
    ]
    assert (told[-1].state, told[-1].effects) == play(OLD, *WHOLE)
    assert told[0].before == State()
    assert told[3].before == told[2].state
    assert {id(moment.script) for moment in told} == {id(OLD)}


def test_nothing_happened_in_an_empty_journal() -> None:
    assert retell(OLD, []) == ()
    assert rehearse(OLD, HASTY, []) == Rehearsal(None, (), 0, Course("new", "", 0), Course("new", "", 0))


def test_a_conversation_that_moved_is_told_by_each_version_in_its_time() -> None:
    moved = {2: with_step("ask-phone", prompt={"en": "Your number"}), 3: with_step("ask-phone", goto="to-agent")}
    told = retell(OLD, WHOLE, moved)

    assert [moment.script for moment in told] == [OLD, OLD, moved[2], moved[3], moved[3]]
    assert told[-1].state.step == "to-agent"


def test_a_move_that_cannot_be_followed_is_left_out() -> None:
    renamed = replace(OLD, steps={key: step for key, step in OLD.steps.items() if key != "ask-kind"})

    assert retell(OLD, WHOLE, {2: renamed}) == retell(OLD, WHOLE)


def test_a_draft_in_other_words_goes_the_same_way() -> None:
    rehearsal = rehearse(OLD, with_step("ask-kind", prompt={"en": "What kind"}), WHOLE)

    assert rehearsal == Rehearsal(None, (), 0, DONE, DONE)
    assert not rehearsal.differs
    assert not rehearsal.ended_otherwise


def test_the_first_difference_is_where_the_ways_part() -> None:
    rehearsal = rehearse(OLD, with_step("ask-kind", goto="to-agent"), WHOLE)

    assert rehearsal.parting == Parting(2, "ask-phone", "to-agent")
    assert rehearsal.differs


def test_a_way_that_is_shorter_stops_at_its_last_step() -> None:
    assert rehearse(OLD, with_step("ask-phone", slot="kind"), WHOLE[:3]).parting == Parting(2, "ask-phone", "file")
    one_step_less = replace(OLD, start="ask-problem")
    assert rehearse(OLD, one_step_less, [BEGUN]).parting == Parting(1, "hello", "ask-kind")
    stays = with_choices("shop", "bill")
    assert rehearse(OLD, stays, WHOLE[:3]).parting == Parting(2, "ask-phone", "ask-kind")


def test_what_no_customer_sees_is_no_difference() -> None:
    way = BranchStep("way", (Arm((Condition("kind", "equals", ("line",)),), goto="ask-phone"),), otherwise="to-agent")
    through_a_branch = replace(leading(ask_kind="way"), steps={**leading(ask_kind="way").steps, "way": way})
    number = replace(with_step("ask-phone").steps["ask-phone"], key="ask-number")
    steps = {key: step for key, step in leading(ask_kind="ask-number").steps.items() if key != "ask-phone"}
    under_another_name = replace(OLD, steps={**steps, "ask-number": number})

    assert rehearse(OLD, through_a_branch, WHOLE).parting is None
    assert rehearse(OLD, under_another_name, WHOLE).parting is None
    assert not rehearse(OLD, under_another_name, WHOLE).differs


def test_both_ways_stand_side_by_side() -> None:
    pairs = side_by_side(OLD, with_step("ask-kind", goto="to-agent"), WHOLE)

    assert [(then.after.step, now.after.step) for then, now in pairs] == [
        ("ask-kind", "ask-kind"),
        ("ask-phone", "to-agent"),
        ("bye", "to-agent"),
    ]


def test_the_same_step_of_another_kind_is_a_difference() -> None:
    draft = replace(OLD, steps={**OLD.steps, "ask-kind": replace(OLD.steps["bye"], key="ask-kind")})

    assert rehearse(OLD, draft, WHOLE[:2]).parting == Parting(1, "ask-kind", "ask-kind")


def test_questions_are_counted_once() -> None:
    events = (BEGUN, Found(), Said("?"), Silent(), *WHOLE[2:])

    assert rehearse(OLD, HASTY, events).old == DONE
    assert rehearse(OLD, HASTY, events).draft.questions == 0


def test_what_the_desk_found_and_filed_is_told_to_the_draft() -> None:
    later = leading(ask_problem="ask-kind", ask_kind="known", known="file")
    rehearsal = rehearse(OLD, later, (BEGUN, ANSWERED, Pressed(1, "no"), Pressed(2, "line")))

    assert rehearsal.parting == Parting(1, "known", "ask-kind")
    assert rehearsal.untaken == (Untaken(2, "No, I still need help", "known", "ask-kind", private=False),)
    assert rehearsal.draft == Course("active", "known", 2)


def test_a_look_up_that_was_not_made_then_finds_nothing() -> None:
    asks = replace(
        OLD, steps={**OLD.steps, "known": CheckStep("known", "repeat", "problem", {}, {}, "bye", "ask-kind")}
    )

    assert rehearse(OLD, asks, (BEGUN, ANSWERED)).draft == Course("active", "ask-kind", 1)


def test_an_answer_of_the_desk_is_given_once() -> None:
    again = CheckStep("again", "known-issue", "problem", {"en": "Again"}, {}, "bye", "ask-kind")
    twice = replace(OLD, steps={**leading(known="again").steps, "again": again})

    assert rehearse(OLD, twice, (BEGUN, ANSWERED, Pressed(1, "no"))).draft == Course("active", "ask-kind", 2)


def test_a_ticket_that_was_not_filed_then_is_filed_on_the_draft() -> None:
    rehearsal = rehearse(OLD, HASTY, (BEGUN, Found()))

    assert rehearsal.draft == Course("closed", "bye", 0)
    assert rehearsal.ended_otherwise


def test_a_tap_is_a_tap_at_the_question_of_the_draft() -> None:
    draft = asking_for_a_name(leading(known="ask-name"), "ask-kind")
    rehearsal = rehearse(OLD, draft, (BEGUN, Found(), Said("?!x"), Pressed(1, "line")))

    assert rehearsal.draft == Course("active", "ask-phone", 3)


def test_a_tap_that_the_draft_does_not_offer_is_an_answer_not_taken() -> None:
    rehearsal = rehearse(OLD, with_choices("shop", "bill"), WHOLE[:3])

    assert rehearsal.untaken == (Untaken(2, "My line", "ask-kind", "ask-kind", private=False),)
    assert rehearsal.beyond == 0
    assert rehearsal.draft == Course("active", "ask-kind", 1)
    assert rehearsal.ended_otherwise


def test_words_that_the_draft_asks_for_again_are_an_answer_not_taken() -> None:
    picky = replace(OLD, slots={**OLD.slots, "phone": replace(OLD.slots["phone"], shortest=8)})

    assert rehearse(OLD, picky, WHOLE).untaken == (Untaken(3, "123456", "ask-phone", "ask-phone", private=True),)


def test_words_that_were_asked_for_again_then_are_not_told() -> None:
    assert rehearse(OLD, OLD, (BEGUN, Found(), Said("?"))).untaken == ()


def test_words_are_private_if_either_question_is() -> None:
    named = (BEGUN, Found(), Pressed(1, "bill"), Said("123456"))
    elsewhere = with_step("known", goto="ask-phone")

    assert [one.private for one in rehearse(OLD, NAMELESS, named).untaken] == [True]
    assert [one.private for one in rehearse(OLD, elsewhere, (BEGUN, Found(), Said("My line"))).untaken] == [True]


def test_a_stale_tap_is_stale_on_the_draft_as_well() -> None:
    stale = (BEGUN, Found(), Pressed(7, "line"), Pressed(1, "bill"))

    assert rehearse(OLD, OLD, stale) == Rehearsal(None, (), 0, *[Course("active", "ask-phone", 2)] * 2)


def test_turns_after_the_end_of_the_draft_are_counted() -> None:
    rehearsal = rehearse(OLD, HASTY, WHOLE)

    assert rehearsal.parting == Parting(1, "ask-kind", "file")
    assert (rehearsal.beyond, rehearsal.untaken) == (2, ())
    assert rehearsal.draft == Course("closed", "bye", 0)


def test_words_to_a_person_are_no_answers_of_the_draft() -> None:
    deaf = replace(OLD, interrupts={})
    events = (BEGUN, Found(), Said("A person!", ("wants-person",)), FILED, Said("My line"), Said("123456"))
    rehearsal = rehearse(OLD, deaf, events)

    assert rehearsal.parting == Parting(2, "to-agent", "ask-kind")
    assert rehearsal.beyond == 2
    assert rehearsal.draft == Course("active", "ask-kind", 1)


def test_words_to_a_person_are_not_counted_where_the_draft_has_called_one_too() -> None:
    events = (BEGUN, Found(), Said("A person!", ("wants-person",)), FILED, Said("My line"))

    assert rehearse(OLD, OLD, events) == Rehearsal(None, (), 0, *[Course("with-person", "to-agent", 1)] * 2)


def test_what_a_person_does_is_done_on_the_draft_as_well() -> None:
    events = (BEGUN, Found(), TakenOver(), HandedBack(), Finished())

    assert rehearse(OLD, OLD, events).draft == Course("closed", "ask-kind", 2)
    assert rehearse(OLD, OLD, events[:3]).draft == Course("with-person", "ask-kind", 1)
    deaf = replace(OLD, interrupts={})
    wish = (BEGUN, Found(), Said("A person!", ("wants-person",)), FILED, TakenOver())
    assert rehearse(OLD, deaf, wish).draft.status == "with-person"  # although that did nothing then


TAKEN_BACK = (BEGUN, ANSWERED, Pressed(1, "undo"), Pressed(2, "line"))


def test_what_was_taken_back_is_taken_back_on_the_draft_whatever_its_number() -> None:
    asking = asking_for_a_name(leading(hello="ask-name"), "ask-problem")
    asked_first = replace(asking, steps={**asking.steps, "known": STATING.steps["known"]})
    journal = (BEGUN, Said("Ann"), ANSWERED, Pressed(2, "undo"), Pressed(3, "line"))

    assert rehearse(STATING, STATING, TAKEN_BACK).draft == Course("active", "ask-phone", 3)
    assert rehearse(asked_first, asked_first, journal).draft == Course("active", "ask-phone", 4)
    assert rehearse(asked_first, STATING, journal).draft == Course("active", "ask-phone", 3)
    assert rehearse(asked_first, STATING, journal).untaken == ()


def test_what_the_draft_did_not_state_cannot_be_taken_back_there() -> None:
    rehearsal = rehearse(STATING, with_step("known", look="repeat", accepted="ask-phone"), TAKEN_BACK[:3])

    assert rehearsal.untaken == (Untaken(2, "No, something new", "bye", "known", private=False),)


def test_the_hours_of_the_desk_are_no_turn() -> None:
    closed = HoursChanged(closed=True, opens="tomorrow")
    draft = with_step("ask-kind", goto="to-agent")
    rehearsal = rehearse(OLD, draft, (closed, BEGUN, Found(), closed, Pressed(1, "line")))

    assert rehearsal.parting == Parting(2, "ask-phone", "to-agent")
    assert rehearse(OLD, HASTY, (BEGUN, Found(), closed)).beyond == 0


def test_waiting_at_another_step_is_another_end_but_closing_elsewhere_is_not() -> None:
    course = Course("active", "ask-kind", 1)
    elsewhere, bye, ciao = Course("active", "ask-phone", 1), Course("closed", "bye", 1), Course("closed", "ciao", 4)

    assert not Rehearsal(None, (), 0, course, replace(course, questions=9)).ended_otherwise
    assert Rehearsal(None, (), 0, course, elsewhere).ended_otherwise
    assert Rehearsal(None, (), 0, course, replace(course, status="abandoned")).ended_otherwise
    assert not Rehearsal(None, (), 0, bye, ciao).ended_otherwise


def test_an_answer_not_taken_is_a_difference_by_itself() -> None:
    untaken = Untaken(1, "x", "a", "a", private=False)

    assert Rehearsal(None, (untaken,), 0, DONE, DONE).differs


WORDS = st.sampled_from(["", "hello", "no", "2", "my line", "123456", "back", "x" * 200])
SIGNALS = st.sampled_from([(), (), ("wants-person",)])
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, st.just("en"), WORDS, SIGNALS),
    st.builds(Said, WORDS, SIGNALS),
    st.builds(Pressed, st.integers(0, 5), st.sampled_from(["yes", "no", "bill", "line", "shop", "a"])),
    st.sampled_from([Found(), Found((ANSWER,)), ANSWERED, Found((ANSWER, replace(ANSWER, key="b")))]),
    st.just(Pressed(1, "undo")),
    st.sampled_from([Cancelled(), Silent(), GivenUp(), TakenOver(), HandedBack(), Finished(), FILED]),
    st.builds(HoursChanged, st.booleans()),
    st.just(LanguageChosen("en")),
)
JOURNALS = st.lists(EVENTS, max_size=15)
DRAFTS = st.sampled_from(
    [OLD, STATING, NAMELESS, HASTY, with_choices("shop"), replace(OLD, interrupts={}, start="known")]
)


def answered(events: list[Event]) -> list[Event]:
    """Return a journal as the desk writes it: with an answer to all that it is asked, and to nothing else."""
    journal: list[Event] = []
    for event in events:
        journal += [] if isinstance(event, Found | Filed) else [event]
        while asked := [effect for effect in play(OLD, *journal)[1] if isinstance(effect, LookUp | FileTicket)]:
            journal.append(ANSWERED if isinstance(asked[0], LookUp) else FILED)
    return journal


@given(JOURNALS)
def test_every_journal_goes_the_same_way_on_the_version_that_played_it(journal: list[Event]) -> None:
    rehearsal = rehearse(OLD, OLD, answered(journal))

    assert (rehearsal.parting, rehearsal.untaken, rehearsal.beyond) == (None, (), 0)
    assert rehearsal.old == rehearsal.draft


@given(DRAFTS, JOURNALS, st.dictionaries(st.integers(0, 15), DRAFTS, max_size=2))
def test_any_journal_can_be_played_on_any_draft(draft: Script, journal: list[Event], moved: dict[int, Script]) -> None:
    rehearsal = rehearse(OLD, draft, journal, moved)

    assert 0 <= rehearsal.beyond <= len(journal)
    assert len(retell(OLD, journal, moved)) == len(journal)
