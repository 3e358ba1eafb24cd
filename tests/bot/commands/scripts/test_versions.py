from bot.container import Container
from tests.bot.commands.place import asked
from tests.bot.desk.texts import CHANGED, RED, SMALL, TELECOM, THIRD, source


def words(line: str) -> tuple[str, str]:
    """Return the version and the status in a line."""
    version, status, *_ = line.split()
    return version, status


async def test_versions_are_listed_with_what_they_are_the_newest_first(container: Container) -> None:
    await asked(container, "publish", CHANGED)
    await asked(container, "publish", THIRD, cases=RED)
    head, *lines = (await asked(container, "versions", script="telecom")).text.splitlines()

    assert head == "telecom"
    assert [words(line) for line in lines] == [
        (f"{source(THIRD, RED).id:.7}", "draft"),
        (f"{source(CHANGED).id:.7}", "published"),
        (f"{TELECOM.id:.7}", "retired"),
    ]
    assert lines[1].endswith("published by command")
    assert lines[0].endswith("imported by command")


async def test_a_rollback_is_told(container: Container) -> None:
    await asked(container, "publish", CHANGED)
    await asked(container, "rollback", script="telecom")
    _, newest, oldest = (await asked(container, "versions", script="telecom")).text.splitlines()

    assert words(newest) == (f"{source(CHANGED).id:.7}", "retired")
    assert words(oldest) == (f"{TELECOM.id:.7}", "published")
    assert oldest.endswith("rolled back to by command")


async def test_all_scripts_are_listed_unless_one_is_named(container: Container) -> None:
    answer = await asked(container, "versions")

    assert {"telecom", "after-answer", "known-issues/telecom"} <= set(answer.text.splitlines())


async def test_a_script_without_versions_is_said(container: Container) -> None:
    answer = await asked(container, "versions", script="nothing")

    assert (answer.text, answer.errors, answer.status) == ("", "there is no version of nothing", 1)


async def test_going_back_tells_to_what(container: Container) -> None:
    await asked(container, "publish", SMALL)
    await asked(container, "publish", CHANGED)
    back = await asked(container, "rollback", script="telecom")
    again = await asked(container, "rollback", script="telecom", version=source(SMALL).id[:5])

    assert back.text == f"telecom: back to {source(SMALL).id:.7}"
    assert again.text == f"telecom: {source(SMALL).id:.7} is in force already"


async def test_going_back_to_nothing_is_refused(container: Container) -> None:
    answer = await asked(container, "rollback", script="telecom")

    assert (answer.errors, answer.status) == ("nothing of telecom was in force before", 1)
