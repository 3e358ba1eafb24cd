import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.commands.evaluate import measure_answers, measure_repeats
from bot.commands.input_files import NoSuchFile
from bot.commands.remote.request import Answer
from tests.bot.commands.place import typed
from tests.bot.desk.recognition.test_evaluation import ANSWERS, REPEATS
from tests.bot.matching.sentences_for_tests import by_letters

HISTORY = """\
{"id": 1, "customer": 7, "text": "The heating in room 402 of the Station Hotel is broken", "repeat_of": null}
{"id": 2, "customer": 7, "text": "You took 37.50 for a minibar", "repeat_of": null, "kind": "whatever"}

{"id": 3, "customer": 7, "text": "Room 402, Station Hotel: heating broken, still", "repeat_of": 1, "also": [1]}
{"id": "4", "customer": "7", "text": "The shower in room 402 of the Station Hotel", "repeat_of": null, "skip": false}
"""
QUESTIONS = """\
{"text": "no mobile signal abroad", "known_issue": 1}
{"text": "my dog is ill", "known_issue": null}
"""
ISSUES = """\
{"id": 1, "wordings": ["I have no mobile signal abroad", "no network in another country"]}
{"id": "late", "wordings": ["the bill comes too late"]}
"""
SIGNALS = """\
{"text": "I will sue you", "signals": ["legal-threat"]}
{"text": "let me talk to a human", "signals": []}
"""


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (measure_answers, measure_repeats):
        monkeypatch.setattr(module, "installed", lambda: None)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("told", HISTORY), ("asked", QUESTIONS), ("known", ISSUES), ("signals", SIGNALS)):
        (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")
    return tmp_path


def evaluate(*words: str) -> Answer:
    answer = typed("evaluate", *words)
    assert isinstance(answer, Answer)
    return answer


def test_repeats_are_told_with_what_was_missed(here: Path) -> None:
    told = HISTORY.replace("Room 402, Station Hotel: heating broken, still", "Nobody swims in an empty pool")
    (here / "told.jsonl").write_text(told, "utf-8")
    answer = evaluate("repeats", "told.jsonl")

    assert answer.text.splitlines()[0].split()[:2] == ["tellings", "4"]
    assert "missed: 1\n  3  Nobody swims in an empty pool\n    is 1  The heating in room 402" in answer.text
    assert "false: 1\n  4  The shower in room 402 of the Station Hotel\n    is not 1  The heating" in answer.text


def test_answers_are_told_with_what_other_precisions_would_bring(here: Path) -> None:
    answer = evaluate("answers", "asked.jsonl", "--known-issues", "known.jsonl")

    assert answer.text.splitlines()[0].split()[:2] == ["questions", "2"]
    assert "  95%    0.0% rightly, 0 wrongly, at no confidence" in answer.text
    assert answer.text.endswith("known issues are only offered")


def test_that_meanings_are_not_read_is_told_only_where_that_is_so(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_answers, "installed", by_letters)
    (here / "empty.jsonl").write_text("")
    answer = evaluate("answers", "empty.jsonl", "--known-issues", "known.jsonl")

    assert answer.text.splitlines()[-1].strip().startswith("98%")


def test_with_a_split_only_the_rest_is_reported_on(here: Path) -> None:
    answer = evaluate("answers", "asked.jsonl", "--known-issues", "known.jsonl", "--split", "--json")
    told = evaluate("repeats", "told.jsonl", "--split", "--json")
    heard = evaluate("signals", "signals.jsonl", "--split", "--json")

    assert json.loads(answer.text)["questions"] == 1
    assert json.loads(told.text)["tellings"] == 0  # there is one customer, to whom it is fitted
    assert json.loads(heard.text)["signals"]["legal-threat"]["texts"] == 0


def test_of_nothing_no_share_is_told(here: Path) -> None:
    (here / "asked.jsonl").write_text('{"text": "my dog is ill", "known_issue": null}')
    (here / "told.jsonl").write_text('{"id": 1, "customer": 7, "text": "x"}')
    (here / "signals.jsonl").write_text("")
    printed = [
        evaluate("repeats", "told.jsonl").text,
        evaluate("answers", "asked.jsonl", "--known-issues", "known.jsonl").text,
        evaluate("signals", "signals.jsonl").text,
    ]
    figures = {row.split()[0]: row.split()[1] for text in printed for row in text.splitlines() if "  " in row}

    of_nothing = ["offered_recall", "stated_precision", "top1", "answer_precision", "recall", "of_quiet"]
    assert [figures[name] for name in of_nothing] == ["–"] * 6
    assert [figures[name] for name in ("repeats", "false_answer_rate", "in_scope")] == ["0", "0.0%", "0"]


def test_each_signal_has_a_row(here: Path) -> None:
    answer = evaluate("signals", "signals.jsonl")
    rows = {row.split()[0]: row.split()[1:] for row in answer.text.splitlines() if row}

    assert rows["legal-threat"] == ["1", "1", "100.0%", "0", "0.0%"]
    assert rows["wants-person"] == ["0", "0", "–", "1", "50.0%"]
    assert rows["false_alarm_rate"][0] == "50.0%"


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["repeats", "told.jsonl"], REPEATS),
        (["answers", "asked.jsonl", "--known-issues", "known.jsonl"], ANSWERS),
        (["signals", "signals.jsonl"], ["recall", "false_alarm_rate", "signals"]),
    ],
)
def test_a_machine_reads_one_object_with_the_published_names(words: list[str], keys: list[str], here: Path) -> None:
    answer = evaluate(*words, "--json")

    assert list(json.loads(answer.text)) == keys
    assert (answer.errors, answer.status) == ("", 0)


