"""What customers ask of their own data, until an admin has decided, and what must stay whoever asks."""

from dataclasses import replace

from bot.desk.core.environment import Environment
from bot.desk.redaction.redaction import redacted
from bot.desk.staff.audit import Actor, put_on_record
from storage.ports import Conflict, Store
from storage.records.complaint_records import Ticket
from storage.records.privacy_records import DataRequest, LegalHold
from storage.records.statuses import AuditAct, DataWish


async def settle(store: Store, environment: Environment, customer: str, wish: DataWish, by: Actor) -> None:
    """Note that what a customer asked for is done; an erasure takes the requests away by itself."""
    unit = store.unit()
    asked = [one for one in await unit.find(DataRequest, customer=customer) if one.status == "asked"]
    for one in asked:
        if one.wish == wish:
            unit.put(_decided(one, environment, by, done=True))
    await unit.commit()


async def refuse(store: Store, environment: Environment, key: str, by: Actor) -> None:
    """Note that a request is not met; the customer is told why by whoever answers them.

    Raises:
        Conflict: if a colleague has just decided.
    """
    async with store.unit() as unit:
        request = await unit.get(DataRequest, key)
        if request is None or request.status != "asked":
            raise Conflict("it was decided already")
        unit.put(_decided(request, environment, by, done=False))
        customer = request.customer
        await put_on_record(unit, environment, "request-refused", by, subject=customer, about=customer)
        await unit.commit()


async def hold(store: Store, environment: Environment, ticket: Ticket, by: Actor, reason: str) -> None:
    """Have a ticket stay as it is, or with no reason lift that again."""
    async with store.unit() as unit:
        known = await unit.get(LegalHold, ticket.id)
        if known is not None:
            unit.delete(known)
        if reason:
            name = by.agent.name if by.agent else by.origin
            unit.add(LegalHold(id=ticket.id, at=environment.now(), by=name, reason=redacted(reason)))
        act: AuditAct = "hold-set" if reason else "hold-lifted"
        await put_on_record(unit, environment, act, by, subject=ticket.id, about=ticket.reference)
        await unit.commit()


def _decided(request: DataRequest, environment: Environment, by: Actor, *, done: bool) -> DataRequest:
    agent = by.agent.id if by.agent else ""
    return replace(request, status="done" if done else "refused", decided=environment.now(), by=agent)
