import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.language.script_loader import KINDS, load
from dialogs.model.script import (
    Arm,
    AskStep,
    BranchStep,
    CheckStep,
    Choice,
    CloseStep,
    Condition,
    FileStep,
    HandoffStep,
    Interrupt,
    SayStep,
    Script,
    Slot,
    SummaryStep,
)
from dialogs.strict_yaml.common_texts import common_texts
from tests.dialogs.small_scripts import HELLO, codes, problems, small_script


def script(text: str) -> Script:
    loaded = load(text)

    assert loaded.problems == ()
    assert loaded.script is not None
    return loaded.script


def test_the_smallest_script_is_a_goodbye() -> None:
    hello = script(small_script(HELLO))

    expected = Script("small", {"en": "Small"}, ("en",), "hello", {}, {"hello": CloseStep("hello", {"en": "Hello"})})
    assert Script(**{**vars(hello), "texts": {}}) == expected


def test_every_kind_of_step_is_read() -> None:
    steps = """
        hi: {say: {en: Hi}, goto: problem}
        problem: {ask: problem, prompt: {en: What}, reprompt: {en: Again}, tries: 2, otherwise: person, goto: known}
        known: {check: repeat, of: problem, offer: {en: '{title}'}, offer-many: {en: All}, accepted: bye, goto: which}
        which: {ask: kind, prompt: {en: Which}, reprompt: {en: Again}, otherwise: way, goto: way, track: full}
        way:
          branch:
          - {track: fast, when: {kind: {is-one-of: [bill, net]}, problem: {is-empty: no}}, goto: show}
          otherwise: person
        show: {summary: {en: '{summary}'}, goto: file}
        file: {file: open, goto: bye}
        person: {handoff: {en: Wait}, level: supervisor}
        bye: {close: {en: Bye}}
    """
    slots = """
        problem: {type: text, label: {en: Problem}}
        kind: {type: choice, label: {en: Kind}, choices: {bill: {en: Bill}, net: {en: Net}}}
    """

    conditions = (Condition("kind", "is-one-of", ("bill", "net")), Condition("problem", "is-empty", ("no",)))
    expected = {
        "hi": SayStep("hi", {"en": "Hi"}, "problem"),
        "problem": AskStep("problem", "problem", {"en": "What"}, {"en": "Again"}, "person", "known", tries=2),
        "known": CheckStep("known", "repeat", "problem", {"en": "{title}"}, {"en": "All"}, "bye", "which"),
        "which": AskStep("which", "kind", {"en": "Which"}, {"en": "Again"}, "way", "way", track="full"),
        "way": BranchStep("way", (Arm(conditions, "show", "fast"),), "person"),
        "show": SummaryStep("show", {"en": "{summary}"}, "file"),
        "file": FileStep("file", "open", "bye"),
        "person": HandoffStep("person", {"en": "Wait"}, "supervisor"),
        "bye": CloseStep("bye", {"en": "Bye"}),
    }
    assert expected == script(small_script(steps, slots)).steps


QUESTION = "prompt: {en: P}, reprompt: {en: R}, otherwise: bye"
ASKED = (("account", "code"), ("code", "kind"), ("kind", "bye"))


def test_a_slot_is_read_with_all_its_properties() -> None:
    slots = """
        account: {type: digits, length: 8-12, private: yes, optional: true, remember: yes, label: {en: Account}}
        code: {type: digits, length: 6, label: {en: Code}}
        kind: {type: choice, label: {en: Kind}, choices: {a: {en: A}, b: {label: {en: B}, words: [bee]}}}
    """
    steps = (
        "\n".join(f"{key}: {{ask: {key}, {QUESTION}, goto: {after}}}" for key, after in ASKED)
        + "\nbye: {close: {en: Bye}}"
    )

    expected = {
        "account": Slot("account", "digits", {"en": "Account"}, (), 8, 12, private=True, optional=True, remember=True),
        "code": Slot("code", "digits", {"en": "Code"}, (), 6, 6),
        "kind": Slot("kind", "choice", {"en": "Kind"}, (Choice("a", {"en": "A"}), Choice("b", {"en": "B"}, ("bee",)))),
    }
    assert expected == script(small_script(steps, slots)).slots


def test_a_script_words_differently_what_it_wants_and_keeps_the_rest() -> None:
    texts = script(small_script(top="texts: {yes: {en: Aye}}")).texts

    assert {**common_texts(), "yes": {"en": "Aye"}} == texts


def test_all_problems_are_reported_at_once_in_the_order_of_the_text() -> None:
    steps = """
        hello: {say: {en: Hello}, gotto: bye}
        ask: {ask: name, prompt: {en: Who}, reprompt: {en: Who}, tries: many, otherwise: bye, goto: bye}
        bye: {close: ''}
    """

    expected = [
        ("missing-key", "{say: {en: Hello}, gotto: bye}"),
        ("unknown-key", "gotto: bye}"),
        ("unknown-slot", "name, prompt: {en: Who}, reprompt: {en: Who}, tries: many, otherwise: bye, goto: bye}"),
        ("bad-number", "many, otherwise: bye, goto: bye}"),
        ("not-a-mapping", "''}"),
    ]
    assert expected == problems(small_script(steps))


def test_an_unknown_key_comes_with_the_key_that_was_meant() -> None:
    (problem,) = load(small_script("a: {close: {en: Bye}, levle: agent}") + "opning: x\n").problems[1:]

    assert problem.remedy == "did you mean `opening`?"


def test_a_step_says_what_it_does_exactly_once() -> None:
    steps = """
        both: {say: {en: Hello}, close: {en: Bye}}
        none: {gohto: both}
    """

    assert codes(small_script(steps)) == ["two-kinds", "no-kind"]


