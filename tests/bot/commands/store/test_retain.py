from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.remote.request import Answer, Request
from bot.container import Container
from storage.records.complaint_records import Customer
from tests.bot.commands.place import asked, typed


@pytest.fixture
async def old(container: Container) -> Customer:
    """A customer of whom nothing but the name is left, since a hundred days."""
    since = container.environment.now() - timedelta(days=100)
    customer = Customer(id="c1", identities=("web:wang",), name="王", since=since)
    unit = container.store.unit()
    unit.add(customer)
    await unit.commit()
    return customer


async def customers(container: Container) -> list[str]:
    return [customer.id for customer in await container.store.unit().find(Customer)]


async def test_what_is_older_than_asked_is_removed_and_counted(container: Container, old: Customer) -> None:
    answer = await asked(container, "store retain", days="90")

    first, *rest = answer.text.splitlines()
    assert first == "what nobody has had to do with for 90 days, and marks and sign-ins that are over:"
    assert " ".join(rest).split() == ["Customer", "1", "removed"]
    assert (answer.errors, await customers(container)) == ("", [])


async def test_what_is_younger_stays(container: Container, old: Customer) -> None:
    answer = await asked(container, "store retain", days="101")

    assert answer.text.endswith("nothing is too old")
    assert await customers(container) == [old.id]


async def test_a_dry_run_only_counts(container: Container, old: Customer) -> None:
    answer = await asked(container, "store retain", days="90", dry="yes")

    assert answer.text.splitlines()[-1] == "would go; nothing was changed"
    assert await customers(container) == [old.id]


async def test_without_a_number_of_days_it_says_how_to_name_one(container: Container, old: Customer) -> None:
    answer = await asked(container, "store retain")

    assert answer.errors.endswith("set KEEP_DAYS, or name --older-than DAYS")
    assert await customers(container) == [old.id]


def test_the_line_reads_the_days_and_the_folder(tmp_path: Path) -> None:
    asked_for = typed("store", "retain", "--older-than", "365", "--dry-run", "--folder", str(tmp_path))

    assert asked_for == Request("store retain", words={"days": "365", "dry": "yes", "folder": str(tmp_path)})


@pytest.mark.parametrize("days", ["7", "-90", "a year"])
def test_days_that_cannot_be_meant_are_refused(days: str) -> None:
    answer = typed("store", "retain", f"--older-than={days}")

    assert isinstance(answer, Answer)
    assert answer.status == 2
    assert answer.errors.startswith("--older-than: ")
