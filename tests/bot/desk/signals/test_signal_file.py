import asyncio
from pathlib import Path

import pytest

from bot.commands.input_files import read_sources
from bot.commands.scripts.check import check
from bot.desk.scripts.company_file import CompanyFile
from bot.desk.scripts.import_folder import folder_sources
from bot.desk.signals.signal_file import SIGNALS_FILE, SignalPhrases, company_phrases, shipped_phrases
from bot.desk.signals.signal_reader import SignalReader

OWN = """\
danger:
  counts: [Gridlock Red, 红色警报]
  never-counts: [on fire sale, 火锅冒烟]
"""


def reader(text: str) -> SignalReader:
    phrases, problems = company_phrases(text)
    assert problems == ()
    return SignalReader(phrases)


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_the_examples_of_the_shipped_files_are_heard_as_their_signal(language: str) -> None:
    examples = shipped_phrases(language).examples

    unheard = [
        (signal, text)
        for signal, texts in examples.items()
        for text in texts
        if signal not in SignalReader().read(text)
    ]

    assert any(examples.values())
    assert unheard == []


@pytest.mark.parametrize("text", ["we have a GRIDLOCK RED here", "现在紅色警報", "there is a fire in my room"])
def test_what_a_company_adds_counts_beside_what_is_shipped(text: str) -> None:
    assert reader(OWN).read(text) == ("danger",)


@pytest.mark.parametrize("text", ["your on fire sale was a lie", "火锅冒烟", "no gridlock red", "gridlock redden"])
def test_what_never_counts_or_is_denied_or_goes_on_is_not_heard(text: str) -> None:
    assert "danger" not in reader(OWN).read(text)


def test_what_never_counts_leaves_another_place_heard() -> None:
    assert "danger" in reader(OWN).read("火锅冒烟，后来房间也着火了")


def test_signs_of_patterns_are_plain_words() -> None:
    lists = reader("anger:\n  counts: ['a.*b (c) d']\n")

    assert lists.read("axxb c d") == ()
    assert lists.read("it says a.*b (c) d here") == ("anger",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("angr:\n  counts: [x y]\n", (1, "unknown-signal")),
        ("anger:\n  count: [x y]\n", (2, "unknown-key")),
        ("anger:\n  counts: ['!!']\n", (2, "bad-phrase")),
        ("anger:\n  counts: [x]\n", (2, "bad-phrase")),
        ("anger:\n  counts: [x y]\n  never-counts: [X y]\n", (3, "counts-twice")),
        ("anger:\n  counts: x\n", (2, "not-a-list")),
        ("anger: x\n", (1, "not-a-mapping")),
    ],
)
def test_a_mistake_is_explained_with_its_place(text: str, expected: tuple[int, str]) -> None:
    phrases, problems = company_phrases(text)

    assert phrases is None
    assert expected in [(problem.line, problem.code) for problem in problems]


def test_a_file_is_heard_when_it_changes_and_a_mistake_changes_nothing(tmp_path: Path) -> None:
    lists = SignalReader()
    folder = CompanyFile(tmp_path, SIGNALS_FILE, company_phrases, lambda held: lists.take(held or SignalPhrases()))
    heard = []
    for text in (OWN, "danger: [", None):
        if text is None:
            (tmp_path / SIGNALS_FILE).unlink()
        else:
            (tmp_path / SIGNALS_FILE).write_text(text, encoding="utf-8")
        mistakes = asyncio.run(folder.look())
        heard.append((bool(mistakes), lists.read("gridlock red")))

    assert heard == [(False, ("danger",)), (True, ("danger",)), (False, ())]


def test_the_file_is_no_script_and_is_checked(tmp_path: Path) -> None:
    (tmp_path / SIGNALS_FILE).write_text("angr:\n  counts: [x y]\n", encoding="utf-8")

    answer = check(read_sources([tmp_path], with_company=True))

    assert folder_sources(tmp_path) == []
    assert answer.status == 1
    assert "signals.yaml:1:1: unknown-signal: `angr` is no signal; did you mean `anger`?" in answer.text
