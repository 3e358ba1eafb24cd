from pathlib import Path

import pytest

from bot.desk.scripts import AFTER_ANSWER, BadScripts, Scripts, folder_texts, problems_of, read_known_issues
from storage.records import ScriptVersion
from tests.bot.desk.house import ALL_ANSWERS, BILL, NOON, SHIPPED, House

SHIPPED_SCRIPTS = folder_texts(SHIPPED / "scripts")
SHIPPED_ISSUES = folder_texts(SHIPPED / "known_issues")
TELECOM, AFTER = SHIPPED_SCRIPTS["telecom.yaml"], SHIPPED_SCRIPTS["after-answer.yaml"]
CHANGED = TELECOM.replace("What is it mainly about?", "What kind of problem is it?")


async def refusal(house: House, texts: dict[str, str], main: str = "telecom") -> str:
    with pytest.raises(BadScripts) as raised:
        await Scripts(main).publish(texts, house.store, NOON)
    return str(raised.value)


async def test_what_is_shipped_is_in_force(house: House) -> None:
    scripts = house.desk.scripts

    assert tuple(scripts.version(scripts.current(key)).key for key in ("telecom", AFTER_ANSWER)) == (
        "telecom",
        AFTER_ANSWER,
    )
    assert scripts.script("nothing") is None


async def test_every_mistake_of_every_file_is_told_and_nothing_is_published(house: House) -> None:
    before = await house.store.unit().find(ScriptVersion)
    bad = {
        "telecom.yaml": TELECOM.replace("goto: ask-kind", "goto: ask-kin"),
        "other.yaml": "a: [",
        "after.yaml": AFTER,
    }
    told = await refusal(house, bad)

    assert {"telecom.yaml", "other.yaml"} == {line.partition(":")[0] for line in told.splitlines()}
    assert before == await house.store.unit().find(ScriptVersion)


async def test_a_script_that_is_missing_is_named(house: House) -> None:
    told = await refusal(house, {"telecom.yaml": TELECOM}, main="hotel")

    assert told == "there is no script named after-answer or hotel among: telecom.yaml"


async def test_two_files_with_one_script_are_refused(house: House) -> None:
    told = await refusal(house, {"a.yaml": AFTER, "b.yaml": TELECOM, "c.yaml": CHANGED})

    assert told == "c.yaml: “telecom” stands in b.yaml already; give one of the two another name"


async def test_bytes_that_are_not_utf_8_are_refused_with_their_file(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "telecom.yaml").write_bytes(TELECOM.encode("gb18030"))
    told = await refusal(house, folder_texts(folder))

    assert told.startswith("telecom.yaml:")


async def test_an_unchanged_script_is_the_same_version(house: House) -> None:
    again = Scripts("telecom")
    await again.publish(SHIPPED_SCRIPTS, house.store, NOON)

    assert house.desk.scripts.current("telecom") == again.current("telecom")
    assert len(await house.store.unit().find(ScriptVersion)) == 2


async def test_a_conversation_stays_on_the_version_it_began_on(house: House) -> None:
    await house.says("hello")
    await house.desk.scripts.publish({"a.yaml": CHANGED, "b.yaml": AFTER}, house.store, NOON)
    old = await house.says(BILL)
    new = await house.says(BILL, to="web:zhao")

    assert (old[-1], new[-1]) == ("What is it mainly about?", "What kind of problem is it?")


async def test_a_conversation_stays_on_its_version_after_a_restart_without_it(house: House) -> None:
    await house.says("hello")
    scripts = Scripts("telecom")
    await scripts.publish({"a.yaml": CHANGED, "b.yaml": AFTER}, house.store, NOON)

    assert scripts.version((await house.conversation()).version).key == "telecom"


async def test_cases_of_scripts_are_not_scripts(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", "a.cases.yaml", "notes.txt"):
        (tmp_path / name).write_text(name)
    texts = folder_texts(tmp_path)

    assert list(texts.items()) == [("a.yaml", "a.yaml"), ("b.yaml", "b.yaml")]


def test_shipped_known_issues_are_read() -> None:
    issues = read_known_issues(SHIPPED_ISSUES)

    assert "roaming-off" in [issue.key for issue in issues]


def test_a_known_issue_with_a_mistake_is_refused_with_its_file() -> None:
    with pytest.raises(BadScripts, match=r"^mine\.yaml:"):
        read_known_issues({"mine.yaml": SHIPPED_ISSUES["telecom.yaml"].replace("status: standing", "status: odd", 1)})


def test_two_files_with_one_known_issue_are_refused() -> None:
    text = SHIPPED_ISSUES["telecom.yaml"]

    with pytest.raises(BadScripts, match=r"b\.yaml: “roaming-off” stands in a\.yaml already"):
        read_known_issues({"a.yaml": text, "b.yaml": text})


@pytest.mark.parametrize("text", [*SHIPPED_SCRIPTS.values(), *SHIPPED_ISSUES.values()])
def test_a_text_is_checked_for_what_it_is(text: str) -> None:
    problems = problems_of(text)

    assert problems == ()


def test_a_text_that_is_neither_has_problems() -> None:
    problems = problems_of("colour: blue\n")

    assert problems


async def test_a_whole_complaint_can_be_told_on_the_old_version(house: House) -> None:
    await house.says(BILL)
    await house.desk.scripts.publish({"a.yaml": CHANGED, "b.yaml": AFTER}, house.store, NOON)
    await house.says(*ALL_ANSWERS)

    assert (await house.ticket()).status == "open"
