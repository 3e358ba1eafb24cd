"""An open conversation moves to a new version only where it cannot notice; what differs is told by its meaning."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.engine.engine import advance
from dialogs.model.events import (
    Cancelled,
    Candidate,
    Event,
    Filed,
    Finished,
    Found,
    GivenUp,
    HandedBack,
    HoursChanged,
    LanguageChosen,
    Pressed,
    Said,
    Silent,
    Started,
    TakenOver,
    Tell,
)
from dialogs.model.script import Arm, AskStep, Choice, CloseStep, Condition, Interrupt, SayStep, Script, Slot
from dialogs.model.state import State
from dialogs.versions.version_compare import Comparison, Diff, Difference, compare, move, render, rescue
from tests.dialogs.playing import play, press, script, shipped

OLD = script("""\
format: 1
script: small
title: {en: Small, zh: 小}
languages: [en, zh]
opening: problem
start: hello
interrupts: {danger: to-agent, anger: {goto: to-agent, times: 2}}
tone: {anger: {en: Sorry, zh: 抱歉}, grief: {en: So sorry, zh: 节哀}}
slots:
  problem: {type: text, length: 2-200, label: {en: Problem, zh: 问题}}
  kind: {type: choice, label: {en: Kind, zh: 类别}, choices: {bill: {en: Bill, zh: 账单}, line: {en: Line, zh: 线路}}}
  when:
    type: multi-choice
    label: {en: When, zh: 时间}
    choices: {day: {en: By day, zh: 白天}, night: {en: At night, zh: 夜里}}
  phone: {type: phone, private: yes, remember: yes, optional: yes, label: {en: Phone, zh: 电话}}
steps:
  hello: {say: {en: Hello, zh: 您好}, goto: ask-problem}
  ask-problem:
    {ask: problem, prompt: {en: What, zh: 什么}, reprompt: {en: Words, zh: 请说}, otherwise: to-agent, goto: known}
  known:
    check: known-issue
    of: problem
    offer: {en: "{answer}", zh: "{answer}"}
    offer-many: {en: Which, zh: 哪个}
    accepted: bye
    goto: ask-kind
  ask-kind: {ask: kind, prompt: {en: Kind, zh: 类}, reprompt: {en: Tap, zh: 请点}, otherwise: to-agent, goto: by-kind}
  by-kind:
    branch:
      - {when: {kind: {equals: bill}}, goto: ask-phone, track: fast}
      - {when: {kind: {is-one-of: [line, bill]}, when: {is-empty: yes}}, goto: ask-when}
    otherwise: ask-phone
  ask-when: {ask: when, prompt: {en: When, zh: 何时}, reprompt: {en: T, zh: 点}, otherwise: to-agent, goto: ask-phone}
  ask-phone: {ask: phone, prompt: {en: Phone, zh: 电话}, reprompt: {en: No., zh: 号}, otherwise: to-agent, goto: all}
  all: {summary: {en: "{summary}", zh: "{summary}"}, goto: file}
  file: {file: open, goto: bye}
  bye: {close: {en: Bye, zh: 再见}}
  to-agent: {handoff: {en: A person, zh: 人工}}
