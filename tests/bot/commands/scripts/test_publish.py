from bot.channels.port import Incoming
from bot.commands.executor import execute_on
from bot.commands.remote.request import Request
from bot.container import Container
from bot.desk.scripts.validation import Source
from tests.bot.commands.place import asked
from tests.bot.desk.texts import BROKEN, CHANGED, ISSUES, SMALL, TELECOM, UNREACHING, source

OLD, NEW = f"{TELECOM.id:.7}", f"{source(CHANGED).id:.7}"


async def says(container: Container, text: str, who: str = "web:wang") -> None:
    await container.turns.play(Incoming(address=who, update=container.environment.new_id(), text=text))


async def test_a_good_text_is_published(container: Container) -> None:
    answer = await asked(container, "publish", CHANGED)

    assert (answer.text, answer.errors, answer.status) == (f"telecom: published {NEW}", "", 0)


async def test_what_becomes_of_open_conversations_is_told(container: Container) -> None:
    """Two wait for the kind; the third is with a person, at a step that the new text does not have."""
    await asked(container, "publish", SMALL)
    for who in ("web:a", "web:b", "web:c"):
        await says(container, "I was charged twice", who)
    await says(container, "/human", "web:c")
    renamed = CHANGED.replace("to-agent", "to-person")
    answer = await asked(container, "publish", renamed)

    assert answer.text == (f"telecom: published {source(renamed).id:.7}; 3 open: 2 move, 1 finish on the old text")


async def test_what_is_in_force_already_is_said(container: Container) -> None:
    answer = await execute_on(container, Request("publish", (TELECOM,)))

    assert (answer.text, answer.status) == (f"telecom: {OLD} is in force already", 0)


async def test_a_refusal_tells_why_and_what_stays(container: Container) -> None:
    answer = await asked(container, "publish", CHANGED, cases=UNREACHING)

    assert answer.text == ""
    assert "step-not-reached: no case reaches the step `to-agent`" in answer.errors
    assert answer.errors.splitlines()[-1] == f"telecom.yaml: not published; telecom stays at {OLD}"
    assert answer.status == 1


async def test_a_text_that_is_refused_keeps_back_no_other(container: Container) -> None:
    hotel = source(SMALL.replace("script: telecom", "script: a-hotel"), name="hotel.yaml")
    issues = Source("a-hotel.yaml", ISSUES, known_issues=True)
    answer = await execute_on(container, Request("publish", (issues, source(BROKEN), hotel)))

    assert answer.text.splitlines() == [
        f"a-hotel: published {hotel.id:.7}",
        f"known-issues/a-hotel: published {issues.id:.7}",
    ]
    assert answer.status == 1
