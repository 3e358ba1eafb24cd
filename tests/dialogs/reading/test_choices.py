import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.model.events import Button
from dialogs.model.script import Choice, Slot
from dialogs.reading.choices import choice_of, choices_of, choose, named
from dialogs.reading.folding import folded

KINDS = (
    Choice("network", {"en": "Network or signal", "zh": "网络或信号"}, ("router", "no bars", "宽带", "路由器")),
    Choice("billing", {"en": "Bill or charges", "zh": "话费或扣费"}, ("invoice", "账单")),
    Choice("other", {"en": "Something else", "zh": "其他"}),
)
SLOT = Slot("kind", "choice", {"en": "Kind", "zh": "类别"}, KINDS)
ENGLISH = [Button(kind.key, kind.label["en"]) for kind in KINDS]
CHINESE = [Button(kind.key, kind.label["zh"]) for kind in KINDS]


@pytest.mark.parametrize(
    "text", ["billing", "Bill or charges", "bill or charges.", "2", "2.", "２", "②", "no. 2", "#2"]
)
@pytest.mark.parametrize("buttons", [ENGLISH, CHINESE])
def test_a_button_is_meant_by_key_label_or_number(text: str, buttons: list[Button]) -> None:
    expected = None if text.lower().startswith("bill or") and buttons is CHINESE else "billing"

    assert choose(buttons, text) == expected


@pytest.mark.parametrize("text", ["第二个", "二", "选2", "我选第二个", "第2项", "the second one", "option 2", "话费"])
def test_a_button_is_meant_by_its_number_in_words(text: str) -> None:
    assert choose(CHINESE, text) == "billing"


@pytest.mark.parametrize("text", ["bil or charges", "Bill or chrages", "bill", "my bills please", "the charge"])
def test_a_button_is_meant_by_a_slip_of_its_label_or_by_a_part_no_other_has(text: str) -> None:
    assert choose(ENGLISH, text) == "billing"


def test_a_word_that_names_a_choice_counts_more_than_one_that_a_label_happens_to_hold() -> None:
    assert choice_of(SLOT, "the signal of my router", "en") == "network"
    assert choice_of(SLOT, "something on my invoice", "en") == "billing"
    assert choice_of(SLOT, "an invoice for the router", "en") is None


@pytest.mark.parametrize("text", ["im at the hotel", "I'm at the hotel", "I’m at the hotel"])
def test_an_apostrophe_may_be_left_out(text: str) -> None:
    here = (
        Choice("here", {"en": "Now", "zh": "在"}, ("i'm at",)),
        Choice("left", {"en": "Gone", "zh": "走"}, ("didn't",)),
    )

    assert named(here, folded(text)) == ("here",)
    assert named(here, "i didnt stay") == ("left",)


def test_an_everyday_word_names_no_choice() -> None:
    kinds = (
        Choice("fix", {"en": "Just fix this", "zh": "修一下"}),
        Choice("refund", {"en": "Money back", "zh": "退款"}),
    )
    slot = Slot("wish", "choice", {"en": "Wish", "zh": "要求"}, kinds)

    assert choice_of(slot, "I just do it", "en") is None
    assert choice_of(slot, "等一下", "zh") is None


@pytest.mark.parametrize("text", ["", "or", "4", "0", "12", "not my bill", "b", "bill and network", "the", "?"])
def test_where_it_is_not_sure_no_button_is_meant(text: str) -> None:
    assert choose(ENGLISH, text) is None


def test_a_label_that_is_a_number_comes_before_the_number_of_a_button() -> None:
    falling = [Button(str(number), str(number)) for number in (5, 4, 3, 2, 1)]

    assert choose(falling, "5") == "5"


def test_the_opposite_of_a_label_is_not_a_part_of_it() -> None:
    english = [Button("refund", "Refund me"), Button("none", "I do not want money")]
    chinese = [Button("none", "不需要赔偿"), Button("fix", "尽快修好")]

    assert [
        choose(english, "I want money"),
        choose(english, "not money"),
        choose(chinese, "需要赔偿"),
        choose(chinese, "不需要"),
    ] == [None, "none", None, "none"]


@given(st.text(st.characters(codec=None), max_size=40) | st.text("我选请第二2个的吧不话费 ", max_size=6))
def test_whatever_is_typed_only_a_button_that_is_there_is_meant(text: str) -> None:
    assert choose(ENGLISH, text) in {None, "network", "billing", "other"}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("My ROUTER is dead", ("network",)),
        ("there are no bars here", ("network",)),
        ("我家路由器坏了", ("network",)),
        ("帳單有問題", ("billing",)),
        ("the router and the invoice", ("network", "billing")),
        ("routers everywhere", ()),
        ("it is not the router", ()),
        ("不是账单", ()),
        ("not the invoice at all, it must be the router", ("network",)),
        ("something else", ()),
    ],
)
def test_a_sentence_names_a_choice_by_the_words_an_admin_listed(text: str, keys: tuple[str, ...]) -> None:
    assert named(KINDS, folded(text)) == keys


def test_an_answer_means_a_button_a_word_of_a_label_or_a_listed_word() -> None:
    answers = ("2", "it is about my charges", "my router", "the router, or the invoice", "what")

    assert [choice_of(SLOT, answer, "en") for answer in answers] == ["billing", "billing", "network", None, None]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("1 and 3", ("network", "other")),
        ("3, 1", ("network", "other")),
        ("3 1", ("network", "other")),
        ("2", ("billing",)),
        ("网络和话费", ("network", "billing")),
        ("宽带还有账单", ("network", "billing")),
        ("都有", ("network", "billing", "other")),
        ("everything", ("network", "billing", "other")),
        ("neither", ()),
        ("", ()),
    ],
)
def test_several_choices_may_be_meant_at_once(text: str, keys: tuple[str, ...]) -> None:
    assert choices_of(SLOT, text, "zh" if text[:1] >= "一" else "en") == keys


def test_a_long_text_is_no_label_however_often_it_says_one() -> None:
    buttons = [Button("bill", "My bill"), Button("net", "My network")]

    assert [choose(buttons, "bill " * times) for times in (3, 200)] == ["bill", None]
