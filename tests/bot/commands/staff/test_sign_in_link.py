"""A sign-in link from the command line: for whoever runs the program, and nobody who reads its log."""

from dataclasses import replace

import pytest

from bot.commands.remote.request import Request
from bot.container import Container
from bot.desk.staff.credentials import opened
from storage.records.access_records import Access, Agent, Audit
from tests.bot.commands.place import asked, typed

ADMIN = Agent(id="a1", name="Admin", role="admin")


async def keep(container: Container, *members: Agent) -> None:
    unit = container.store.unit()
    for member in members:
        unit.add(member)
    await unit.commit()


def test_it_is_asked_for_by_name() -> None:
    assert typed("sign-in-link", "Li Wei") == Request("sign-in-link", words={"name": "Li Wei"})


async def test_it_signs_the_member_in_however_the_name_is_written(container: Container) -> None:
    await keep(container, ADMIN)
    answer = await asked(container, "sign-in-link", name="ADMIN")
    token = answer.text.rpartition("token=")[2]
    link = await opened(container.store.unit(), container.environment, token, "link")

    assert answer.text.startswith("http://127.0.0.1:")
    assert (answer.errors, answer.status) == ("works once, within a day", 0)
    assert link is not None
    assert link.agent == ADMIN.id


async def test_it_ends_the_older_ones_and_is_on_record(container: Container) -> None:
    await keep(container, ADMIN)
    for _ in range(2):
        await asked(container, "sign-in-link", name="Admin")
    links = await container.store.unit().find(Access, agent=ADMIN.id)
    lines = [(line.act, line.about, line.origin) for line in await container.store.unit().find(Audit)]

    assert len(links) == 1
    assert lines == [("link-made", "Admin", "command line")] * 2


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ([], "nobody on the staff is called: Admin"),
        (
            [ADMIN, replace(ADMIN, id="a2", name="admin")],
            "several have this name; make a link on the page /admin: Admin",
        ),
        ([replace(ADMIN, status="suspended")], "Admin is suspended"),
        ([replace(ADMIN, status="removed")], "nobody on the staff is called: Admin"),
    ],
)
async def test_it_is_made_for_one_member_who_may_come_in(container: Container, members: list[Agent], told: str) -> None:
    await keep(container, *members)
    answer = await asked(container, "sign-in-link", name="Admin")

    assert (answer.text, answer.errors, answer.status) == ("", told, 1)
