"""Two equal processes on one PostgreSQL, as behind a load balancer: nobody notices which one they are talking to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import WSMsgType

import dialogs
from tests.journeys.program import HUNG, Program, reference_in, running, spawn
from tests.journeys.test_telegram import ADA, answers_everything, hears
from tests.journeys.webclient import at_the_desk, visiting
from tests.standins.bot_api.server import BotApi

CALLS = "My calls are full of clicking since Monday"
TELECOM = Path(dialogs.__path__[0]) / "scripts" / "telecom.yaml"


@asynccontextmanager
async def two(folder: Path, url: str, **settings: str) -> AsyncIterator[tuple[Program, Program]]:
    """Serve twice on one database."""
    for name in ("one", "two"):
        (folder / name).mkdir()
    settings["STORE_URL"] = url
    async with running(folder / "one", **settings) as one, running(folder / "two", **settings) as other:
        yield one, other


async def test_a_reply_typed_on_one_process_reaches_the_customer_on_the_other(
    tmp_path: Path, postgres_url: str
) -> None:
    async with two(tmp_path, postgres_url) as (one, other), visiting(one) as customer:
        await customer.says(CALLS)
        await customer.hears("What is it mainly about?")
        await customer.says("/human")
        reference = reference_in(str((await customer.hears("a colleague"))["text"]))
        async with at_the_desk(other) as agent:
            assert CALLS in await agent.reads("/desk", "list")
            await agent.does("claim", reference)
            await customer.hears("from our team is with you now.")
            await agent.does("reply", reference, "Which building is it?")
            await customer.hears("Which building is it?")
            await customer.says("Building 3")
            assert "Building 3" in await agent.reads_ticket(reference, "transcript")
    assert len(customer.texts) == len(set(customer.texts))


async def test_a_customer_whose_process_dies_goes_on_at_the_other(tmp_path: Path, postgres_url: str) -> None:
    async with two(tmp_path, postgres_url) as (one, other), visiting(one) as customer:
        await customer.says(CALLS, key="first")
        await customer.hears("What is it mainly about?")
        await one.kill()
        await customer.opens(other)
        before = customer.texts
        await customer.says(CALLS, key="first")  # the browser cannot know whether it was taken
        await customer.says("network", key="second")
        await customer.hears("Where does it happen?")

    assert [text for text in customer.texts if text == CALLS] == [CALLS]
    assert customer.texts[: len(before)] == before


async def test_what_is_published_is_in_force_on_every_process(tmp_path: Path, postgres_url: str) -> None:
    changed = tmp_path / "telecom.yaml"
    changed.write_text(TELECOM.read_text("utf-8").replace("Where does it happen?", "Where exactly is it?"), "utf-8")
    cases = TELECOM.with_name("telecom.cases.yaml").read_text("utf-8")
    changed.with_name("telecom.cases.yaml").write_text(cases, "utf-8")
    async with two(tmp_path, postgres_url) as (one, other):
        log = tmp_path / "publish.log"
        publish = await spawn(tmp_path, "publish", str(changed), settings={"STORE_URL": postgres_url}, log=log)
        told, _ = await publish.communicate()
        for program in (one, other):
            async with visiting(program) as customer:
                await customer.says(CALLS)
                await customer.hears("What is it mainly about?")
                await customer.says("network")
                await customer.hears("Where exactly is it?")

    assert publish.returncode == 0, told.decode() + log.read_text("utf-8")


async def test_telegram_is_asked_by_one_process_and_by_the_other_when_that_dies(
    tmp_path: Path, postgres_url: str
) -> None:
    async with BotApi() as api:
        chat = api.chat(ADA)
        settings = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.base_url}
        async with two(tmp_path, postgres_url, **settings) as (one, other):
            await chat.says("/start")
            await hears(chat, "What happened, and since when?")
            asking = [program for program in (one, other) if "does telegram now" in program.log]
            await asking[0].kill()
            await chat.says(CALLS)
            reference = await answers_everything(chat)
            await api.acknowledged()
            await asyncio.sleep(0)

    assert len(asking) == 1
    assert reference == reference_in(reference)


async def test_who_is_removed_at_one_process_is_out_at_the_other_at_once(tmp_path: Path, postgres_url: str) -> None:
    async with two(tmp_path, postgres_url) as (one, other), at_the_desk(one) as admin:
        token = await admin.hires("Li Wei")
        async with at_the_desk(other, token) as li, li.follows("/desk/live") as live:
            await live.receive_str(timeout=HUNG)
            await admin.removes("Li Wei")
            closed = await live.receive(timeout=HUNG)
            page = await li.reads("/desk")

    assert closed.type is WSMsgType.CLOSE
    assert "You sign in with a link." in page
