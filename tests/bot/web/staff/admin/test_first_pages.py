"""The first steps of a new desk: led through them once, each may be skipped; a demo that leaves no trace."""

from pathlib import Path

from bot.desk.privacy.demo import TELLING
from storage.records.access_records import Agent
from storage.records.complaint_records import Customer
from tests.bot.desk.texts import SMALL, source
from tests.bot.web.place import ADA, open_place

HERE = "/admin/first-steps"


async def test_an_admin_alone_on_a_new_desk_is_led_through_five_steps_once(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        began = await place.post("/sign-in", token=await place.link_for(ADA))
        await place.studio.publisher.publish(source(SMALL), "start")
        await place.post(f"{HERE}/company", company_name="Acme")
        await place.post(f"{HERE}/hours", skip="yes", timezone="Mars")
        wrong = await place.post(f"{HERE}/hours", timezone="Mars", language="en")
        await place.post(f"{HERE}/script", script="telecom")
        await place.post(f"{HERE}/channels")
        await place.post(f"{HERE}/colleague", name="Li Wei", role="agent")
        _, page = await place.get(HERE)
        again = await place.post("/sign-in", token=await place.link_for(ADA))
        staff = [one.name for one in await place.store.unit().find(Agent)]

    assert (began, again) == ((303, HERE), (303, "/desk"))
    assert (wrong[0], "This is no time zone." in wrong[1]) == (409, True)
    assert (place.company.now.look.company, staff) == ("Acme", ["Li Wei", "Ada"])
    assert "Your desk is ready." in page


async def test_a_demo_customer_tells_a_problem_and_is_removed_whole(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.post(f"{HERE}/demo")
        told = [one.text for one in place.heard]
        await place.keep(Customer(id="d", identities=("demo:customer",), since=place.clock.now))
        await place.post(f"{HERE}/demo")
        left = await place.store.unit().find(Customer)

    assert told == [TELLING["en"], "/human"]
    assert left == []
