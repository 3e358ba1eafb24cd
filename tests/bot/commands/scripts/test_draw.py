from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot import app
from bot.channels.port import Incoming
from bot.commands.executor import execute_on
from bot.commands.remote.request import Answer, Request
from bot.commands.scripts.draw import draw_without_store
from bot.container import Container
from bot.desk.scripts.validation import Source
from bot.settings import Settings
from storage.ports import StorageError
from storage.records.complaint_records import Conversation
from tests.bot.commands.place import asked, open_desk, typed, write
from tests.bot.desk.texts import BROKEN, ISSUES, SMALL, source

DRAW = Request("draw", (source(SMALL),))


async def begin(container: Container, address: str = "web:wang") -> None:
    await container.turns.play(
        Incoming(address=address, update=container.environment.new_id(), text="I was charged twice")
    )


def words(answer: Answer) -> list[str]:
    assert (answer.errors, answer.status) == ("", 0)
    return list(ElementTree.fromstring(answer.text).itertext())


async def test_a_script_is_drawn_with_its_numbers(container: Container) -> None:
    await asked(container, "publish", SMALL)
    await begin(container)
    found = words(await asked(container, "draw", SMALL))

    assert found.count("1 passed") == 3
    assert found.count("0 passed") == 3
    assert any(text.startswith("conversations: 1, begun ") for text in found)


async def test_a_draft_is_drawn_with_the_numbers_of_the_steps_that_it_kept(container: Container) -> None:
    await asked(container, "publish", SMALL)
    await begin(container)
    found = words(await asked(container, "draw", SMALL.replace("ask-kind", "ask-sort"), cases=""))

    assert found.count("1 passed") == 2


async def test_without_conversations_just_the_script_is_drawn(container: Container) -> None:
    found = words(await asked(container, "draw", SMALL))

    assert not any("passed" in text for text in found)


async def test_only_the_last_conversations_are_counted(container: Container) -> None:
    await asked(container, "publish", SMALL)
    await begin(container)
    unit = container.store.unit()
    (conversation,) = await unit.find(Conversation)
    unit.put(replace(conversation, started=conversation.started - timedelta(days=8)))
    await unit.commit()
    found = {last: words(await asked(container, "draw", SMALL, last=last)) for last in ("", "9d", "1w")}

    assert [("1 passed" in texts) for texts in found.values()] == [True, True, False]


async def test_a_span_that_is_none_is_refused(container: Container) -> None:
    answer = await asked(container, "draw", SMALL, last="soon")

    assert (answer.status, answer.text) == (1, "")
    assert answer.errors.startswith("“soon” is no span of time")


def test_the_language_is_the_scripts_first_one_unless_another_is_named() -> None:
    english, chinese = (draw_without_store(replace(DRAW, words=given)) for given in ({}, {"language": "zh"}))

    assert {"Complaint (telecom)", "start"} <= set(words(english))
    assert {"投诉（telecom）", "开始"} <= set(words(chinese))


@pytest.mark.parametrize(
    ("sources", "language", "errors"),
    [
        ((source(SMALL),), "fr", "telecom.yaml is worded in en, zh, not in fr"),
        (
            (Source("issues/telecom.yaml", ISSUES, known_issues=True),),
            "",
            "issues/telecom.yaml holds known issues, which have no steps; draw the script they belong to",
        ),
        ((source(SMALL), source(SMALL)), "", "draw takes one script; this folder holds more than one"),
    ],
)
async def test_what_cannot_be_drawn_is_said(
    container: Container, sources: tuple[Source, ...], language: str, errors: str
) -> None:
    request = Request("draw", sources, {"language": language})
    answers = [await execute_on(container, request), draw_without_store(request)]

    assert answers == [Answer(errors=errors, status=1)] * 2


async def test_mistakes_are_printed_as_elsewhere_and_nothing_is_drawn(container: Container) -> None:
    told = await asked(container, "compare", BROKEN)
    answer = await asked(container, "draw", BROKEN)

    assert (answer.text, answer.status) == ("", 1)
    assert answer.errors == told.errors


async def test_a_script_whose_cases_fail_can_be_drawn(container: Container) -> None:
    assert (await asked(container, "draw", SMALL, cases="")).status == 0


async def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    found = words(await app.obey(settings, DRAW))

    assert "Complaint (telecom)" in found
    assert not settings.data_dir.exists()


async def test_a_store_that_cannot_be_read_leaves_a_picture_without_numbers(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as container:
        answer = await app.obey(container.settings, DRAW)
        with pytest.raises(StorageError):
            await app.obey(container.settings, Request("versions"))

    assert answer.text.startswith("<svg ")
    assert answer.errors.startswith("without numbers: ")
    assert answer.status == 0


def test_the_command_line_names_the_file_the_language_and_the_time(tmp_path: Path) -> None:
    file = str(write(tmp_path, "telecom.yaml", SMALL))
    bare, full = typed("draw", file), typed("draw", file, "--language", "zh", "--last", "30d")

    assert bare == Request("draw", (Source(file, SMALL),), {"language": "", "last": ""})
    assert full == Request("draw", (Source(file, SMALL),), {"language": "zh", "last": "30d"})