""")
SHOP = Choice("shop", {"en": "Shop", "zh": "门店"})
BILL, LINE = OLD.slots["kind"].choices
DAY, NIGHT = OLD.slots["when"].choices
MY_LINE = Started("en", "My line is dead", at="2026-11-04T12:00")
ANSWER = Candidate("a", "A", {"answer": "Wait"})
TWO_MATTERS = Found((replace(ANSWER, part="My line"), replace(ANSWER, key="b", part="My bill")))


def backwards(part: Mapping[str, Any]) -> dict[str, Any]:
    return dict(reversed(list(part.items())))


def with_step(key: str, **changes: Any) -> Script:
    """Return the old version with one step changed, or added as a copy of another if ``key`` names it."""
    return replace(OLD, steps={**OLD.steps, key: replace(OLD.steps[key], **changes)})


def with_slot(key: str, **changes: Any) -> Script:
    """Return the old version with one slot changed."""
    return replace(OLD, slots={**OLD.slots, key: replace(OLD.slots[key], **changes)})


def without_step(key: str) -> Script:
    """Return the old version as it would be with a step removed."""
    return replace(OLD, steps={name: step for name, step in OLD.steps.items() if name != key})


def with_key(old: str, new: str, base: Script = OLD) -> Script:
    """Return a version in which a step has another key."""
    steps = {new if key == old else key: step for key, step in base.steps.items()}
    return replace(base, steps={key: replace(step, key=key) for key, step in steps.items()})


AT_KIND = play(OLD, MY_LINE, Found())[0]
AT_WHEN = press(OLD, AT_KIND, "line")[0]
ONE_PICKED = press(OLD, AT_WHEN, "night")[0]
AT_PHONE = press(OLD, ONE_PICKED, "done")[0]
AT_SUMMARY = press(OLD, AT_PHONE, "skip")[0]
CHANGING = press(OLD, AT_SUMMARY, "change")[0]
AT_OFFER = play(OLD, MY_LINE, Found((ANSWER,), sure=True))[0]
REMEMBERED = play(OLD, replace(MY_LINE, remembered={"phone": "13800138000"}), Found())[0]
PHONE_OFFERED = press(OLD, REMEMBERED, "bill")[0]
LOOKING = play(OLD, MY_LINE)[0]
FILING = press(OLD, AT_SUMMARY, "send")[0]
CLOSED = play(OLD, Filed("T-1"), state=FILING)[0]
TAKEN_OVER = play(OLD, TakenOver(), state=AT_KIND)[0]
HANDED_OVER = play(OLD, Said("Fire", ("danger",)), Filed("T-1"), state=AT_KIND)[0]
ABANDONED = play(OLD, GivenUp(), state=AT_KIND)[0]
MOVABLE = {
    "new": State(),
    "new, language chosen": play(OLD, LanguageChosen("zh"))[0],
    "taken over at once": play(OLD, TakenOver("zh"))[0],
    "at a choice": AT_KIND,
    "at a multi-choice": AT_WHEN,
    "one picked": ONE_PICKED,
    "at a phone": AT_PHONE,
    "at a summary": AT_SUMMARY,
    "changing": CHANGING,
    "at an offer": AT_OFFER,
    "phone offered": PHONE_OFFERED,
    "taken over": TAKEN_OVER,
    "handed over": HANDED_OVER,
    "abandoned": ABANDONED,
    "resuming": play(OLD, Said("Hello"), state=ABANDONED)[0],
}
PAYING = {"en": "Paying", "zh": "缴费"}
HARMLESS = {
    "other words": replace(
        with_step("ask-kind", prompt={"en": "What kind", "zh": "哪类"}, reprompt={"en": "Do", "zh": "请"}, tries=5),
        title={"en": "Tiny", "zh": "小小"},
        tone={"grief": {"en": "Oh", "zh": "哦"}, "anger": {"en": "Oh", "zh": "哦"}},
    ),
    "a summary in other words": with_step("all", text={"en": "So: {summary}", "zh": "{summary}"}, track="full"),
    "an offer in other words": with_step("known", offer={"en": "See: {answer}", "zh": "{answer}"}, accepted="hello"),
    "a handoff to another level": with_step("to-agent", level="supervisor"),
    "other ways": replace(with_step("ask-kind", goto="all", otherwise="bye"), start="known", interrupts={}),
    "another track to begin on": replace(OLD, track="fast"),
    "steps in another order": replace(OLD, steps=backwards(OLD.steps)),
    "slots in another order": replace(OLD, slots=backwards(OLD.slots)),
    "languages in another order": replace(OLD, languages=("zh", "en")),
    "choices in another order": with_slot("kind", choices=(LINE, BILL)),
    "choices in other words": with_slot("kind", choices=(replace(BILL, label=PAYING, words=("pay",)), LINE)),
    "another label, no secret, not remembered": with_slot("phone", label=BILL.label, private=False, remember=False),
    "longer and shorter answers": with_slot("problem", shortest=15, longest=15),
    "steps more": replace(
        OLD, steps={"first": SayStep("first", {}, "hello"), **OLD.steps, "last": CloseStep("last", {})}
    ),
    "slots more": replace(OLD, slots={"fax": Slot("fax", "text", {}), **OLD.slots}),
    "a step less that it will not come by": replace(without_step("hello"), start="ask-problem"),
}  # fmt: skip


def test_the_conversations_of_these_tests_stand_where_their_names_say() -> None:
    states = (AT_KIND, ONE_PICKED, AT_PHONE, AT_SUMMARY, AT_OFFER, PHONE_OFFERED, HANDED_OVER, LOOKING, FILING)

    assert [(state.status, state.step) for state in states] == [
        ("active", "ask-kind"),
        ("active", "ask-when"),
        ("active", "ask-phone"),
        ("active", "all"),
        ("active", "known"),
        ("active", "ask-phone"),
        ("with-person", "to-agent"),
        ("looking", "known"),
        ("filing", "file"),
    ]
    assert (HANDED_OVER.interrupted, TAKEN_OVER.interrupted) == ("ask-kind", "ask-kind")
    assert (AT_KIND.trail, AT_KIND.checked) == (("ask-problem",), ("known",))
    assert (AT_SUMMARY.slots["when"], AT_SUMMARY.slots["phone"]) == ("night", "")
    assert (CLOSED.status, ABANDONED.status) == ("closed", "abandoned")


@pytest.mark.parametrize("state", MOVABLE.values(), ids=MOVABLE)
def test_moving_to_the_same_version_changes_nothing(state: State) -> None:
    assert move(OLD, OLD, state) == state


@pytest.mark.parametrize("state", MOVABLE.values(), ids=MOVABLE)
@pytest.mark.parametrize("new", HARMLESS.values(), ids=HARMLESS)
def test_what_a_conversation_cannot_notice_does_not_keep_it(new: Script, state: State) -> None:
    assert move(OLD, new, state) == state


@pytest.mark.parametrize("state", [CLOSED, LOOKING, FILING], ids=lambda state: state.status)
def test_what_is_closed_or_waits_for_the_desk_does_not_even_move_to_the_same_version(state: State) -> None:
    assert move(OLD, OLD, state) is None


SORT = replace(OLD.slots["kind"], key="sort")
KEPT = {
    "another script": (AT_KIND, replace(OLD, key="large")),
    "a language that is not spoken any more": (AT_KIND, replace(OLD, languages=("zh",))),
    "another slot for the problem": (AT_KIND, replace(OLD, opening="kind")),
    "a slot for the problem where there was none": (AT_PHONE, replace(OLD, opening="phone")),
    "a step less": (AT_WHEN, without_step("ask-when")),
    "a step under another key": (AT_WHEN, with_key("ask-when", "ask-hour")),
    "a question of another slot": (
        AT_KIND,
        replace(with_step("ask-kind", slot="sort"), slots={**OLD.slots, "sort": SORT}),
    ),
    "a question of another type": (AT_KIND, with_slot("kind", type="multi-choice")),
    "a question that may be skipped": (AT_KIND, with_slot("kind", optional=True)),
    "a question with a choice more": (AT_KIND, with_slot("kind", choices=(BILL, LINE, SHOP))),
    "a question with a choice less": (AT_KIND, with_slot("kind", choices=(LINE,))),
    "a question with another choice": (AT_KIND, with_slot("kind", choices=(BILL, SHOP))),
    "a step of another kind": (AT_SUMMARY, replace(OLD, steps={**OLD.steps, "all": OLD.steps["ask-phone"]})),
    "a question become an offer": (AT_KIND, replace(OLD, steps={**OLD.steps, "ask-kind": OLD.steps["known"]})),
    "another look-up": (AT_OFFER, with_step("known", look="repeat")),
    "a look-up of another slot": (AT_OFFER, with_step("known", of="kind")),
    "another look-up where one was made": (AT_KIND, with_step("known", look="repeat")),
    "a step less to come back to": (HANDED_OVER, without_step("ask-kind")),
    "another question to come back to": (TAKEN_OVER, with_slot("kind", choices=(BILL, LINE, SHOP))),
    "a step less that was answered": (AT_KIND, without_step("ask-problem")),
    "another question that was answered": (AT_PHONE, with_slot("kind", choices=(BILL, LINE, SHOP))),
    "a slot less": (
        replace(AT_KIND, trail=(), slots={"phone": ""}),
        replace(OLD, slots={key: slot for key, slot in OLD.slots.items() if key != "phone"}),
    ),
    "a slot that neither knows": (replace(AT_KIND, slots={"fax": ""}), OLD),
    "a slot of another type": (replace(AT_KIND, trail=()), with_slot("problem", type="place")),
    "one chosen value less": (
        replace(AT_KIND, slots={"when": "day,night"}),
        with_slot("when", choices=(NIGHT, SHOP)),
    ),
    "no choices left": (replace(AT_KIND, slots={"when": "day"}), with_slot("when", choices=())),
    "a skipped answer that is needed": (replace(AT_KIND, slots={"phone": ""}), with_slot("phone", optional=False)),
    "an answer too short": (AT_KIND, with_slot("problem", shortest=16)),
    "an answer too long": (AT_KIND, with_slot("problem", longest=14)),
    "a remembered slot of another type": (REMEMBERED, with_slot("phone", type="money")),
}


@pytest.mark.parametrize(("state", "new"), KEPT.values(), ids=KEPT)
def test_a_conversation_ends_on_its_own_version_where_the_new_one_has(state: State, new: Script) -> None:
    assert move(OLD, OLD, replace(state, slots={})) is not None
    assert move(OLD, new, state) is None


def test_answers_that_fit_both_versions_are_kept() -> None:
    answered = replace(AT_KIND, trail=(), slots={"kind": "line", "when": "day,night", "phone": ""})
    more = replace(
        OLD,
        slots={
            **OLD.slots,
            "kind": replace(OLD.slots["kind"], choices=(SHOP, LINE, BILL)),
            "when": replace(OLD.slots["when"], choices=(SHOP, NIGHT, DAY)),
        },
    )

    assert move(OLD, more, replace(answered, step="ask-phone")) == replace(answered, step="ask-phone")


def test_a_value_that_its_own_version_would_not_read_again_is_kept_where_the_lengths_are_the_same() -> None:
    short = replace(AT_KIND, slots={"problem": "x"})

    assert move(OLD, with_slot("problem", label={}), short) == short
    assert move(OLD, with_slot("problem", longest=300), short) is None


def test_a_language_more_does_not_keep_a_conversation() -> None:
    assert move(OLD, replace(OLD, languages=("fr", "en", "zh")), AT_KIND) == AT_KIND


def test_a_new_conversation_may_have_any_opening() -> None:
    assert move(OLD, replace(OLD, opening="phone"), State()) == State()


def test_a_look_up_that_is_not_made_any_more_is_forgotten() -> None:
    assert move(OLD, without_step("known"), AT_KIND) == replace(AT_KIND, checked=())


def test_a_tone_that_is_not_taken_any_more_is_not_said() -> None:
    due = replace(AT_KIND, tones=("grief", "anger"))

    assert move(OLD, replace(OLD, tone={"anger": {"en": "Sorry"}}), due) == replace(due, tones=("anger",))


def test_an_admin_who_renames_steps_takes_the_conversation_along() -> None:
    new = with_key(
        "ask-problem", "what", with_key("known", "look", with_key("ask-kind", "which", with_key("to-agent", "person")))
    )
    renamed = {"ask-problem": "what", "known": "look", "ask-kind": "which", "to-agent": "person", "gone": "bye"}

    assert HANDED_OVER.alarm is not None
    before = replace(HANDED_OVER.alarm.before, step="which", trail=("what",), checked=("look",))

    assert move(OLD, new, HANDED_OVER) is None
    assert move(OLD, new, HANDED_OVER, renamed) == replace(
        HANDED_OVER,
        step="person",
        interrupted="which",
        trail=HANDED_OVER.trail and ("what",),
        checked=("look",),
        alarm=replace(HANDED_OVER.alarm, before=before),
    )
    assert move(OLD, new, AT_KIND, renamed) == replace(AT_KIND, step="which", trail=("what",), checked=("look",))


@pytest.mark.parametrize("target", ["ask-when", "bye", "nowhere", ""])
def test_a_renamed_step_must_be_the_same_question_there(target: str) -> None:
    assert move(OLD, OLD, AT_KIND, {"ask-kind": target}) is None


def test_a_conversation_can_be_renamed_onto_a_key_that_meant_something_else() -> None:
    swapped = replace(OLD, steps={**OLD.steps, "ask-kind": OLD.steps["ask-when"], "ask-when": OLD.steps["ask-kind"]})
    renamed = {"ask-kind": "ask-when", "ask-when": "ask-kind"}

    assert move(OLD, swapped, AT_KIND, renamed) == replace(AT_KIND, step="ask-when")


TEXTS = st.sampled_from(["", "hello", "no", "2", "skip", "back", "138 0013 8000", "at night", "我的账单", "x" * 300])
SIGNALS = st.lists(st.sampled_from(["anger", "grief", "danger"]), max_size=2, unique=True).map(tuple)
KEYS = st.sampled_from(["yes", "no", "bill", "line", "day", "done", "skip", "send", "change"])
REMEMBER = st.sampled_from([{}, {"phone": "13800138000"}])
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, st.sampled_from(["en", "zh"]), TEXTS, SIGNALS, st.just({}), REMEMBER),
    st.builds(Said, TEXTS, SIGNALS),
    st.builds(Pressed, st.integers(0, 9), KEYS),
    st.builds(LanguageChosen, st.sampled_from(["en", "zh", "fr"])),
    st.builds(HoursChanged, st.booleans()),
    st.sampled_from([Cancelled(), Silent(), GivenUp(), TakenOver(), HandedBack(), Finished(), Filed("T-1")]),
    st.sampled_from([Found(), Found((ANSWER,)), Found((ANSWER,), sure=True), TWO_MATTERS]),
)  # fmt: skip
VERSIONS = st.sampled_from([OLD, *HARMLESS.values(), *(new for _, new in KEPT.values()), *map(without_step, OLD.steps)])


def after(events: list[Event], within: Script = OLD) -> State:
    """Return the state to which these events lead, whatever they are."""
    return play(within, MY_LINE, *events)[0]


@given(st.lists(EVENTS, max_size=12))
def test_every_conversation_that_is_open_moves_to_its_own_version_and_stays_as_it_is(events: list[Event]) -> None:
    state = after(events)
    stays = state.status in ("closed", "looking", "filing")

    assert move(OLD, OLD, state) == (None if stays else state)


def is_sound(new: Script) -> bool:
    """Tell whether every step and slot that a version names is there, as it is in all that are published."""
    texts = str((new.start, new.interrupts, tuple(new.steps.values())))
    named = {key for key in (*OLD.steps, *OLD.slots) if f"'{key}'" in texts}
    return named <= {*new.steps, *new.slots}


@settings(max_examples=300)
@given(st.lists(EVENTS, max_size=8), VERSIONS.filter(is_sound), st.lists(EVENTS, max_size=6))
def test_a_conversation_that_moved_takes_every_event(events: list[Event], new: Script, later: list[Event]) -> None:
    before = after(events)
    moved = move(OLD, new, before)

    if moved is not None:
        kept = ("status", "question", "slots", "reference", "language", "facts", "track")
        assert [getattr(moved, name) for name in kept] == [getattr(before, name) for name in kept]
        for event in later:
            moved, _ = advance(new, moved, event)


def test_nothing_differs_between_a_version_and_itself() -> None:
    assert compare(OLD, OLD) == Comparison()
    assert compare(shipped("telecom"), shipped("telecom")) == Comparison()


def test_the_order_of_steps_is_no_difference() -> None:
    assert compare(OLD, replace(OLD, steps=backwards(OLD.steps))) == Comparison()


@pytest.mark.parametrize(
    ("key", "changes", "expected"),
    [
        ("ask-kind", {"prompt": {"en": "Kind", "zh": "哪类"}}, [Diff(("prompt", "zh"), "类", "哪类")]),
        ("ask-kind", {"tries": 5, "goto": "all"}, [Diff(("goto",), "by-kind", "all"), Diff(("tries",), "3", "5")]),
        ("ask-kind", {"slot": "when", "otherwise": "bye"},
         [Diff(("ask",), "kind", "when"), Diff(("otherwise",), "to-agent", "bye")]),
        ("ask-kind", {"track": "full"}, [Diff(("track",), "", "full")]),
        ("hello", {"text": {"en": "Hello"}}, [Diff(("say", "zh"), "您好", "")]),
        ("hello", {"when_closed": {"en": "Closed"}}, [Diff(("when-closed", "en"), "", "Closed")]),
        ("known", {"look": "repeat", "of": "kind", "accepted": "all"},
         [Diff(("check",), "known-issue", "repeat"), Diff(("of",), "problem", "kind"),
          Diff(("accepted",), "bye", "all")]),
        ("known", {"offer_many": {"en": "Which", "zh": "哪一个"}}, [Diff(("offer-many", "zh"), "哪个", "哪一个")]),
        ("all", {"text": {"en": "So", "zh": "{summary}"}}, [Diff(("summary", "en"), "{summary}", "So")]),
        ("file", {"filing": "answered"}, [Diff(("file",), "open", "answered")]),
        ("to-agent", {"text": {"en": "A person"}, "level": "supervisor"},
         [Diff(("handoff", "zh"), "人工", ""), Diff(("level",), "agent", "supervisor")]),
        ("bye", {"text": {"en": "Goodbye", "zh": "再见"}}, [Diff(("close", "en"), "Bye", "Goodbye")]),
    ],
)  # fmt: skip
def test_a_changed_step_tells_what_is_written_otherwise(key: str, changes: Any, expected: list[Diff]) -> None:
    assert compare(OLD, with_step(key, **changes)) == Comparison(steps=(Difference(key, "changed", tuple(expected)),))


def test_a_step_of_another_kind_tells_both() -> None:
    new = replace(OLD, steps={**OLD.steps, "hello": CloseStep("hello", {"en": "No"})})

    assert compare(OLD, new).steps == (
        Difference(
            "hello",
            "changed",
            (
                Diff(("close", "en"), "", "No"),
                Diff(("say", "en"), "Hello", ""),
                Diff(("say", "zh"), "您好", ""),
                Diff(("goto",), "ask-problem", ""),
            ),
        ),
    )


BILL_ARM, LINE_ARM = OLD.steps["by-kind"].arms  # type: ignore[union-attr]
SHOP_ARM = Arm((Condition("kind", "equals", ("shop",)),), "bye")
BILLS, LINES = "kind equals bill", "kind is-one-of line, bill and when is-empty yes"


@pytest.mark.parametrize(
    ("arms", "expected"),
    [
        ((BILL_ARM, replace(LINE_ARM, goto="bye")), [Diff(("branch", LINES, "goto"), "ask-when", "bye")]),
        ((replace(BILL_ARM, track=None), LINE_ARM), [Diff(("branch", BILLS, "track"), "fast", "")]),
        ((BILL_ARM, SHOP_ARM, LINE_ARM), [Diff(("branch", "kind equals shop", "goto"), "", "bye")]),
        ((BILL_ARM,), [Diff(("branch", LINES, "goto"), "ask-when", "")]),
        ((LINE_ARM, BILL_ARM), [Diff(("branch", "order"), f"{BILLS}, {LINES}", f"{LINES}, {BILLS}")]),
        ((BILL_ARM, LINE_ARM, replace(BILL_ARM, goto="bye")), []),
    ],
    ids=["goto", "track", "one more", "one less", "another order", "one that is never reached"],
)  # fmt: skip
def test_an_arm_of_a_branch_is_told_by_its_conditions(arms: tuple[Arm, ...], expected: list[Diff]) -> None:
    steps = compare(OLD, with_step("by-kind", arms=arms)).steps

    assert [change for step in steps for change in step.changes] == expected


@pytest.mark.parametrize(
    ("key", "changes", "expected"),
    [
        ("phone", {"type": "digits"}, [Diff(("type",), "phone", "digits")]),
        ("phone", {"label": {"en": "Phone", "zh": "手机"}}, [Diff(("label", "zh"), "电话", "手机")]),
        ("phone", {"private": False}, [Diff(("private",), "yes", "")]),
        ("problem", {"optional": True, "remember": True},
         [Diff(("optional",), "", "yes"), Diff(("remember",), "", "yes")]),
        ("problem", {"shortest": 3}, [Diff(("length",), "2-200", "3-200")]),
        ("problem", {"longest": 100}, [Diff(("length",), "2-200", "2-100")]),
        ("kind", {"choices": (BILL, LINE, SHOP)},
         [Diff(("choices", "shop", "en"), "", "Shop"), Diff(("choices", "shop", "zh"), "", "门店")]),
        ("kind", {"choices": (LINE,)},
         [Diff(("choices", "bill", "en"), "Bill", ""), Diff(("choices", "bill", "zh"), "账单", "")]),
        ("kind", {"choices": (LINE, BILL)}, [Diff(("choices", "order"), "bill, line", "line, bill")]),
        ("kind", {"choices": (LINE, SHOP, replace(BILL, label={"en": "Money", "zh": "账单"}))},
         [Diff(("choices", "shop", "en"), "", "Shop"), Diff(("choices", "shop", "zh"), "", "门店"),
          Diff(("choices", "bill", "en"), "Bill", "Money"),
          Diff(("choices", "order"), "bill, line", "line, bill")]),
        ("kind", {"choices": (replace(BILL, words=("pay", "账")), LINE)},
         [Diff(("choices", "bill", "words"), "", "pay, 账")]),
    ],
)  # fmt: skip
def test_a_changed_slot_tells_what_is_written_otherwise(key: str, changes: Any, expected: list[Diff]) -> None:
    assert compare(OLD, with_slot(key, **changes)) == Comparison(slots=(Difference(key, "changed", tuple(expected)),))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"key": "large"}, [Diff(("script",), "small", "large")]),
        ({"title": {"en": "Tiny", "zh": "小"}}, [Diff(("title", "en"), "Small", "Tiny")]),
        ({"languages": ("en",)}, [Diff(("languages",), "en, zh", "en")]),
        ({"languages": ("zh", "en")}, [Diff(("languages",), "en, zh", "zh, en")]),
        ({"start": "known", "opening": "", "track": "fast"},
         [Diff(("start",), "hello", "known"), Diff(("opening",), "problem", ""),
          Diff(("track",), "full", "fast")]),
        ({"remind_after": 60, "give_up_after": 86400},
         [Diff(("remind-after",), "", "1 minute"), Diff(("give-up-after",), "", "1 day")]),
        ({"remind_after": 5400, "give_up_after": 7200},
         [Diff(("remind-after",), "", "90 minutes"), Diff(("give-up-after",), "", "2 hours")]),
        ({"remind_after": 3600, "give_up_after": 3 * 86400},
         [Diff(("remind-after",), "", "1 hour"), Diff(("give-up-after",), "", "3 days")]),
        ({"interrupts": {**OLD.interrupts, "danger": Interrupt("bye", 2), "grief": Interrupt("bye")}},
         [Diff(("interrupts", "danger", "goto"), "to-agent", "bye"),
          Diff(("interrupts", "danger", "times"), "1", "2"),
          Diff(("interrupts", "grief", "goto"), "", "bye"), Diff(("interrupts", "grief", "times"), "", "1")]),
        ({"interrupts": {}},
         [Diff(("interrupts", "danger", "goto"), "to-agent", ""), Diff(("interrupts", "danger", "times"), "1", ""),
          Diff(("interrupts", "anger", "goto"), "to-agent", ""), Diff(("interrupts", "anger", "times"), "2", "")]),
        ({"interrupts": backwards(OLD.interrupts)},
         [Diff(("interrupts", "order"), "danger, anger", "anger, danger")]),
        ({"tone": {**OLD.tone, "grief": {"en": "Oh", "zh": "节哀"}}},
         [Diff(("tone", "grief", "en"), "So sorry", "Oh")]),
        ({"texts": {**OLD.texts, "yes": {"en": "Yeah", "zh": "是"}}}, [Diff(("texts", "yes", "en"), "Yes", "Yeah")]),
        ({"slots": backwards(OLD.slots)},
         [Diff(("slots", "order"), "problem, kind, when, phone", "phone, when, kind, problem")]),
    ],
)  # fmt: skip
def test_what_stands_outside_of_the_steps_is_told_first(changes: Any, expected: list[Diff]) -> None:
    assert compare(OLD, replace(OLD, **changes)) == Comparison(top=tuple(expected))


def test_steps_come_in_the_order_of_the_new_version_and_the_removed_ones_last() -> None:
    steps = {key: step for key, step in OLD.steps.items() if key not in ("hello", "known")}
    steps |= {"last": CloseStep("last", {"en": "Bye"}), "bye": CloseStep("bye", {"en": "Bye"})}
    new = replace(OLD, steps=backwards(steps))

    assert [(step.key, step.kind) for step in compare(OLD, new).steps] == [
        ("last", "added"),
        ("bye", "changed"),
        ("hello", "removed"),
        ("known", "removed"),
    ]


def test_of_what_was_added_or_removed_all_is_told() -> None:
    new = replace(OLD, steps={**OLD.steps, "ask-shop": AskStep("ask-shop", "kind", {"en": "Which"}, {}, "bye", "bye")})
    entries = (
        (("ask",), "kind"),
        (("prompt", "en"), "Which"),
        (("otherwise",), "bye"),
        (("goto",), "bye"),
        (("tries",), "3"),
    )

    assert compare(OLD, new).steps == (
        Difference("ask-shop", "added", tuple(Diff(path, "", value) for path, value in entries)),
    )
    assert compare(new, OLD).steps == (
        Difference("ask-shop", "removed", tuple(Diff(path, value, "") for path, value in entries)),
    )


def test_a_slot_that_was_added_is_told_as_it_is_written() -> None:
    fax = Slot("fax", "text", {"en": "Fax"}, shortest=2, longest=9)

    assert compare(OLD, replace(OLD, slots={"fax": fax, **OLD.slots})).slots == (
        Difference(
            "fax",
            "added",
            (
                Diff(("type",), "", "text"),
                Diff(("label", "en"), "", "Fax"),
                Diff(("length",), "", "2-9"),
            ),
        ),
    )


def test_a_comparison_is_read_line_by_line() -> None:
    new = replace(
        OLD,
        start="known",
        slots={**OLD.slots, "kind": replace(OLD.slots["kind"], choices=(BILL, LINE, SHOP))},
        steps={
            "hello": SayStep("hello", {"en": 'Say "hi"\nplease', "zh": "您好"}, "ask-problem"),
            **{key: step for key, step in OLD.steps.items() if key not in ("hello", "bye")},
            "close": CloseStep("close", {"en": "Bye"}),
        },
    )

    assert render(compare(OLD, new)).splitlines() == [
        'start: "hello" → "known"',
        "slot kind: changed",
        '  choices shop en: nothing → "Shop"',
        '  choices shop zh: nothing → "门店"',
        "step hello: changed",
        '  say en: "Hello" → "Say \\"hi\\"\\nplease"',
        "step close: added",
        '  close en: "Bye"',
        "step bye: removed",
        '  close en: "Bye"',
        '  close zh: "再见"',
    ]


def test_a_comparison_without_a_difference_says_so() -> None:
    assert render(Comparison()) == "no difference"


@given(VERSIONS, VERSIONS)
def test_what_is_new_one_way_is_old_the_other_way(one: Script, other: Script) -> None:
    def sides(comparison: Comparison, *, back: bool) -> set[tuple[str, str, str]]:
        parts = (*comparison.slots, *comparison.steps)
        changes = [*comparison.top, *(change for part in parts for change in part.changes)]
        return {
            (str(change.path), *((change.new, change.old) if back else (change.old, change.new))) for change in changes
        }

    assert sides(compare(one, other), back=False) == sides(compare(other, one), back=True)


TOLD: dict[str, Any] = {
    "status": "active",
    "step": "ask-gone",
    "language": "zh",
    "language_chosen": True,
    "question": 4,
    "track": "fast",
    "heard": {"anger": 1},
    "desk_closed": True,
    "now": "2026-11-04T12:00",
    "reference": "T-2026-000001",
}


def test_a_rescued_conversation_starts_again_and_keeps_what_was_told() -> None:
    slots = {"problem": "My line is dead", "kind": "line", "phone": ""}
    after = rescue(OLD, State(**TOLD, slots=slots, remembered={"phone": "13800138000"}, trail=("gone",), misses=2))

    assert after == State(**{**TOLD, "step": "hello"}, slots=slots, remembered={"phone": "13800138000"})


def test_a_rescued_conversation_drops_what_the_new_version_cannot_hold() -> None:
    slots = {"problem": "My line is dead", "kind": "shop", "fax": "1", "when": "day,never"}
    after = rescue(OLD, State(**TOLD, slots=slots, remembered={"fax": "1", "when": "day", "kind": "shop"}))

    assert after.slots == {"problem": "My line is dead"}
    assert after.remembered == {"when": "day"}


def test_a_rescued_conversation_goes_on_to_the_other_matter_and_knows_what_was_tried() -> None:
    after = rescue(OLD, State(**TOLD, later="My bill is wrong", tried="a"))

    assert (after.later, after.tried) == ("My bill is wrong", "a")


def test_a_conversation_that_moves_keeps_the_other_matter_and_what_was_tried() -> None:
    state = play(OLD, MY_LINE, TWO_MATTERS, Pressed(1, "a"), Pressed(2, "no"))[0]

    assert (state.later, state.tried) == ("My bill", "a")
    assert move(OLD, OLD, state) == state


def test_a_rescued_conversation_of_a_person_stays_with_the_person() -> None:
    assert rescue(OLD, State(status="with-person", step="gone")).status == "with-person"


def test_a_rescued_conversation_only_asks_what_is_missing() -> None:
    state = rescue(OLD, State(**{**TOLD, "language": "en", "reference": ""}, slots={"problem": "Dead", "kind": "line"}))
    after, effects = advance(OLD, state, LanguageChosen("en"))

    assert after.slots == {"problem": "Dead", "kind": "line"}
    assert [effect.text for effect in effects if isinstance(effect, Tell)] == ["Hello"]
    after, effects = advance(OLD, after, Found())
    assert [effect.text for effect in effects if isinstance(effect, Tell)] == ["When"]
