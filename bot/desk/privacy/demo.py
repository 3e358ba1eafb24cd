"""A conversation to look at on a desk that has none yet: made by the real rules, marked as a demo, removed whole."""

from dataclasses import replace

from bot.channels.port import Incoming, IncomingHandler
from bot.desk.core.environment import Environment
from bot.desk.core.kept_files import let_go
from bot.desk.hotspots.topic_summary import samples
from bot.desk.privacy.holdings import Holdings, of_customer
from storage.file_store import FileStore
from storage.ports import Store
from storage.records.complaint_records import Conversation, Customer, Occurrence, Ticket
from storage.records.finding_records import Label, Suspicion
from storage.records.traffic_records import Attachment

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


async def remove_demo(store: Store, files: FileStore) -> None:
    """Remove all there is of the demo, as if it had never been; what other customers told beside it stays."""
    async with store.unit() as unit:
        await unit.hold(DEMO)
        customer = await unit.last(Customer, identities=DEMO)
        if customer is None:
            return
        held = await of_customer(unit, customer)
        conversations = {"", *(one.id for one in held.of(Conversation))}
        await let_go(unit, files, held.of(Attachment))
        for record in held.records:
            if isinstance(record, Suspicion) and (left := _left_of(record, held)):
                unit.put(left)
            elif not isinstance(record, Label) or record.conversation in conversations:
                unit.delete(record)
        await unit.commit()
    store.changes.tell(DEMO)


def _left_of(suspicion: Suspicion, held: Holdings) -> Suspicion | None:
    """Return what others told of a suspicion; None if nobody else did."""
    own, quotes = {one.id for one in held.of(Ticket)}, samples(one.text for one in held.of(Occurrence))
    others = tuple(one for one in suspicion.tickets if one not in own)
    if not others:
        return None
    told = tuple(one for one in suspicion.samples if one not in quotes)
    return replace(suspicion, tickets=others, samples=told, people=max(1, suspicion.people - 1))
