"""A customer whose words are like nobody else's goes all the way: nothing of them reaches a log or an error page."""

from pathlib import Path

from tests.journeys.program import Program, reference_in, running
from tests.journeys.webclient import Customer, Staff, at_the_desk, visiting

NAME = "Zaphod Quillfeather"
PHONE = "13877770412"
CANARIES = ("Zaphod", "Quillfeather", PHONE, "138 7777 0412", "quokka", "Quokka", "marmalade", "kazoo")
CALLS = f"The clicking on my line is unbearable since Monday, {NAME}"


async def complains(customer: Customer) -> str:
    """Take the complaint to its end; returns the reference."""
    await customer.says(CALLS)
    await customer.hears("Where does it happen?")
    await customer.says("Quokka Gardens, building 3")
    await customer.hears("Which phone number")
    await customer.says("138 7777 0412")
    await customer.hears("what would put this right for you?")
    await customer.presses("Fix the problem")
    await customer.hears("Is everything right?")
    await customer.presses("Send it")
    return reference_in(str((await customer.hears("You'll have an answer by "))["text"]))


async def errors(staff: Staff, program: Program) -> list[str]:
    """Ask for what there is not, and send what cannot be taken, all of it with the customer's words in it."""
    paths = [f"/desk/tickets/{NAME}", f"/desk/files/{PHONE}", f"/quokka?{NAME}"]
    pages = []
    for path in paths:
        async with staff._session.get(f"{program.base_url}{path}") as answer:
            pages.append(await answer.text())
    forms = ("/desk/tickets/T-2026-999999/reply", f"/admin/staff/{PHONE}/role", "/desk/quokka")
    pages += [(await staff._post(path, text=CALLS, who=PHONE, name=NAME, role=NAME))[1] for path in forms]
    return pages


async def test_nothing_a_customer_says_reaches_a_log_or_an_error_page(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        async with visiting(program) as customer:
            reference = await complains(customer)
            await customer.says("/privacy")
            await customer.hears("Only the colleagues who deal with complaints see it")
            await customer.presses("Erase my data")
            await customer.hears("I've noted that you'd like your data erased")
            async with at_the_desk(program) as staff:
                await staff.does("claim", reference)
                await staff.does("note", reference, f"{NAME} plays the kazoo")
                await staff.does("reply", reference, f"Dear {NAME}, the quokka is being moved")
                await staff.does("resolve", reference, "It eats marmalade elsewhere now.")
                await customer.hears("Did this solve it for you?")
                await customer.says(f"yes, thank you, the quokka is gone, {NAME}")
                await program.kill()
                await program.start()
                pages = await errors(staff, program)
                assert "Erase their data" in await staff.reads("/admin/customers")
        shown = [word for word in CANARIES for page in pages if word in page]
        logged = [word for word in CANARIES if word in program.log]

    assert shown == []
    assert logged == []
    assert program.log
