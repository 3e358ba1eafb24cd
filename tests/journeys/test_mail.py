"""The staff are mailed what they are told, by the program as a company runs it."""

import asyncio
from pathlib import Path

from tests.journeys.program import HUNG, Program, reference_in, running
from tests.journeys.webclient import at_the_desk, visiting
from tests.standins.mail_server import MailBox

ADDRESS = "chen@desk.example"


async def asks_for_a_person(program: Program) -> str:
    """Have a customer say that somebody is in danger, of which somebody is told at once; returns the reference."""
    async with visiting(program) as customer:
        await customer.says("There is smoke coming out of your box and my mother is in the flat")
        await customer.hears("")
        await customer.says("/human")
        return reference_in(str((await customer.hears("T-"))["text"]))


async def gets_mail(program: Program) -> None:
    """Have the first admin say on their own page where they get e-mail."""
    async with at_the_desk(program) as admin:
        await admin.wants_mail_at(ADDRESS)


async def test_an_alert_arrives_once_by_email_whatever_is_killed_in_between(tmp_path: Path) -> None:
    async with MailBox() as gone:
        port = gone.port
    settings = {"MAIL_URL": f"smtp://127.0.0.1:{port}", "MAIL_FROM": "Tellonce <desk@desk.example>"}
    async with running(tmp_path, **settings) as program:
        await gets_mail(program)
        reference = await asks_for_a_person(program)
        await program.kill()
        async with MailBox(port) as box, asyncio.timeout(HUNG):
            await program.start()
            await box.until(1)
            await program.stop()
            await program.start()
            await program.stop()

            ((to, mail),) = box.taken

    assert to == ADDRESS
    assert str(mail["Subject"]).startswith(f"{reference}: ")
    assert f"/desk/tickets/{reference}" in box.texts[0]
    assert "smoke" not in box.texts[0]
    assert ADDRESS not in program.log


async def test_a_mail_that_was_under_way_at_a_kill_is_not_sent_again_but_shown(tmp_path: Path) -> None:
    async with MailBox() as box, asyncio.timeout(HUNG):
        box.hangs = True
        settings = {"MAIL_URL": f"smtp://127.0.0.1:{box.port}", "MAIL_FROM": "desk@desk.example"}
        async with running(tmp_path, **settings) as program:
            await gets_mail(program)
            reference = await asks_for_a_person(program)
            await box.until(1)
            await program.kill()
            await program.start()
            async with at_the_desk(program) as admin:
                while reference not in (page := await admin.reads("/desk/undelivered")):  # noqa: ASYNC110  # nobody tells
                    await asyncio.sleep(0.1)

    assert "Nobody knows whether it arrived" in page
    assert len(box.taken) == 1
