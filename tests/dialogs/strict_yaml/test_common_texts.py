import re

import pytest

from dialogs.strict_yaml.common_texts import FACTS, common_texts, languages

TOLD = {
    "time",
    *FACTS,
    "name",
    "resolved",
    "prompt",
    "reprompt",
    "label",
    "value",
    "picked",
    "changed",
    "channel",
    "days",
    "kept",
    "reason",
    "place",
    "n",
    "standing",
    "told",
    "before",
    "minutes",
    "code",
    "left",
    "count",
    "first",
    "then",
    "second",
    "summary",
    "when",
    "matter",
    "other",
    "amount",
}
KEYS = """
    yes no skip send change change-what choose-a-button stale handed-back same something-new helped not-helped
    none-of-these cancelled cancelled-filed help status-none status-unfinished status-line status-open
    status-late status-investigating status-resolved status-closed status-answered
    status-withdrawn language-ask language-set
    nothing-to-cancel cancel-with-person too-long unreadable thanks closed-button agent-joined agent-changed
    agent-awaited
    failure use-it another done go-on start-new needed not-kept what-for nothing-before remembered which-value and-else
    reminder abandoned resume recognised taken-back
    perhaps-this which-first first-then now-the-other two-matters misheard not-meant
    link-offer link-code link-sent link-how link-done link-wrong link-again link-over link-late contact-noted
    channel-web channel-telegram channel-other
    file-kept file-kept-first file-kept-on file-too-large file-enough edit-kept edit-taken edit-kept-filed
    rested welcome-back whenever all-right glad dropped noted-too changed told-so-far answer-above summary-above
    you-are-welcome hello-again added-to praise-kept waiting-truth colleagues-here colleagues-back nudge-filed
    nudge-open about-bot about-why about-next about-next-filed about-hours-open about-hours-closed about-cost
    about-privacy answer-known answer-unknown ask-withdraw ask-settle ask-drop ask-new ask-cancel ask-person kept-going
    withdrawn settled status-withdrawn status-praise status-unknown
    move-withdraw move-settle move-drop move-begin move-pass move-cancel move-person move-add-to-ticket move-keep
    no-go-on needed-anyway left-out
    privacy privacy-kept privacy-kept-days privacy-export privacy-erase privacy-asked-export privacy-asked-erase
    privacy-asked-already
    place place-and-time place-next promise-late promise-late-over promise-renewed promise-renewed-late promise-sooner
    waiting-corrected waiting-danger waiting-late waiting-late-danger waiting-sign waiting-theft waiting-truth-late
    duty-told manager-told supervisor-told
    this-value reopened-by-staff merged-told parted-told matter-answer remedy-apology remedy-refund
    remedy-credit remedy-repair remedy-visit remedy-replacement remedy-gift status-merged
"""
BUTTONS = """
    yes no skip send change same something-new helped not-helped none-of-these use-it another done go-on start-new
    move-withdraw move-settle move-drop move-begin move-pass move-cancel move-person move-add-to-ticket move-keep
    no-go-on
    not-meant privacy-export privacy-erase
"""
LONGEST_BUTTON = 24
"""Signs that a button of a phone shows without cutting it, a Chinese one counted twice."""


def test_the_texts_that_every_dialog_needs_are_there_and_no_others() -> None:
    assert set(common_texts()) == set(KEYS.split())


def test_dialogs_are_held_in_english_and_chinese() -> None:
    assert languages() == ("en", "zh")


@pytest.mark.parametrize("key", sorted(common_texts()))
def test_a_text_is_worded_in_every_language_with_the_same_placeholders(key: str) -> None:
    text = common_texts()[key]

    assert tuple(text) == languages()
    english, chinese = (set(re.findall(r"\{(.*?)\}", wording)) for wording in text.values())
    assert english == chinese <= TOLD


@pytest.mark.parametrize("key", sorted(common_texts()))
def test_chinese_is_polite_and_uses_its_own_punctuation(key: str) -> None:
    chinese = common_texts()[key]["zh"]

    assert "你" not in chinese
    assert not re.search("[一-鿿][,.?!;:]", chinese)


@pytest.mark.parametrize("key", BUTTONS.split())
def test_a_button_fits_on_a_phone(key: str) -> None:
    for label in common_texts()[key].values():
        assert sum(2 if ord(sign) > 0x2E80 else 1 for sign in label) <= LONGEST_BUTTON


def test_the_help_names_every_command() -> None:
    for wording in common_texts()["help"].values():
        assert re.findall("/[a-z]+", wording) == ["/status", "/language", "/human", "/link", "/privacy", "/cancel"]


def test_the_texts_cannot_be_changed_by_whoever_reads_them() -> None:
    with pytest.raises(TypeError):
        common_texts()["yes"]["en"] = "No"  # type: ignore[index]
