import io
from pathlib import Path
from zipfile import ZipFile

from storage.records.access_records import Audit
from storage.records.complaint_records import Conversation, Customer, Ticket
from storage.records.privacy_records import DataRequest, LegalHold
from tests.bot.web.place import ADA, CUSTOMER, LI, NOON, OWN_PAGE, TELLING, TICKET, Place, message, open_place

PAGE = "/admin/customers"
TALK = Conversation(
    id="conversation-1",
    address="web:1",
    customer=CUSTOMER.id,
    script="telecom",
    version="v1",
    state={"status": "active", "candidates": [], "slots": {}},
    status="with-bot",
    started=NOON,
)
ASKED = DataRequest(id="asked-1", customer=CUSTOMER.id, wish="erase", at=NOON)


async def with_a_customer(place: Place) -> None:
    await place.sign_in(ADA)
    await place.keep(CUSTOMER, TICKET, TALK, TELLING, ASKED, message("m1", "I was charged twice in October."))


async def acts(place: Place) -> list[str]:
    lines = await place.store.unit().find(Audit)
    return [line.act for line in lines if line.act not in ("signed-in", "link-made")]


async def test_an_admin_finds_a_customer_by_the_reference_and_sees_nothing_of_what_was_said(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_a_customer(place)
        status, page = await place.post(PAGE, who="t-2026-000042")

    assert status == 200
    assert TICKET.reference in page
    assert "Erase their data" in page
    assert not [word for word in ("Wang Fang", "13800138000", "charged") if word in page]


async def test_nobody_is_found_by_what_is_no_reference(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_a_customer(place)
        status, page = await place.post(PAGE, who="<b>")

    assert status == 404
    assert "There is no such customer." in page


async def test_only_admins_come_in(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        statuses = [(await place.get(PAGE))[0], (await place.post(f"{PAGE}/{CUSTOMER.id}/erase", sure="yes"))[0]]

    assert statuses == [403, 403]


async def test_a_copy_comes_as_a_zip_and_settles_what_was_asked(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_a_customer(place)
        async with place.client.post(f"{PAGE}/{CUSTOMER.id}/export", headers=OWN_PAGE) as answer:
            held, name = await answer.read(), answer.headers["Content-Disposition"]
        on_record = await acts(place)
    with ZipFile(io.BytesIO(held)) as archive:
        page = archive.read("customer.html").decode()

    assert name == 'attachment; filename="customer-customer-1.zip"'
    assert "I was charged twice in October." in page
    assert on_record == ["customer-exported"]


async def test_an_erasure_is_not_done_by_mistake(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_a_customer(place)
        status, page = await place.post(f"{PAGE}/{CUSTOMER.id}/erase")
        left = await place.store.unit().get(Customer, CUSTOMER.id)

    assert (status, left) == (409, CUSTOMER)
    assert "Tick the box first" in page


async def test_an_erasure_shows_what_was_done(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_a_customer(place)
        status, page = await place.post(f"{PAGE}/{CUSTOMER.id}/erase", sure="yes")
        ticket = await place.store.unit().get(Ticket, TICKET.id)
        asked = await place.store.unit().find(DataRequest)
        on_record = await acts(place)
        shown, _ = await place.get(f"/desk/tickets/{TICKET.reference}")
    assert ticket is not None

    assert (status, shown) == (200, 200)
    assert "Nothing was found." in page
    assert (ticket.status, ticket.reference, asked) == ("closed", TICKET.reference, [])
    assert on_record == ["customer-erased"]


async def test_a_hold_is_set_refuses_an_erasure_and_is_lifted(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_a_customer(place)
        _, held = await place.post(f"{PAGE}/holds/{TICKET.reference}", reason="Court case 7, PIN 4711")
        status, refused = await place.post(f"{PAGE}/{CUSTOMER.id}/erase", sure="yes")
        await place.post(f"{PAGE}/holds/{TICKET.reference}")
        left = await place.store.unit().find(LegalHold)
        on_record = await acts(place)

    assert "Court case 7, PIN ••••" in held
    assert (status, left) == (409, [])
    assert "on legal hold, so nothing can be erased" in refused
    assert on_record == ["hold-set", "hold-lifted"]


async def test_a_request_is_refused_once(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await with_a_customer(place)
        first = await place.post(f"{PAGE}/requests/{ASKED.id}/refuse")
        second, page = await place.post(f"{PAGE}/requests/{ASKED.id}/refuse")

    assert first == (303, PAGE)
    assert second == 409
    assert "already" in page


async def test_the_page_speaks_chinese(tmp_path: Path) -> None:
    async with open_place(tmp_path, language="zh") as place:
        await with_a_customer(place)
        _, page = await place.get(PAGE)

    assert "客户的请求" in page
    assert "删除个人数据" in page
