"""What the company decides on pages: in effect at once, told where it comes from, taken back, and never half a form."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.outcomes.outcome_book import OutcomeBook
from bot.desk.outcomes.outcome_file import OutcomeLists
from bot.web.staff.admin.outcome_forms import cause_rows, code_fields, gather_causes, gather_outcomes, outcome_rows
from bot.web.staff.studio.studio_frame import StudioForm
from storage.records.access_records import Audit
from tests.bot.web.place import ADA, CUSTOMER, LI, TICKET, Place, open_place

WEEK = {f"day:{day}": "09:00-12:00 13:00-18:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")}
HOURS = {"timezone": "Asia/Shanghai", "holidays": "", "opening_exceptions": "2026-12-24 closed", **WEEK}


async def saved(place: Place, section: str, **fields: str) -> tuple[int, str]:
    await place.sign_in(ADA)
    return await place.post(f"/admin/settings/{section}", **fields)


async def test_hours_set_on_the_page_are_in_effect_and_on_record_with_both_values(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        answer = await saved(place, "hours", **HOURS)
        hours = place.company.now.policy.hours
        _, page = await place.get("/admin/settings/hours?saved=1")
        lines = await place.store.unit().find(Audit, act="setting-changed")

    assert answer == (303, "/admin/settings/hours?saved=1")
    assert (sorted(hours.days), len(hours.exceptions)) == ([0, 1, 2, 3, 4], 1)
    assert "09:00-12:00 13:00-18:00" in page
    assert [(line.about, line.name, line.new[:3]) for line in lines] == [
        ("opening_hours", "Ada", "Mon"),
        ("opening_exceptions", "Ada", "202"),
    ]


@pytest.mark.parametrize(
    ("section", "fields", "sentence"),
    [
        ("hours", {**HOURS, "day:Mon": "nine to five"}, "written like 09:00-12:00"),
        ("hours", {**HOURS, "timezone": "Mars/Base"}, "This is no time zone."),
        ("hours", {"timezone": "UTC"}, "at least one day must be open"),
        ("promises", {"promise_hours": "soon"}, "a number of hours"),
        ("promises", {"promise_hours": "9", "severity:danger": "at once"}, "such as 15 minutes"),
        ("duty", {"supervisor_minutes": "9", "manager_minutes": "3"}, "after the supervisor"),
        ("duty", {"supervisor_minutes": "5", "manager_minutes": "9", "role:0": "manager", "who:0": "Bo"}, "Mon-Fri"),
        ("replies", {"key:0": "", "text:0@en": "Hello"}, "a title and a text in each language"),
        ("limits", {"currency:0": "yuan", "agent:0": "5"}, "three letters"),
        ("limits", {"currency:0": "CNY", "agent:0": "some"}, "an amount such as"),
        ("limits", {"currency:0": "CNY", "agent:0": "50", "supervisor:0": "5"}, "at least as much"),
        ("limits", {"currency:0": "CNY", "agent:0": "5", "currency:1": "cny"}, "stands here already"),
        ("outcomes", {"outcome:0": "", "outcome:0@en": "Settled in court"}, "in each language"),
        ("causes", {"cause:0": "", "cause:0@en": "Rain", "cause:0@zh": "雨"}, "at least one thing"),
        ("languages", {"language": "en"}, "at least one language"),
        ("languages", {"language": "en", "offered:zh": "yes"}, "the one that is spoken first among them"),
        ("chat", {"chat_colour": "#ffff00", "own_colour": "yes"}, "too light to be read"),
        ("retention", {"keep_days": "3", "audit_days": "365"}, "at least 30"),
        ("retention", {"audit_days": "365", "kept:texts": "always"}, "a whole number of days"),
        ("retention", {"audit_days": "365", "kept:files": "7"}, "a whole number of days"),
        ("retention", {"audit_days": "365", "kept:words": "90"}, "whole numbers of days"),
    ],
)
async def test_a_mistake_is_said_on_its_field_and_nothing_changes(
    tmp_path: Path, section: str, fields: dict[str, str], sentence: str
) -> None:
    async with open_place(tmp_path) as place:
        before = place.company.now
        status, page = await saved(place, section, **fields)
        after = place.company.now

    assert (status, sentence in page, "Nothing was changed." in page) == (409, True, True)
    assert after.settings == before.settings
    assert (after.look, after.outcomes) == (before.look, before.outcomes)


async def test_a_form_that_is_sent_as_it_was_shown_sets_nothing(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        status, _ = await saved(place, "retention", keep_days="", audit_days="365")
        _, page = await place.get("/admin/settings/retention")

    assert (status, place.company.origin("audit_days")) == (303, "default")
    assert "as shipped" in page


async def test_a_change_is_undone_and_what_a_page_sets_is_taken_back(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await saved(place, "promises", promise_hours="8")
        await saved(place, "promises", promise_hours="4")
        newest = (await place.company.history(place.store.unit(), ("promise_hours",)))[0]
        await place.post("/admin/settings/promises/undo", change=newest.record.id)
        undone = place.company.now.settings.promise_hours
        await place.post("/admin/settings/promises/withdraw", name="promise_hours")

    assert undone == timedelta(hours=8)
    assert (place.company.now.settings.promise_hours, place.company.origin("promise_hours")) == (
        timedelta(hours=24),
        "default",
    )


async def test_limits_set_on_the_page_count_at_once_and_can_be_none_at_all(tmp_path: Path) -> None:
    rows = {"currency:0": "cny", "agent:0": "50", "supervisor:0": "1250.50", "currency:1": "EUR", "agent:1": "10"}
    async with open_place(tmp_path) as place:
        answer = await saved(place, "limits", **rows)
        limits = place.company.now.policy.limits
        again = await saved(place, "limits", **rows)
        await saved(place, "limits")

    assert (answer[0], str(limits)) == (303, "agent 50 CNY, supervisor 1250.50 CNY, agent 10 EUR")
    assert (again[0], limits.allow("agent", 5001, "CNY")) == (303, False)
    assert (place.company.now.policy.limits.allow("agent", 5001, "CNY"), place.company.origin("remedy_limits")) == (
        True,
        "page",
    )


async def test_an_outcome_is_renamed_retired_and_added_and_never_taken_out(tmp_path: Path) -> None:
    rows = {
        "outcome:0": "upheld",
        "outcome:0@en": "We were wrong",
        "outcome:0@zh": "我方责任",
        "outcome:1": "duplicate",
        "outcome:1@en": "Dealt with on another ticket",
        "outcome:1@zh": "与其他工单重复",
        "outcome:1/retired": "yes",
        "outcome:20": "",
        "outcome:20@en": "Settled in court",
        "outcome:20@zh": "法院调解",
    }
    async with open_place(tmp_path) as place:
        await saved(place, "outcomes", **rows)
        lists, value = place.company.now.outcomes.amended(OutcomeLists()), place.company.text("outcomes") or ""
        _, page = await place.get("/admin/settings/outcomes")
        newest = (await place.company.history(place.store.unit(), ("outcomes",)))[0]
        undone = await place.post("/admin/settings/outcomes/undo", change=newest.record.id)
        taken_back = await place.post("/admin/settings/outcomes/withdraw", name="outcomes")

    assert [(one.key, one.label["en"], one.retired) for one in lists.outcomes] == [
        ("upheld", "We were wrong", False),
        ("duplicate", "Dealt with on another ticket", True),
        ("own-settled-in-court", "Settled in court", False),
    ]
    assert '"fixed"' not in value
    assert all(words in page for words in ("We were wrong", "own-settled-in-court", "Fixed, nobody"))
    assert [(status, "Retire it instead" in page) for status, page in (undone, taken_back)] == [(409, True)] * 2
    assert place.company.now.outcomes.own == {"own-settled-in-court"}


async def test_a_cause_is_added_to_one_trade_and_those_of_others_stay_as_they_are(tmp_path: Path) -> None:
    rows = {
        "cause:0": "network",
        "cause:0@en": "Network",
        "cause:0@zh": "网络质量",
        "code:0-9": "",
        "code:0-9@en": "Rain damage",
        "code:0-9@zh": "雨水损坏",
        "code:0-9/words": "rain, 下雨",
    }
    async with open_place(tmp_path) as place:
        answer = await saved(place, "causes", trade="telecom", **rows)
        book = OutcomeBook()
        book.amend(place.company.now.outcomes)
        _, page = await place.get("/admin/settings/causes?trade=telecom")
        _, other = await place.get("/admin/settings/causes?trade=bank")

    assert answer == (303, "/admin/settings/causes?saved=1&trade=telecom")
    assert book.proposed("telecom", "The rain has come in", []) == ["network/own-rain-damage"]
    assert book.lists.cause_name("network/own-rain-damage", "telecom", "zh") == "网络质量 · 雨水损坏"
    assert book.lists.causes_of("bank") == book.base.causes_of("bank")
    assert ['value="Rain damage"' in one for one in (page, other)] == [True, False]
    assert "telecom · network · of · own-rain-damage · label · en: Rain damage" in page


@pytest.mark.parametrize("trade", ["bank", "hospital", "hotel", "telecom"])
def test_lists_sent_back_as_they_are_shown_say_nothing(trade: str) -> None:
    book, rows = OutcomeBook(), cause_rows(OutcomeBook(), trade)
    fields = code_fields((name, cause) for name, cause, _ in rows) | code_fields(one for *_, of in rows for one in of)
    causes = gather_causes(StudioForm({"trade": trade, **fields}, {}), book, OutcomeLists())
    outcomes = gather_outcomes(StudioForm(code_fields(outcome_rows(book)), {}), book, OutcomeLists())

    assert causes == outcomes == (None, {})


async def test_a_language_that_is_not_offered_is_not_that_of_the_chat_page(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        _, before = await place.get("/?lang=zh")
        answer = await saved(place, "languages", **{"language": "en", "offered:en": "yes"})
        _, after = await place.get("/?lang=zh")

    assert (answer[0], place.company.text("languages")) == (303, "en")
    assert ['<html lang="en"' in page for page in (before, after)] == [False, True]


async def test_what_would_go_is_shown_before_it_is_saved_and_goes_only_then(tmp_path: Path) -> None:
    days = {"audit_days": "365", "kept:texts": "90", "kept:remedy:refund:texts": "always"}
    async with open_place(tmp_path) as place:
        since = place.clock.now - timedelta(days=100)
        over = replace(TICKET, status="closed", opened=since, resolved=since, slots={}, due=since)
        other = replace(over, id="ticket-2", reference="T-2026-000043", conversation="", slots={"remedy": "refund"})
        await place.keep(replace(CUSTOMER, since=since), over, other)
        status, page = await saved(place, "retention", **days)
        mark = page.partition('name="looked" value="')[2].partition('"')[0]
        before = place.company.text("retention")
        _, another = await saved(place, "retention", **{**days, "kept:texts": "60", "looked": mark})
        answer = await saved(place, "retention", **days, looked=mark)
        _, shown = await place.get("/admin/settings/retention?look=1")

    assert (status, "Tickets whose texts go: 1" in page, before) == (200, True, None)
    assert ("What would go tonight" in another, f'value="{mark}"' in another) == (True, False)
    assert answer == (303, "/admin/settings/retention?saved=1")
    assert place.company.now.retention.days == {"texts": 90}
    assert "Tickets whose texts go: 1" in shown


async def test_the_chat_page_shows_name_words_and_colour_of_the_company_as_text(tmp_path: Path) -> None:
    look = {
        "company_name": "Acme <b>",
        "chat_title@en": "Ask Acme",
        "chat_welcome@en": "Hi & hello",
        "own_colour": "yes",
    }
    async with open_place(tmp_path) as place:
        await saved(place, "chat", chat_colour="#803060", **look)
        _, page = await place.get("/?lang=en")
        _, colours = await place.get("/chat-colour.css")

    assert all(words in page for words in ("Acme &lt;b&gt;", "Ask Acme", "Hi &amp; hello", "/chat-colour.css"))
    assert colours.startswith(":root{--accent:#803060;--on-accent:#ffffff}")


async def test_only_admins_see_the_settings(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)

        assert [(await place.get(path))[0] for path in ("/admin/settings", "/admin/settings/hours")] == [403, 403]


def seen_on(page: str) -> dict[str, str]:
    """Return what a page's form says of the settings that it shows."""
    return dict(re.findall(r'name="(seen:\w+)" value="(\w+)"', page))


