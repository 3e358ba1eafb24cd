from dialogs.engine.advance import Advance
from dialogs.model.script import Choice, CloseStep, Script, Slot
from dialogs.model.state import State

NAMES = {"en": "Kind", "zh": "类别"}
SLOTS = {
    "problem": Slot("problem", "text", {"en": "Problem", "zh": "问题"}),
    "account": Slot("account", "digits", {"en": "Account", "zh": "账户"}, private=True, optional=True),
    "kind": Slot("kind", "choice", NAMES, (Choice("net", {"en": "Network", "zh": "网络"}),)),
}
SMALL = Script("small", {}, ("en", "zh"), "bye", SLOTS, {"bye": CloseStep("bye", {})})


def test_braces_that_a_customer_wrote_are_never_filled() -> None:
    state = State(language="en", slots={"problem": "{reference}"}, facts={"reference": "T-1"})

    assert Advance(SMALL, state).words({"en": "{problem}, {reference}"}) == "{reference}, T-1"


def test_a_text_is_in_the_language_of_the_conversation() -> None:
    text = {"en": "About: {kind}", "zh": "关于：{kind}"}

    assert Advance(SMALL, State(language="zh", slots={"kind": "net"})).words(text) == "关于：网络"


def test_a_language_without_a_wording_falls_back_to_the_first_of_the_script() -> None:
    assert Advance(SMALL, State(language="fr")).words({"en": "Hello", "zh": "您好"}) == "Hello"


def test_what_is_given_beside_wins_over_facts_and_facts_over_slots() -> None:
    state = State(language="en", slots={"problem": "slot"}, facts={"problem": "fact", "title": "fact"})

    assert Advance(SMALL, state).words({"en": "{problem} {title}"}, {"title": "given"}) == "fact given"


def test_a_summary_has_a_line_a_slot_in_the_order_of_the_script() -> None:
    state = State(language="zh", slots={"kind": "net", "problem": "没有信号"})

    assert Advance(SMALL, state).summary == "• 问题：没有信号\n• 类别：网络"


def test_a_summary_hides_what_is_private_and_leaves_out_what_was_skipped() -> None:
    assert Advance(SMALL, State(language="en", slots={"account": "12345678"})).summary == "• Account: ••••5678"
    assert Advance(SMALL, State(language="en", slots={"account": ""})).summary == ""


def test_a_long_telling_is_cut_in_the_summary() -> None:
    shown = Advance(SMALL, State(language="en", slots={"problem": "x" * 301})).summary

    assert shown == "• Problem: " + "x" * 299 + "…"


def test_a_slot_that_the_script_no_longer_has_is_not_shown() -> None:
    state = State(language="en", slots={"gone": "value"})

    assert Advance(SMALL, state).words({"en": "{gone}"}) == "{gone}"
    assert Advance(SMALL, state).summary == ""


def test_a_private_number_told_in_the_middle_of_a_text_is_hidden_there_too() -> None:
    state = State(language="en", slots={"problem": "Call 1234 56-78 about 12345678.", "account": "12345678"})

    assert Advance(SMALL, state).summary.startswith("• Problem: Call ••••5678 about ••••5678.\n")
