import json
from pathlib import Path

import pytest

from bot.commands.evaluate.talk_file import read_talks
from bot.commands.remote.request import Answer
from tests.bot.commands.place import typed, write

SCRIPT = """\
format: 1
script: desk
title: {en: Complaint, zh: 投诉}
languages: [en, zh]
opening: problem
start: ask-room
remind-after: 30 minutes
interrupts: {wants-person: to-agent}
slots:
  problem: {type: text, label: {en: Problem, zh: 问题}}
  room: {type: text, optional: yes, label: {en: Room, zh: 房间}}
  amount: {type: money, optional: yes, label: {en: Amount, zh: 金额}}
steps:
  ask-room:
    ask: room
    prompt: {en: "Which room?", zh: "哪个房间？"}
    reprompt: {en: "Which room, please?", zh: "请问哪个房间？"}
    otherwise: to-agent
    goto: ask-amount
  ask-amount:
    ask: amount
    prompt: {en: "How much?", zh: "多少钱？"}
    reprompt: {en: "Just the amount, please.", zh: "请只说金额。"}
    otherwise: show
    goto: show
  show:
    summary: {en: "Is this right?\\n{summary}", zh: "对吗？\\n{summary}"}
    goto: keep
  keep: {file: open, goto: bye}
  to-agent: {handoff: {en: "A colleague reads {reference}.", zh: "同事会看{reference}。"}}
  bye: {close: {en: "Kept as {reference}.", zh: "已记为{reference}。"}}
cases:
  all:
    turns:
      - {says: The lamp is broken, at: ask-room}
      - {says: "12", at: ask-amount}
      - {says: "30", at: show}
      - {taps: send, ends: closed}
  a-question-is-skipped:
    turns:
      - {says: The lamp is broken, at: ask-room}
      - {taps: skip, at: ask-amount}
      - {taps: skip, at: show}
      - {taps: change, at: show}
  who-asks-for-a-person-has-one:
    turns:
      - {says: The lamp is broken, signals: [wants-person], ends: with-person}
"""
TALKS = """\
format: 1
talks:
  all-is-given:
    kind: plain
    turns:
      - says: The lamp above my bed is broken since we came
      - gives: {room: "412", amount: "30"}
      - taps: send
    last: {holds: [Kept as, [T-1999, T-2026]], lacks: [Which room]}
    never: [hotline]
    ticket: {count: 1, holds: [lamp], lacks: [window], slots: {room: "412", amount: ["31", "30"]}}
  a-question-is-waited-for:
    kind: slow
    turns:
      - says: The lamp above my bed is broken since we came
      - until: amount
      - pauses: 1 hour
    last: {holds: [still waiting, "SKIP"]}
    ticket: {count: 0}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "desk.yaml", SCRIPT)
    return tmp_path


def evaluate(talks: str, *words: str) -> Answer:
    write(Path(), "talks.yaml", talks)
    answer = typed("evaluate", "talk", "talks.yaml", "--script", "desk.yaml", *words)
    assert isinstance(answer, Answer)
    return answer


def problems_of(talks: str) -> list[str]:
    return [problem.code for problem in read_talks(talks, ["desk"], "desk")[1]]


def test_conversations_that_end_as_expected_are_right() -> None:
    answer = evaluate(TALKS, "--json", "--misses")

    assert json.loads(answer.text) == {
        "conversations": 2,
        "right": 1.0,
        "kinds": {"plain": {"conversations": 1, "right": 1.0}, "slow": {"conversations": 1, "right": 1.0}},
        "misses": [],
    }


def test_what_is_not_as_expected_is_listed_with_the_transcript() -> None:
    wrong = (
        TALKS.replace("lacks: [Which room]", "lacks: [Kept]")
        .replace("[hotline]", "[How much]")
        .replace("count: 1, holds: [lamp], lacks: [window]", "count: 2, holds: [window], lacks: [lamp]")
        .replace('room: "412", amount: [', 'room: "214", amount: [')
    )
    text = evaluate(wrong, "--misses").text

    assert text.partition("all-is-given (plain)\n")[2].splitlines()[:10] == [
        "  ! the last reply holds “Kept”",
        "  ! a reply holds “How much”",
        "  ! tickets: 1, not 2",
        "  ! what is kept does not hold “window”",
        "  ! what is kept holds “lamp”",
        "  ! room: 412, not 214",
        "    you> The lamp above my bed is broken since we came",
        "    bot> Which room?",
        "    bot>   1. Skip",
        "    you> 412",
    ]


def test_without_misses_only_figures_are_told() -> None:
    text = evaluate(TALKS.replace("[hotline]", "[How much]")).text

    assert text.splitlines()[:2] == ["conversations              2", "right                  0.500"]


def test_a_button_that_is_not_there_ends_the_conversation() -> None:
    text = evaluate(TALKS.replace("taps: send", "taps: fly away"), "--misses").text

    assert "  ! no button “fly away”" in text.splitlines()


def test_messages_in_quick_succession_are_one_telling() -> None:
    said = "says: The lamp above my bed is broken since we came\n      - until"
    burst = TALKS.replace(
        said, said.replace("The lamp", "[the lamp").replace(" is broken since we came", ", is broken]")
    )
    burst = burst.replace("ticket: {count: 0}", "ticket: {count: 1}")
    text = evaluate(burst, "--misses").text

    assert text.count("bot> Which room?") == 1


def test_what_is_wrong_with_the_file_is_told_with_its_line() -> None:
    answer = evaluate(TALKS.replace("kind: plain", "kindness: plain"))

    assert answer.status == 1
    assert answer.errors.startswith("talks.yaml:4:5: unknown-key: a conversation has no `kindness`")


def test_a_script_with_a_mistake_is_told() -> None:
    write(Path(), "desk.yaml", SCRIPT.replace("goto: bye}", "goto: nowhere}"))
    answer = evaluate(TALKS)

    assert answer.status == 1
    assert "desk.yaml" in answer.errors


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("kind: plain", "script: telecon", "unknown-value"),
        ("taps: send", "taps: send\n        says: hello", "two-events"),
        ("- taps: send", "- {}", "no-event"),
        ("pauses: 1 hour", "pauses: an hour", "bad-duration"),
        ("count: 0", "count: none", "unknown-value"),
        ("says: The", "says: []\n      - says: The", "not-a-list"),
        ('    last: {holds: [still waiting, "SKIP"]}\n    ticket: {count: 0}\n', "", "missing-key"),
    ],
)
def test_a_mistake_is_explained(was: str, now: str, code: str) -> None:
    assert [code] == problems_of(TALKS.replace(was, now, 1))