def test_a_step_that_cannot_be_read_is_still_there_to_be_named() -> None:
    assert codes(small_script("a: {say: {en: Hi}, goto: b}\nb: {tell: {en: Hi}}")) == ["no-kind"]


def test_a_missing_file_header_is_reported_key_by_key() -> None:
    assert codes("slots: {a: {type: text, label: {en: A}}}") == ["missing-key"] * 6


def test_a_newer_format_is_refused() -> None:
    assert problems(small_script().replace("format: 1", "format: 2")) == [("unknown-value", "2")]


def test_a_length_is_one_number_or_two_in_order() -> None:
    for length in ("12-8", "0", "a lot", "8-", "20001", "-3"):
        slots = f"code: {{type: digits, length: {length}, label: {{en: Code}}}}"

        assert codes(small_script(slots=slots)) == ["bad-length"]


def test_an_unknown_type_of_slot_is_refused_with_a_proposal() -> None:
    (problem,) = load(small_script(slots="age: {type: digit, label: {en: Age}}")).problems

    assert (problem.code, problem.remedy) == ("unknown-value", "did you mean `digits`?")


def test_a_wording_that_cannot_be_read_is_told_once() -> None:
    steps = "bye: {close: {en: '', zh: '再见，{reference}'}}\nshow: {summary: {en: [a], zh: '{summary}'}, goto: bye}"

    assert codes(small_script(steps, languages="[en, zh]")) == ["empty", "not-a-text"]


def test_names_are_small_letters_digits_and_hyphens() -> None:
    assert codes(small_script("a: {say: {en: Hi}, goto: To Do}\nTo Do: {close: {en: Bye}}")) == ["bad-name"]


def test_the_name_of_a_script_is_a_name_too() -> None:
    assert problems(small_script().replace("script: small", "script: Our Script")) == [("bad-name", "Our Script")]


def test_a_text_in_one_language_without_its_name_is_refused() -> None:
    assert problems(small_script("a: {close: Hello}")) == [("not-a-mapping", "Hello}")]


def test_a_condition_needs_a_comparison_that_exists() -> None:
    steps = """
        way: {branch: [{when: {name: {is: x}}, goto: bye}], otherwise: bye}
        bye: {close: {en: Bye}}
    """

    assert codes(small_script(steps, "name: {type: text, label: {en: Name}}")) == ["no-comparison", "unknown-key"]


def test_an_unknown_common_text_is_refused() -> None:
    assert problems(small_script(top="texts: {yess: {en: Aye}}")) == [("unknown-text", "yess: {en: Aye}}")]


def test_a_list_instead_of_a_script_is_refused() -> None:
    assert codes("- a\n- b\n") == ["not-a-mapping"]


TOP = ["format", "script", "title", "languages", "start", "opening", "interrupts", "slots", "steps", "texts"]
STEPS = [*KINDS, "goto", "otherwise", "when", "equals", "is-empty", "prompt", "offer", "of"]
WORDS = st.sampled_from(
    [*TOP, *STEPS, "type", "text", "choice", "choices", "length", "label", "en", "zh", "1", "a", "b"]
)
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6), max_leaves=40
)


def written(tree: object) -> str:
    """Return the tree as YAML on one line."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {written(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(written, tree)) + "]"
    return f"'{tree}'"


@given(TREES)
@example({"steps": {"a": {"branch": ["a", {"when": "b"}]}}})
def test_no_tree_of_the_right_words_makes_it_raise(tree: object) -> None:
    loaded = load(written(tree))

    assert (loaded.script is None) == bool(loaded.problems)


@given(st.text(st.characters(codec=None)))
def test_no_text_at_all_makes_it_raise(text: str) -> None:
    assert load(text).problems


def test_a_script_with_more_steps_than_anyone_can_follow_is_refused() -> None:
    steps = "\n".join(f"s{number}: {{close: {{en: Bye}}}}" for number in range(2001))

    assert codes(small_script(steps)) == ["too-many-steps"]


def test_a_script_says_how_long_it_waits_on_which_track_it_begins_and_what_signals_do() -> None:
    top = """
        track: fast
        remind-after: 30 minutes
        give-up-after: 1 day
        interrupts: {danger: person, anger: {goto: person, times: 2}}
        tone: {anger: {en: I am sorry}}
    """
    read = script(small_script("person: {handoff: {en: Wait}, when-closed: {en: Later}}", top=top))

    assert (read.track, read.remind_after, read.give_up_after) == ("fast", 1800, 86400)
    assert read.interrupts == {"danger": Interrupt("person"), "anger": Interrupt("person", 2)}
    assert read.tone == {"anger": {"en": "I am sorry"}}
    assert read.steps["person"] == HandoffStep("person", {"en": "Wait"}, when_closed={"en": "Later"})


@pytest.mark.parametrize("duration", ["30", "30 min", "half an hour", "1000 days", "-1 day", "1.5 hours"])
def test_a_duration_is_a_number_and_a_unit(duration: str) -> None:
    assert codes(small_script(top=f"remind-after: {duration}")) == ["bad-duration"]


def test_known_issues_may_stand_in_the_file_of_their_script() -> None:
    issue = "{title: {en: T, zh: 题}, status: standing, wordings: [no net], answer: {en: A, zh: 答}}"
    loaded = load(small_script(top=f"known-issues: {{no-net: {issue}}}"))

    assert loaded.problems == ()
    assert [known.key for known in loaded.known_issues] == ["no-net"]
    assert codes(small_script(top="known-issues: {no-net: {title: {en: T}}}"))[:2] == ["missing-key", "missing-key"]
