import json
from datetime import timedelta

import pytest

from bot.commands.remote.request import Request
from bot.container import Container
from storage.records.finding_records import Suspicion
from tests.bot.commands.place import asked, typed
from tests.bot.desk.tellers import keep, street, told


async def test_it_tells_what_would_have_been_raised_and_changes_nothing(container: Container) -> None:
    await keep(container.store, street(container.environment.now() - timedelta(hours=29.5)))
    answer = await asked(container, "hotspots", since="10d")
    first, sample, total, share = answer.text.splitlines()

    assert "burst: 5 people (0.25 usual): " in first
    assert first.endswith(", Oak Street")
    assert sample == "  “no signal on Oak Street”"
    assert total.startswith("1 would have been raised among 5 tellings since ")
    assert share == "in 1 of 30 hours (3.33%)"
    assert await container.store.unit().find(Suspicion) == []


async def test_what_was_told_before_is_learnt_and_not_raised(container: Container) -> None:
    await keep(container.store, street(container.environment.now() - timedelta(days=3)))
    await keep(container.store, told("my bill", container.environment.now() - timedelta(hours=2), "wang"))
    answer = await asked(container, "hotspots", since="1d")

    assert answer.text.startswith("0 would have been raised among 1 tellings since ")


async def test_of_an_empty_store_it_says_so(container: Container) -> None:
    answer = await asked(container, "hotspots")

    assert answer.text.startswith("nothing was told since ")


async def test_programs_get_one_object(container: Container) -> None:
    await keep(container.store, street(container.environment.now() - timedelta(hours=29.5)))
    answer = await asked(container, "hotspots", since="10d", json="yes")
    whole = json.loads(answer.text)

    assert (whole["tellings"], whole["hours"], whole["hours_with_any"]) == (5, 30, 1)
    assert whole["hotspots"][0]["people"] == 5
    assert whole["hotspots"][0]["area"] == "Oak Street"


async def test_a_span_that_is_none_is_refused(container: Container) -> None:
    answer = await asked(container, "hotspots", since="lately")

    assert answer.status == 1
    assert "lately" in answer.errors


@pytest.mark.parametrize(
    ("words", "asked_for"),
    [((), {"since": "90d", "json": ""}), (("--since", "2w", "--json"), {"since": "2w", "json": "yes"})],
)
def test_the_line_reads_the_span(words: tuple[str, ...], asked_for: dict[str, str]) -> None:
    assert typed("hotspots", *words) == Request("hotspots", words=asked_for)
