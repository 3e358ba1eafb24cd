from bot.commands.executor import execute_on
from bot.commands.remote.request import Request
from bot.container import Container
from bot.desk.scripts.validation import Source
from tests.bot.commands.place import asked
from tests.bot.desk.texts import BROKEN, CHANGED, ISSUES, OWN_ISSUES, SMALL, THIRD, source

FIRST, SECOND, LAST = (f"{source(text).id:.7}" for text in (SMALL, CHANGED, THIRD))


async def test_a_file_is_compared_by_step_with_what_is_in_force(container: Container) -> None:
    await asked(container, "publish", SMALL)
    answer = await asked(container, "compare", CHANGED)

    assert answer.text.splitlines() == [
        f"telecom: {FIRST} → {SECOND}",
        "step welcome: changed",
        '  say en: "Good day" → "Good evening"',
    ]


async def test_a_file_without_cases_can_be_compared(container: Container) -> None:
    await asked(container, "publish", SMALL)
    answer = await asked(container, "compare", SMALL + "\n", cases="")

    assert answer.text.splitlines()[1:] == ["no difference"]


async def test_a_file_that_cannot_be_read_is_told_why(container: Container) -> None:
    answer = await asked(container, "compare", BROKEN)

    assert answer.errors.startswith("telecom.yaml:")
    assert answer.status == 1


async def test_two_versions_are_compared_those_that_are_not_named_are_the_last_two(container: Container) -> None:
    for text in (SMALL, CHANGED, THIRD):
        await asked(container, "publish", text)
    heads = [
        (await asked(container, "compare", script="telecom", **named)).text.splitlines()[0]
        for named in ({}, {"old": FIRST}, {"old": FIRST, "new": SECOND})
    ]

    assert heads == [
        f"telecom: {SECOND} → {LAST}",
        f"telecom: {FIRST} → {LAST}",
        f"telecom: {FIRST} → {SECOND}",
    ]


async def test_a_draft_can_be_compared(container: Container) -> None:
    await asked(container, "publish", SMALL)
    await asked(container, "publish", CHANGED, cases="")
    draft = source(CHANGED, "").id
    answer = await asked(container, "compare", script="telecom", old=FIRST, new=draft)

    assert "step welcome: changed" in answer.text


async def test_known_issues_are_compared_by_their_keys(container: Container) -> None:
    await asked(container, "publish", SMALL)
    await execute_on(container, Request("publish", (Source("telecom.yaml", ISSUES, known_issues=True),)))
    other = ISSUES.replace("mended", "replaced") + ISSUES[ISSUES.index("  sea") :].replace("sea", "land").replace(
        "nothing loads", "no pages"
    )
    answer = await execute_on(container, Request("compare", (Source("telecom.yaml", other, known_issues=True),)))
    own = await asked(container, "compare", SMALL + OWN_ISSUES)

    assert answer.text.splitlines()[1:] == ["known issue sea-cable: changed", "known issue land-cable: added"]
    assert own.text.splitlines()[1:] == ["known issue sea-cable: added"]


async def test_what_is_not_there_is_said(container: Container) -> None:
    answers = [
        await asked(container, "compare", script="nothing"),
        await asked(container, "compare", script="telecom", old="zzz"),
        await asked(container, "compare", SMALL.replace("script: telecom", "script: nothing")),
    ]

    assert [answer.status for answer in answers] == [1, 1, 1]
    assert answers[0].errors == "nothing of nothing was in force before"
    assert answers[1].errors.startswith("zzz names 0 versions of telecom; there are: ")
    assert answers[2].errors == "nothing of nothing is in force"
