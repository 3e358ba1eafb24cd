from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest

from bot.desk.register.import_lines import NotImportable, missing, open_file, proposed
from bot.desk.register.imported_ticket import LineProblem, imported_ticket
from bot.desk.register.ticket_import import ImportTally, TicketImport
from storage.ports import Conflict, Store
from storage.records.complaint_records import Alert, Customer, Message, Occurrence, Ticket, Timer
from storage.records.traffic_records import OutboxRow
from tests.bot.desk.desk_harness import BILL, NOON, WANG, DeskHarness, open_desk

ZONE = ZoneInfo("Asia/Shanghai")
CHINESE = "工单号,受理时间,客户姓名,联系电话,投诉内容,状态,处理结果,办结时间,投诉类型\n"


async def take(desk: DeskHarness, path: Path) -> ImportTally:
    told = list[int]()

    async def tell(tally: ImportTally) -> None:
        told.append(tally.done)

    file = open_file(path)
    taken = await TicketImport(desk.store, desk.context.environment, desk.context.scripts, lambda: ZONE).take(
        file, proposed(file.columns), tell
    )
    assert told == sorted(told)
    return taken


async def kept(store: Store, kind: type[Ticket]) -> Sequence[Ticket]:
    return await store.unit().find(kind)


async def test_a_file_is_taken_in_once_with_its_times_and_both_sides(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text(
        CHINESE + "A-1,2025-03-04 10:30,王芳,13800138000,宽带断了三天,已办结,光缆已修复,2025-03-05 09:00,网络\n"
        "A-2,2025-03-06 11:00,王芳,13800138000,账单多扣了钱,处理中,,,\n"
        "A-3,2025-13-06,李伟,,没有信号,,,,\n",
        "gb18030",
    )
    async with open_desk(tmp_path / "desk") as desk:
        first, again = await take(desk, path), await take(desk, path)
        tickets = await kept(desk.store, Ticket)
        unit = desk.store.unit()
        said = await unit.find(Message, ticket=tickets[0].id)
        customers = await unit.find(Customer)
        silent = [await unit.find(kind) for kind in (OutboxRow, Timer, Alert)]

    assert (first.added, first.refused, first.problems) == (2, 1, {"3": "no-time"})
    assert (again.added, again.known) == (0, 2)
    assert [one.reference for one in tickets] == ["A-1", "A-2"]
    assert tickets[0].opened == datetime(2025, 3, 4, 2, 30, tzinfo=UTC)
    assert (tickets[0].status, tickets[1].status) == ("closed", "investigating")
    assert [(one.author, one.text) for one in said] == [("customer", "宽带断了三天"), ("agent", "光缆已修复")]
    assert [(one.name, one.phones) for one in customers] == [("王芳", ("13800138000",))]
    assert silent == [[], [], []]


async def test_lines_of_json_bring_conversations_and_repeats(tmp_path: Path) -> None:
    line = {
        "id": "T-2024-000001",
        "received": "2024-05-01T08:00:00+00:00",
        "description": "No signal, my password is hunter2",
        "conversation": [
            {"at": "2024-05-01T08:00:00+00:00", "author": "client", "text": "No signal"},
            {"at": "2024-05-01T09:00:00+00:00", "author": "staff", "text": "We look at it", "name": "Li"},
        ],
        "repeats": [{"at": "2024-05-03T08:00:00+00:00", "text": "Still none"}],
    }
    path = tmp_path / "old.jsonl"
    path.write_bytes(orjson.dumps(line) + b"\nnonsense\n")
    async with open_desk(tmp_path / "desk") as desk:
        tally = await take(desk, path)
        (ticket,) = await kept(desk.store, Ticket)
        tellings = await desk.store.unit().find(Occurrence, ticket=ticket.id)
        said = await desk.store.unit().find(Message, ticket=ticket.id)

    assert tally.problems == {"2": "unreadable"}
    assert ticket.reference == "X-T-2024-000001"
    assert "hunter2" not in ticket.description
    assert [one.text for one in tellings][1:] == ["Still none"]
    assert [(one.author, one.name) for one in said] == [("customer", ""), ("agent", "Li")]


async def test_a_repeat_is_recognised_from_the_first_day(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text(f"ref,received,text,chat,status\nB-1,2026-10-30,{BILL},{WANG},open\n")
    async with open_desk(tmp_path / "desk") as desk:
        await take(desk, path)
        said = await desk.says(BILL)

    assert "B-1" in " ".join(said)


def test_a_file_that_cannot_be_taken_in_says_why(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for content, reason in ((b"", "empty"), (b"a,b\n", "no-lines"), (b"\xff\xfe\x00\x01", "unreadable")):
        path.write_bytes(content)
        with pytest.raises(NotImportable, match=reason):
            open_file(path)
    path.write_text("ref;subject\n1;No signal\n")

    assert missing(proposed(open_file(path).columns)) == ["received"]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31 23:59:59"])
def test_a_day_at_either_end_of_the_calendar_is_no_time_that_has_passed(day: str, zone: str) -> None:
    with pytest.raises(LineProblem, match="time-impossible"):
        imported_ticket({"received": day, "text": BILL}, ZoneInfo(zone), NOON, None)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1,250.50", 125050), ("¥50", 5000), ("50 CNY", 5000), (19.99, 1999), ("", 0), ("none", 0)],
)
def test_an_amount_is_read_as_on_the_form(written: object, amount: int) -> None:
    line = {"received": "2026-10-30", "text": BILL, "amount": written}
    assert imported_ticket(line, ZONE, NOON, None).amount == amount


@pytest.mark.parametrize("written", ["1.250,00", "10 to 20", "-5", "0.005"])
def test_an_amount_that_may_mean_something_else_is_not_guessed(written: str) -> None:
    with pytest.raises(LineProblem, match="bad-amount"):
        imported_ticket({"received": "2026-10-30", "text": BILL, "amount": written}, ZONE, NOON, None)


async def test_what_others_go_on_changing_is_given_up_after_some_tries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.csv"
    path.write_text(f"ref,received,text\nB-1,2026-10-30,{BILL}\n")

    async def conflict(_: object) -> None:
        raise Conflict("somebody else was first")

    async with open_desk(tmp_path / "desk") as desk:
        unit = type(desk.store.unit())
        with monkeypatch.context() as patch:
            patch.setattr(unit, "commit", conflict)
            with pytest.raises(Conflict):
                await take(desk, path)
        tally = await take(desk, path)

    assert tally.added == 1
