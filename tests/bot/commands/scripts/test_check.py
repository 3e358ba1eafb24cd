import json

from bot.commands.scripts.check import check
from bot.desk.scripts.validation import Source
from tests.bot.desk.texts import BROKEN, ISSUES, RED, SMALL, UNREACHING, source


def test_good_files_are_counted() -> None:
    answer = check([source(SMALL), Source("telecom.yaml", ISSUES, known_issues=True)])

    assert (answer.text.splitlines()[-1], answer.errors, answer.status) == ("no mistakes in 2 file(s)", "", 0)


def test_mistakes_are_printed_as_compilers_do() -> None:
    answer = check([source(BROKEN, name="scripts/telecom.yaml")])
    line = BROKEN.splitlines().index(next(line for line in BROKEN.splitlines() if "ask-kin}" in line)) + 1

    assert answer.text.startswith(f"scripts/telecom.yaml:{line}:")
    assert answer.status == 1


def test_a_case_that_fails_is_a_mistake_in_its_file() -> None:
    answer = check([source(SMALL, RED)])

    assert answer.text.startswith("telecom.cases.yaml:7:")
    assert answer.status == 1


def test_what_no_case_reaches_is_a_mistake() -> None:
    answer = check([source(SMALL, UNREACHING)])

    assert "step-not-reached: no case reaches the step `to-agent`" in answer.text
    assert answer.status == 1


def test_a_hint_refuses_nothing() -> None:
    answer = check([source(SMALL.replace("{wants-person: to-agent}", "{wants-person: to-agent, danger: to-agent}"))])

    assert answer.text.splitlines()[0].endswith("(a hint)")
    assert answer.status == 0


def test_a_machine_reads_objects() -> None:
    answer = check([source(SMALL, UNREACHING)], as_json=True)
    found = json.loads(answer.text)

    assert [one["file"] for one in found if one["kind"] == "mistake"] == ["telecom.yaml"]
    assert set(found[0]) == {"kind", "file", "line", "column", "code", "message", "remedy"}
    assert json.loads(check([source(SMALL)], as_json=True).text) == []