async def test_a_setting_that_a_colleague_changed_meanwhile_is_not_overwritten_unseen(tmp_path: Path) -> None:
    here = "/admin/settings/duty"
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        seen = seen_on((await place.get(here))[1])
        await place.sign_in(replace(ADA, id="agent-bo", name="Bo"))
        await place.post(here, supervisor_minutes="6", manager_minutes="10", **seen)
        await place.sign_in(ADA)
        status, page = await place.post(here, supervisor_minutes="9", manager_minutes="10", **seen)
        kept = place.company.now.policy.supervisor_after
        again, _ = await place.post(here, supervisor_minutes="9", manager_minutes="10", **seen_on(page))

    assert (status, kept, again) == (409, timedelta(minutes=6), 303)
    assert re.search(r'set by Bo: <span class="prose">6</span>.*Yours: <span class="prose">9</span>', page, re.DOTALL)
    assert 'name="supervisor_minutes" type="number" value="9"' in page
    assert place.company.now.policy.supervisor_after == timedelta(minutes=9)


async def test_what_a_colleague_changed_stays_where_the_form_has_it_as_it_was_seen(tmp_path: Path) -> None:
    here = "/admin/settings/duty"
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        seen = seen_on((await place.get(here))[1])
        await place.post(here, supervisor_minutes="6", manager_minutes="10", **seen)
        status, _ = await place.post(here, supervisor_minutes="5", manager_minutes="400", **seen)
        policy = place.company.now.policy

    assert status == 303
    assert (policy.supervisor_after, policy.manager_after) == (timedelta(minutes=6), timedelta(minutes=400))


