from dataclasses import replace
from pathlib import Path

from bot.channels.port import Incoming
from bot.commands.executor import execute_on
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from storage.records.complaint_records import Conversation, JournalEntry, Message
from tests.bot.commands.place import asked, typed, write
from tests.bot.desk.texts import BROKEN, CASES, ISSUES, SMALL, source

PHONE = "13800138000"
ASK_PHONE = """\
  ask-phone:
    ask: phone
    prompt: {en: Phone, zh: 电话}
    reprompt: {en: Phone, zh: 电话}
    otherwise: to-agent
    goto: """


def asking_phone(then: str) -> str:
    """Return the small script with one more question, which is private, before this step."""
    slot = "  phone: {type: phone, private: yes, label: {en: Phone, zh: 电话}}\n"
    asking = SMALL.replace(f"goto: {then}", "goto: ask-phone")
    return asking.replace("steps:\n", f"{slot}steps:\n{ASK_PHONE}{then}\n")


PRIVATE = asking_phone(then="file-open")
PRIVATE_CASES = CASES.replace("        filed: open\n", f'      - says: "{PHONE}"\n        filed: open\n')


async def plays(container: Container, *texts: str, script: str = SMALL, cases: str = CASES) -> None:
    """Put a script in force and let a customer write these messages."""
    published = await asked(container, "publish", script, cases=cases)
    assert published.status == 0, published.errors
    for text in texts:
        await container.turns.play(Incoming(address="web:wang", update=container.environment.new_id(), text=text))


async def replayed(container: Container, script: str, **words: str) -> list[str]:
    answer = await asked(container, "replay", script, cases="", **words)
    assert (answer.errors, answer.status) == ("", 0)
    return answer.text.splitlines()


async def retold(container: Container) -> str:
    conversation = await container.store.unit().last(Conversation, address="web:wang")
    assert conversation is not None
    answer = await asked(container, "replay", name=conversation.id)
    assert (answer.errors, answer.status) == ("", 0)
    return answer.text


async def test_the_same_script_goes_as_before(container: Container) -> None:
    await plays(container, "I was charged twice", "1")
    lines = await replayed(container, SMALL)

    assert lines[0].startswith("1 conversation of telecom since ")
    assert lines[1:] == [
        "  as before:            1",
        "  differently:          0, of which 0 end elsewhere",
        "  answers not taken:    0",
        "  questions asked:      1",
        "  to a person:          0",
        "  to their end:         1",
        "  left by the customer: 0",
    ]


async def test_a_new_question_is_where_conversations_part(container: Container) -> None:
    await plays(container, "I was charged twice", "1")
    lines = await replayed(container, PRIVATE)

    assert "  turn 2: comes to ask-phone instead of file-open" in lines
    assert "  at last: waiting at ask-phone instead of closed at bye" in lines
    assert "  questions asked:      2 instead of 1" in lines


async def test_a_choice_that_is_gone_is_an_answer_that_could_not_be_taken(container: Container) -> None:
    await plays(container, "I was charged twice", "Network")
    lines = await replayed(container, SMALL.replace(", network: {en: Network, zh: 网络}", ""))

    assert "  turn 2: “Network” could not be taken at ask-kind" in lines
    assert "  answers not taken:    1 (ask-kind 1)" in lines


async def test_an_answer_that_another_step_cannot_take_names_both(container: Container) -> None:
    await plays(container, "I was charged twice", "1")
    lines = await replayed(container, asking_phone(then="ask-kind").replace("private: yes, ", ""))

    assert "  turn 2: “1” could not be taken at ask-phone; ask-kind took it" in lines


async def test_words_to_a_person_whom_the_draft_does_not_call_were_for_nobody(container: Container) -> None:
    await plays(container, "I was charged twice", "1", script=PRIVATE, cases=PRIVATE_CASES)
    await plays(container, PHONE, script=PRIVATE, cases=PRIVATE_CASES)

    assert "  1 further turn would have been for nobody" in await replayed(container, SMALL)


