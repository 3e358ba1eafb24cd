"""Every page of the staff, as axe and the browser find it: on a phone and a wide screen, in light and dark."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from dialogs.model.state import State, state_to_json
from storage.embedded.embedded_store import open_store
from storage.records.complaint_records import Conversation, Customer, Message
from storage.records.finding_records import Suspicion
from storage.records.traffic_records import OutboxRow
from tests.bot.desk.reports.made_year import keep_year, made_year
from tests.journeys.browsers import CHROMIUM, desk, signs_in
from tests.journeys.program import Program, reference_in, running
from tests.journeys.webclient import at_the_desk, visiting

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (375, 1400)
PAGES = (
    "/desk",
    "/desk?view=waiting",
    "/desk?view=at-risk",
    "/desk?view=closed",
    "/desk?q=signal",
    "/desk/tickets/{waiting}",
    "/desk/tickets/{mine}",
    "/desk/tickets/{mine}?box=note",
    "/desk/tickets/{mine}?box=resolve",
    "/desk/tickets/{mine}?pane=facts",
    "/desk/tickets/{mine}?contact=shown",
    "/desk/tickets/{to_grant}",
    "/desk/tickets/{solved}",
    "/desk/tickets/T-2000-000001",
    "/desk/me",
    "/desk/shift",
    "/desk/call",
    "/desk/cross-out/{mine}",
    "/desk/undelivered",
    "/desk/sessions",
    "/desk/suspicions/many-tell-it",
    "/desk/actions",
    "/desk/register",
    "/desk/register/{solved}",
    "/desk/reports",
    "/desk/reports/meeting",
    "/desk/reports/returns",
    "/admin",
    "/admin/first-steps",
    "/admin/audit",
    "/admin/customers",
    "/admin/hotspots",
    "/admin/import",
    "/admin/signals",
    "/admin/teams",
    "/admin/settings",
    "/admin/settings/hours",
    "/admin/settings/promises",
    "/admin/settings/duty",
    "/admin/settings/replies",
    "/admin/settings/chat",
    "/admin/settings/languages",
    "/admin/settings/retention",
    "/admin/scripts",
    "/admin/scripts/telecom",
    "/admin/scripts/telecom/flow",
    "/admin/scripts/telecom/cases",
    "/admin/scripts/telecom/try",
    "/admin/scripts/telecom/text",
    "/admin/scripts/telecom/history",
    "/admin/scripts/telecom/publish",
    "/admin/scripts/telecom/replay",
    "/admin/known-issues",
    "/admin/known-issues/telecom",
    "/admin/known-issues/telecom/new",
)
# Of the editor the numbers of the lines are left out: they are a library's, and grey.
_FINDINGS = """async (only) => {
  const options = only ? { runOnly: [only] } : {};
  const found = await axe.run({ exclude: [".ace_gutter"] }, { ...options, resultTypes: ["violations"] });
  return found.violations.map((one) => one.id + ": " + one.nodes.map((node) => node.target.join(" ")).join(", "));
}"""
_TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.skipif(not AXE.exists(), reason="axe is not installed: npm ci in tests/journeys/axe"),
]


async def keep_past(folder: Path) -> None:
    """Keep what the pages show besides: a year of reports, a suspicion, and a message that did not get through."""
    store, at = await open_store(folder / "data"), datetime.now(UTC)
    await keep_year(store, made_year(40))
    unit = store.unit()
    unit.add(
        Suspicion(
            id="many-tell-it", kind="burst", script="telecom", words=("tower", "signal"), area="Garden Street",
            samples=("No signal in Garden Street",), tickets=(), people=7, usual=0.5, at=at,
        )
    )  # fmt: skip
    unit.add(Customer(id="away", identities=("telegram:7",), name="Mo", since=at, unreachable=("telegram:7",)))
    unit.add(
        Conversation(
            id="lost",
            address="telegram:7",
            customer="away",
            script="telecom",
            version="",
            state=state_to_json(State()),
            status="with-bot",
            started=at,
        )
    )
    unit.add(Message(id="lost", address="telegram:7", conversation="lost", at=at, author="bot", text="Hello"))
    unit.add(OutboxRow(id="lost", address="telegram:7", conversation="lost", message="lost", epoch=0, problem="gone"))
    await unit.commit()
    await store.close()


async def fill(program: Program) -> dict[str, str]:
    """Have customers tell something and the staff do something about it; returns the references by what they show."""
    found = {}
    async with at_the_desk(program) as boss:
        for kind in ("waiting", "mine", "to_grant", "solved"):
            async with visiting(program) as customer:
                await customer.says("I was charged 58 yuan for roaming and I will go to court")
                await customer.says("/human")
                found[kind] = reference_in(str((await customer.hears("T-2"))["text"]))
        for kind in ("mine", "to_grant", "solved"):
            await boss.does("claim", found[kind])
            await boss.does("reply", found[kind], text="We look into it.")
            await boss.does("note", found[kind], text="Ask accounting.")
        await boss.does("resolve", found["solved"], text="Paid back.")
        await boss.hires("Li Wei")
        await boss.hires("Wu Min", "supervisor")
        await boss.does("resolve", found["to_grant"], text="Paid back as well.")
        await boss.does("watch", found["waiting"])
    return found


async def findings(page: Page) -> list[str]:
    """Return what is wrong with a page at any width, in light and dark."""
    found = []
    await page.evaluate(AXE.read_text("utf-8"))
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme="light")
        found += [f"{width} {one}" for one in await page.evaluate(_FINDINGS, "")]
        await page.emulate_media(color_scheme="dark")
        found += [f"{width} dark {one}" for one in await page.evaluate(_FINDINGS, "color-contrast")]
        found += [f"{width} too wide"] if await page.evaluate(_TOO_WIDE) else []
    return found


async def test_axe_finds_nothing_and_no_page_breaks_its_policy(browser: Browser, tmp_path: Path) -> None:
    await keep_past(tmp_path)
    async with running(tmp_path) as program, desk(browser) as boss:
        references = await fill(program)
        await signs_in(boss, program)
        found, missing = list[str](), list[str]()
        for path in PAGES:
            answer = await boss.page.goto(program.base_url + path.format(**references))
            if answer is None or answer.status != 200:
                missing.append(path)
            found += [f"{path} {one}" for one in await findings(boss.page)]

    assert found == []
    assert missing == ["/desk/tickets/T-2000-000001"]
    assert [one for one in boss.complaints if "404" not in one] == []