async def test_a_refusal_keeps_what_was_seen(tmp_path: Path) -> None:
    here = "/admin/settings/duty"
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        seen = seen_on((await place.get(here))[1])
        await place.post(here, supervisor_minutes="6", manager_minutes="10", **seen)
        _, refused = await place.post(here, supervisor_minutes="5", manager_minutes="soon", **seen)

    assert seen_on(refused) == seen


async def test_a_canned_reply_with_a_taboo_word_is_saved_only_by_who_has_read_the_warning(tmp_path: Path) -> None:
    reply = {
        "key:9": "",
        "title:9@en": "Calm",
        "title:9@zh": "安抚",
        "text:9@en": "Calm down please",
        "text:9@zh": "好",
    }
    async with open_place(tmp_path) as place:
        status, page = await saved(place, "replies", **reply)
        before = place.company.text("replies")
        found = re.search(r'name="sure" value="(\w+)"', page)
        again, _ = await place.post("/admin/settings/replies", **reply, sure=found[1] if found else "")

    assert (status, before, again) == (409, None, 303)
    assert "is a word that customers take badly" in page


async def test_what_was_unticked_stays_so_when_the_form_is_refused(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await saved(place, "chat", chat_colour="#803060", own_colour="yes")
        status, page = await place.post("/admin/settings/chat", chat_colour="#803060", company_name="A" * 81)

    assert status == 409
    assert 'name="own_colour" value="yes">' in page
