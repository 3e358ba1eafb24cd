"""A conversation to look at on a desk that has none yet: made by the real rules, marked as a demo, removed whole."""

from bot.channels.port import Incoming, IncomingHandler
from bot.desk.core.environment import Environment
from bot.desk.privacy.holdings import of_customer
from storage.ports import Store
from storage.records.complaint_records import Customer

CHANNEL = "demo"
"""No real one: what is said on it leaves the desk by none."""
DEMO = f"{CHANNEL}:customer"
NAME = "Demo"
TELLING = {
    "en": "My broadband has been down since Monday, and nobody has called me back.",
    "zh": "家里宽带从周一开始就断了，一直没有人联系我。",
}
"""What the customer of the demo tells, in each language of the desk."""


async def demo_of(store: Store) -> Customer | None:
    """Return the customer of the demo, if there is one."""
    return await store.unit().last(Customer, identities=DEMO)


async def begin_demo(turns: IncomingHandler, environment: Environment, language: str) -> None:
    """Have somebody tell a problem and ask for a person, who then stands in the queue."""
    for text in (TELLING.get(language, TELLING["en"]), "/human"):
        update = f"{CHANNEL}:{environment.new_id()}"
        await turns.play(Incoming(address=DEMO, update=update, text=text, name=NAME, language=language))


async def remove_demo(store: Store) -> None:
    """Remove all there is of the demo, as if it had never been."""
    async with store.unit() as unit:
        await unit.hold(DEMO)
        customer = await unit.last(Customer, identities=DEMO)
        if customer is None:
            return
        for record in (await of_customer(unit, customer)).records:
            unit.delete(record)
        await unit.commit()
    store.changes.tell(DEMO)
