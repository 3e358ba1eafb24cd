"""The admins' page about one customer's own data: what is asked for, a copy, erasure, and tickets that must stay.

It shows what there is by number and by reference, and nothing that the customer said: who has to see that opens a
ticket, which is on record. Who is looked for comes in a form, not in an address, which logs and histories keep.
"""

import asyncio
import tempfile
from pathlib import Path

from aiohttp import web

from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.words import DESK_WORDS, Words
from bot.desk.privacy.data_copy import copy_out, find_customer
from bot.desk.privacy.data_requests import hold, refuse, settle
from bot.desk.privacy.erasure import ErasureProof
from bot.desk.privacy.holdings import count, of_customer
from bot.desk.staff.audit import note_once
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import field, render, words
from storage.ports import Conflict, Unavailable
from storage.records.complaint_records import Customer, Ticket
from storage.records.privacy_records import DataRequest, LegalHold

LONGEST_REASON = 200
_PIECE = 256 * 1024
"""Bytes of a copy that are sent at a time."""


async def show(request: web.Request) -> web.Response:
    """Show what customers ask for."""
    return await _page(request)


async def find(request: web.Request) -> web.Response:
    """Show what there is of the customer of a reference, an address or a request."""
    who = await field(request, "who")
    customer = await find_customer(request.app[DEPS].store.unit(), who) if who else None
    if customer is None:
        return await _page(request, 404, problem=words(request).name("refused", Refusal.NO_SUCH_CUSTOMER))
    return await _page(request, customer=customer)


async def export(request: web.Request) -> web.StreamResponse:
    """Send a copy of what there is of a customer."""
    deps, customer, by = request.app[DEPS], await _customer(request), actor(request)
    say = Words(DESK_WORDS, customer.language or deps.language, deps.zone)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "copy.zip"
        await copy_out(deps.store.unit(), deps.files, customer, say, place)
        await note_once(deps.store, deps.environment, "customer-exported", by, customer.id, customer.id)
        await settle(deps.store, deps.environment, customer.id, "export", by)
        name = f'attachment; filename="customer-{customer.id}.zip"'
        headers = {"Content-Type": "application/zip", "Content-Disposition": name, "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        response.content_length = place.stat().st_size
        await response.prepare(request)
        with place.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, _PIECE):
                await response.write(piece)
        return response


async def erase(request: web.Request) -> web.Response:
    """Erase a customer whom the admin is sure of, and show what was done."""
    customer = await _customer(request)
    if await field(request, "sure") != "yes":
        return await _page(request, 409, customer=customer, problem=words(request)("privacy.sure.first"))
    try:
        proof = await request.app[DEPS].eraser.erase(customer.id, actor(request))
    except Refused as refused:
        return await _page(request, 409, customer=customer, problem=words(request).name("refused", refused.reason))
    except (Conflict, Unavailable):
        return await _page(request, 409, customer=customer, problem=words(request)("privacy.unfinished"))
    return await _page(request, proof=proof)


async def decline(request: web.Request) -> web.Response:
    """Note that a request is not met."""
    deps = request.app[DEPS]
    try:
        await refuse(deps.store, deps.environment, request.match_info["key"], actor(request))
    except Conflict:
        return await _page(request, 409, problem=words(request).name("refused", Refusal.JUDGED_ALREADY))
    raise web.HTTPSeeOther("/admin/customers")


async def set_hold(request: web.Request) -> web.Response:
    """Have a ticket stay as it is, for a reason; without one the hold is lifted."""
    deps, reason = request.app[DEPS], await field(request, "reason")
    ticket = await deps.store.unit().last(Ticket, reference=request.match_info["reference"])
    if ticket is None:
        raise web.HTTPNotFound
    if len(reason) > LONGEST_REASON:
        raise web.HTTPBadRequest
    await hold(deps.store, deps.environment, ticket, actor(request), reason)
    customer = await deps.store.unit().get(Customer, ticket.customer)
    return await _page(request, customer=customer)


async def _customer(request: web.Request) -> Customer:
    customer = await request.app[DEPS].store.unit().get(Customer, request.match_info["customer"])
    if customer is None:
        raise web.HTTPNotFound
    return customer


async def _page(
    request: web.Request,
    status: int = 200,
    *,
    customer: Customer | None = None,
    proof: ErasureProof | None = None,
    problem: str = "",
) -> web.Response:
    unit = request.app[DEPS].store.unit()
    held = await of_customer(unit, customer) if customer else None
    tickets = [(one, await unit.get(LegalHold, one.id)) for one in held.of(Ticket)] if held else []
    context = {
        "asked": await unit.find(DataRequest, status="asked"),
        "customer": customer,
        "tickets": tickets,
        "counts": sorted(count(held.records).items()) if held else [],
        "proof": proof,
        "problem": problem,
        "typed": await field(request, "who") if problem else "",
        "longest": LONGEST_REASON,
    }
    return render(request, "admin/customers.html", status=status, **context)


ROUTES = [
    web.get("/admin/customers", show),
    web.post("/admin/customers", find),
    web.post("/admin/customers/{customer}/export", export),
    web.post("/admin/customers/{customer}/erase", erase),
    web.post("/admin/customers/requests/{key}/refuse", decline),
    web.post("/admin/customers/holds/{reference}", set_hold),
]