@pytest.mark.parametrize(
    "words",
    [
        ["repeats", "told.jsonl"],
        ["answers", "asked.jsonl", "--known-issues", "known.jsonl"],
        ["signals", "signals.jsonl"],
    ],
)
def test_a_picture_is_written_beside_what_is_printed(words: list[str], here: Path) -> None:
    answer = evaluate(*words, "--json", "--plot", "out.svg")

    assert ElementTree.parse("out.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert json.loads(answer.text)


def test_what_was_measured_is_printed_though_no_picture_can_be_written(here: Path) -> None:
    answer = evaluate("signals", "signals.jsonl", "--json", "--plot", "nowhere/out.svg")

    assert json.loads(answer.text)["recall"] == 1
    assert (answer.errors, answer.status) == ("cannot write nowhere/out.svg: No such file or directory", 1)


def test_a_file_of_nothing_is_measured_too(here: Path) -> None:
    (here / "empty.jsonl").write_bytes(b"\xef\xbb\xbf\n")
    figures = [evaluate(what, "empty.jsonl", "--plot", "out.svg", "--json").text for what in ("repeats", "signals")]

    assert [set(json.loads(text).values()) - {0} for text in figures[:1]] == [set()]
    assert evaluate("answers", "empty.jsonl", "--known-issues", "empty.jsonl").status == 0


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("{", "this is no JSON: Expecting property name enclosed in double quotes (character 2)"),
        ("[1]", "this is no object: {…}"),
        ('{"customer": 7, "text": "x"}', "“id” is missing"),
        ('{"id": true, "customer": 7, "text": "x"}', "“id” must hold an id: a text or a number"),
        ('{"id": 5, "text": "x"}', "“customer” is missing"),
        ('{"id": 5, "customer": 7}', "“text” is missing"),
        ('{"id": 5, "customer": 7, "text": 6}', "“text” must be a text"),
        ('{"id": 5, "customer": 7, "text": "x", "skip": "no"}', "“skip” must be true or false"),
        ('{"id": 5, "customer": 7, "text": "x", "also": "1"}', "“also” must be a list"),
        ('{"id": 1, "customer": 7, "text": "x"}', "there is a telling 1 already"),
        ('{"id": 5, "customer": 7, "text": "x", "repeat_of": 5}', "“repeat_of”: no earlier telling is 5"),
        ('{"id": 5, "customer": 8, "text": "x", "repeat_of": 1}', "“repeat_of”: another customer told 1"),
        ("[" * 100_000, "this is no JSON that anybody could mean"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_its_place(bad: str, told: str, here: Path) -> None:
    (here / "told.jsonl").write_text(f"{HISTORY}{bad}\n", "utf-8")
    answer = evaluate("repeats", "told.jsonl", "--json")

    assert answer == Answer(errors=f"told.jsonl:6: {told}", status=1)


def test_bytes_that_are_no_text_are_told(here: Path) -> None:
    (here / "told.jsonl").write_bytes(b'{"id": 1, "customer": 1, "text": "\xff"}')

    assert evaluate("repeats", "told.jsonl").errors == "told.jsonl:1: this is not UTF-8"


def test_all_that_is_wrong_is_told_at_once_up_to_twenty(here: Path) -> None:
    (here / "told.jsonl").write_text("x\n" * 25)
    told = evaluate("repeats", "told.jsonl").errors.splitlines()

    assert [told[0].split(" ")[0], told[19].split(" ")[0]] == ["told.jsonl:1:", "told.jsonl:20:"]
    assert told[20:] == ["… and 5 more"]


def test_a_known_issue_that_is_not_among_them_is_told(here: Path) -> None:
    (here / "asked.jsonl").write_text('{"text": "x", "known_issue": "gone"}\n{"text": "x", "known_issue": "late"}')
    (here / "known.jsonl").write_text(f'{ISSUES}{{"id": 9, "wordings": []}}\n{{"id": "late", "wordings": ["x"]}}')
    answer = evaluate("answers", "asked.jsonl", "--known-issues", "known.jsonl")

    assert answer.errors.splitlines() == [
        "known.jsonl:3: “wordings” must be a list of texts, at least one",
        "known.jsonl:4: there is a known issue late already",
        "asked.jsonl:1: “known_issue”: known.jsonl holds no gone",
    ]


def test_a_signal_that_nobody_knows_is_told(here: Path) -> None:
    (here / "signals.jsonl").write_text('{"text": "x", "signals": ["rage"]}\n{"text": "x"}')
    first, second = evaluate("signals", "signals.jsonl").errors.splitlines()

    assert first.startswith("signals.jsonl:1: “signals”: rage is none of danger, self-harm, ")
    assert second == "signals.jsonl:2: “signals” is missing; a text without any has []"


def test_all_files_that_are_missing_are_named(here: Path) -> None:
    with pytest.raises(NoSuchFile, match=r"there is no file no\.jsonl\nthere is no file none\.jsonl"):
        evaluate("answers", "no.jsonl", "--known-issues", "none.jsonl")


def test_half_a_character_is_measured_and_printed(here: Path) -> None:
    (here / "told.jsonl").write_text('{"id": "\\ud83d", "customer": 7, "text": "\\ud83d broken"}')

    assert evaluate("repeats", "told.jsonl").text.encode("utf-8")


def test_it_needs_no_settings_and_prints_nothing_but_the_object(here: Path) -> None:
    (here / ".env").write_text("NONSENSE=1")
    root = Path(__file__).parents[4]
    words = [
        sys.executable,
        "-m",
        "bot",
        "evaluate",
        "answers",
        "asked.jsonl",
        "--known-issues",
        "known.jsonl",
        "--json",
    ]
    done = subprocess.run(words, cwd=here, env={"PYTHONPATH": str(root)}, capture_output=True, check=True)

    assert list(json.loads(done.stdout)) == ANSWERS
    assert done.stderr == b""
    assert not (here / "data").exists()