async def test_a_private_answer_is_in_no_report(container: Container) -> None:
    await plays(container, "I was charged twice", "1", PHONE, script=PRIVATE, cases=PRIVATE_CASES)
    lines = await replayed(container, PRIVATE.replace("type: phone", "type: email"))

    assert "  turn 3: “•••” could not be taken at ask-phone" in lines
    assert PHONE not in await retold(container)


async def test_no_conversations_are_named_as_such(container: Container) -> None:
    lines = await replayed(container, SMALL)

    assert len(lines) == 1
    assert lines[0].startswith("no conversation of telecom began since ")


async def test_lost_versions_are_counted(container: Container) -> None:
    await plays(container, "I was charged twice")
    unit = container.store.unit()
    for one in await unit.find(JournalEntry):
        unit.delete(one)
    await unit.commit()

    assert (await replayed(container, SMALL))[-1] == (
        "  cannot be played:     1, on versions that cannot be read any more"
    )


async def test_one_conversation_is_shown_turn_by_turn(container: Container) -> None:
    await plays(container, "I was charged twice", "1", PHONE, script=PRIVATE, cases=PRIVATE_CASES)
    text = await retold(container)
    lines = [line.strip() for line in text.splitlines()]

    assert lines[0].endswith(", closed, T-2026-000001")
    assert [line.split(" · ")[0] for line in lines if line.startswith("turn ")] == ["turn 1", "turn 2", "turn 3"]
    for line in (
        "customer: I was charged twice",
        "steps:    welcome → ask-problem → ask-kind",
        "slot:     kind = bill",
        "[Bill] [Network]",
        "customer: •••",
        "slot:     phone = •••",
        "desk:     files T-2026-000001",
        "bot:      Filed as T-2026-000001",
    ):
        assert line in lines


async def test_a_tap_is_shown_by_its_label(container: Container) -> None:
    await plays(container, "I was charged twice")
    newest = await container.store.unit().last(Message, address="web:wang")
    assert newest is not None
    bill = {label: data for data, label in newest.choices}["Bill"]
    await container.turns.play(Incoming(address="web:wang", update="tap", button=bill))
    lines = [line.strip() for line in (await retold(container)).splitlines()]

    assert "customer: taps [Bill]" in lines


async def test_a_number_told_before_it_was_asked_for_is_hidden(container: Container) -> None:
    await plays(container, f"I was charged twice, call {PHONE}", script=PRIVATE, cases=PRIVATE_CASES)

    assert PHONE not in await retold(container)


async def test_a_reference_that_is_not_known_is_refused(container: Container) -> None:
    answer = await asked(container, "replay", name="T-2026-000009")

    assert answer == Answer(errors="there is no conversation T-2026-000009, and no ticket of that reference", status=1)


async def test_a_time_that_is_none_is_refused(container: Container) -> None:
    answer = await asked(container, "replay", SMALL, last="a while")

    assert "a while" in answer.errors
    assert answer.status == 1


async def test_a_draft_with_mistakes_shows_them(container: Container) -> None:
    answer = await asked(container, "replay", BROKEN)

    assert answer.errors.startswith("telecom.yaml:")
    assert answer.status == 1


async def test_two_drafts_at_once_are_refused(container: Container) -> None:
    assert "more than one script" in (await asked(container, "replay", SMALL, PRIVATE)).errors


async def test_known_issues_are_no_draft(container: Container) -> None:
    answer = await execute_on(container, Request("replay", (replace(source(ISSUES), known_issues=True),)))

    assert "holds known issues" in answer.errors
    assert answer.status == 1


def test_a_command_line_names_a_conversation_or_a_draft(tmp_path: Path) -> None:
    path = str(write(tmp_path, "telecom.yaml", SMALL))

    assert typed("replay", "T-2026-000001") == Request("replay", words={"name": "T-2026-000001"})
    for words in ((), ("T-2026-000001", "--draft", path)):
        refused = typed("replay", *words)
        assert isinstance(refused, Answer)
        assert refused.status == 2


def test_a_command_line_carries_the_draft_and_the_time(tmp_path: Path) -> None:
    request = typed("replay", "--draft", str(write(tmp_path, "telecom.yaml", SMALL)), "--last", "2h")

    assert isinstance(request, Request)
    assert ([one.text for one in request.sources], request.word("last")) == ([SMALL], "2h")
