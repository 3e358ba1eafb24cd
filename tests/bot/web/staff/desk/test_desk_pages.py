import re
from dataclasses import replace
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse

from bot.desk.core.errors import Refusal
from bot.desk.tickets.similar_tickets import words as telling_words
from storage.ports import Unavailable
from storage.records.complaint_records import Alert, Conversation, Promise
from storage.records.traffic_records import Edit
from tests.bot.web.place import (
    ADA,
    CUSTOMER,
    HANDOFF,
    LI,
    NOON,
    NOTE,
    OWN_PAGE,
    TELLING,
    TICKET,
    Place,
    message,
    open_place,
    owned,
)

HERE = "/desk/tickets/T-2026-000042"


async def follow(place: Place, query: str = "") -> ClientWebSocketResponse:
    return await place.client.ws_connect(f"/desk/live{query}", headers=OWN_PAGE)


async def test_the_desk_shows_who_waits_and_why(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, HANDOFF)
        _, page = await place.get("/desk")

    assert "<title>(1) Desk" in page
    for words in ("T-2026-000042", "Asked for a person", "Wang Fang", "I was charged twice", "waiting 7 min"):
        assert words in page
    assert "due Thu 5 Nov, 18:00" in page


async def test_a_ticket_in_the_queue_is_not_listed_a_second_time(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(TICKET, HANDOFF)
        _, page = await place.get("/desk")

    assert page.count('href="/desk/tickets/T-2026-000042"') == 1


async def test_the_desk_speaks_chinese_to_who_reads_chinese(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(TICKET, HANDOFF)
        _, page = await place.get("/desk", **{"Accept-Language": "zh-CN,en;q=0.5"})

    for words in ('lang="zh-Hans"', "工作台", "等待人工", "客户要求人工", "已等待 7 分钟"):
        assert words in page


async def test_the_desk_speaks_the_language_of_the_house_to_who_prefers_none_of_ours(tmp_path: Path) -> None:
    async with open_place(tmp_path, language="zh") as place:
        await place.sign_in(LI)
        _, page = await place.get("/desk", **{"Accept-Language": "de,fr;q=0.5"})

    assert 'lang="zh-Hans"' in page


async def test_the_other_languages_are_offered_by_their_own_names(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        _, page = await place.get("/sign-in?token=t&lang=zh")

    assert re.findall('<a class="tongue" (.*)</a>', page) == ['href="?lang=en&amp;token=t" lang="en">English']


async def test_a_chosen_language_stays(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.get("/desk?lang=zh")
        _, page = await place.get("/desk")

    assert 'lang="zh-Hans"' in page


async def test_a_ticket_page_holds_all_that_is_known(tmp_path: Path) -> None:
    earlier = replace(TICKET, id="ticket-0", reference="T-2026-000007", status="closed")
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, earlier, TICKET, HANDOFF, TELLING, NOTE, message("001", "nobody <b>answers</b>"))
        _, page = await place.get(HERE)

    for words in ("Phone number", "••••00", "Refund me", "nobody &lt;b&gt;answers&lt;/b&gt;", "nobody yet"):
        assert words in page
    for words in ("Billing confirms the double charge.", "T-2026-000007", "Asked for a person"):
        assert words in page


async def test_a_long_telling_is_folded_and_all_there(tmp_path: Path) -> None:
    telling = "The line is dead. " * 1_000 + "Call <me>."
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, HANDOFF, message("001", telling))
        _, page = await place.get(HERE)
        _, whole = await place.get(f"{HERE}/words/001")
        _, unknown = await place.get(f"{HERE}/words/002")

    assert f'href="{HERE}/words/001"' in page
    assert escape(telling) not in page
    assert escape(telling) in whole
    assert "Call" not in unknown


async def test_a_long_transcript_is_shown_in_parts(tmp_path: Path) -> None:
    said = [message(f"{number:03}", f"It broke {number:03}." + "&" * 20_000 * (number % 2)) for number in range(150)]
    of_one: dict[str, Any] = {"message": "148", "conversation": "conversation-1", "at": NOON}
    edits = [Edit(id=f"edit-{n:03}", text=f"Version {n}." + "字" * 9000, **of_one) for n in range(100)]
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, owned(TICKET, LI), *said, *edits)
        pages, address = list[str](), HERE
        while address:
            pages.append((await place.get(address))[1])
            earlier = re.search(r'href="([^"]*[?]before=[^"]*)"', pages[-1])
            address = earlier[1] if earlier else ""
        _, whole = await place.get(f"{HERE}/words/148")
        async with await follow(place, "?ticket=T-2026-000042") as live:
            pushed = await live.receive_str(timeout=5)
        async with await follow(place, "?ticket=T-2026-000042&before=100") as live:
            earlier_pushed = await live.receive_str(timeout=5)
    shown = [re.findall(r"It broke (\d+)", page) for page in pages]

    assert [f"{number:03}" for number in range(150)] == [one for page in reversed(shown) for one in page]
    assert max(len(text.encode()) for text in (*pages, pushed, earlier_pushed)) < 300_000
    assert ["149" in pushed, "It broke 099" in earlier_pushed, "It broke 149" in earlier_pushed] == [True, True, False]
    assert [f"Version {n}." in whole for n in range(100)] == [True] * 100
    assert f'href="{HERE}"' in pages[-1]


async def keep_two_alike(place: Place) -> None:
    words = telling_words(TICKET.description)
    other = replace(TICKET, id="ticket-9", reference="T-2026-000099", customer="somebody", description="charged twice")
    tellings = [
        replace(TELLING, id="o1", text=TICKET.description, words=words),
        replace(TELLING, id="o2", ticket="ticket-9", text=TICKET.description, words=words),
    ]
    await place.keep(TICKET, other, *tellings)


@pytest.mark.parametrize("action", ["same", "different"])
async def test_whoever_compares_two_tickets_is_told_that_it_was_noted(action: str, tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await keep_two_alike(place)
        _, before = await place.get(HERE)
        _, there = await place.post(f"{HERE}/{action}", text="T-2026-000099")
        _, page = await place.get(there)

    assert place.handoffs.done == [(action, "T-2026-000042", LI.id, "T-2026-000099")]
    assert "Noted, thank you." not in before
    assert "Noted, thank you." in page
    assert f"{HERE}/{action}" not in page


async def test_a_ticket_page_names_other_customers_who_told_the_same(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await keep_two_alike(place)
        _, page = await place.get(HERE)

    assert "Other customers told something like this" in page
    assert "T-2026-000099" in page


async def test_a_ticket_that_is_not_mine_can_be_claimed_but_not_answered(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(TICKET, HANDOFF)
        _, page = await place.get(HERE)

    assert f'action="{HERE}/claim"' in page
    assert f'action="{HERE}/note"' in page
    for action in ("reply", "resolve", "hand-back"):
        assert f'action="{HERE}/{action}"' not in page


async def test_who_opens_the_ticket_of_a_colleague_is_told_who_answers(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(LI, CUSTOMER, owned(TICKET, LI))
        _, page = await place.get(HERE)

    assert "Li Wei has this ticket and answers the customer." in page
    assert "Claim this ticket" not in page


async def test_an_open_ticket_learns_who_has_claimed_it_elsewhere(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET)
        async with await follow(place, "?ticket=T-2026-000042") as live:
            before = await live.receive_str(timeout=5)
            unit = place.store.unit()
            unit.put(owned(TICKET, LI))
            await unit.commit()
            place.store.changes.tell("web:1")
            after = await live.receive_str(timeout=5)

    assert "Claim this ticket to answer" in before
    assert f'action="{HERE}/reply"' in after


async def test_my_ticket_can_be_answered_resolved_and_handed_back(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(owned(TICKET, LI), replace(HANDOFF, status="claimed", claimed_by=LI.id))
        _, page = await place.get(HERE)

    for action in ("reply", "note", "resolve", "hand-back"):
        assert f'action="{HERE}/{action}"' in page
    assert f'action="{HERE}/claim"' not in page


async def test_a_resolved_ticket_is_not_resolved_again(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(replace(owned(TICKET, LI), status="resolved"))
        _, page = await place.get(HERE)

    assert f'action="{HERE}/resolve"' not in page


@pytest.mark.parametrize("action", ["claim", "hand-back"])
async def test_a_button_does_what_it_says_and_comes_back(tmp_path: Path, action: str) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        answer = await place.post(f"{HERE}/{action}")

    assert answer == (303, HERE)
    assert [(action, "T-2026-000042", LI.id)] == place.handoffs.done


@pytest.mark.parametrize("action", ["reply", "note", "resolve"])
async def test_a_text_goes_where_its_box_says(tmp_path: Path, action: str) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(TICKET)
        answer = await place.post(f"{HERE}/{action}", text=" We refunded it.\n")

    assert answer == (303, HERE + ("?box=note" if action == "note" else ""))
    assert [(action, "T-2026-000042", LI.id, "We refunded it.")] == place.handoffs.done


async def test_what_is_refused_is_told_and_the_text_is_kept(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(owned(TICKET, LI))
        place.handoffs.refusal = Refusal.CLAIMED_BY_COLLEAGUE
        status, page = await place.post(f"{HERE}/reply", text="My long answer")

    assert status == 409
    assert "A colleague has claimed this conversation." in page
    assert ">My long answer</textarea>" in page


async def test_a_promise_is_renewed_by_a_time_and_a_reason(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        answer = await place.post(f"{HERE}/renew", due="2026-11-06T15:00", text="The part is late.")

    assert answer == (303, HERE)
    assert [("renew", "T-2026-000042", LI.id, "2026-11-06T15:00", "The part is late.")] == place.handoffs.done


async def test_a_time_that_is_refused_is_kept_with_the_reason(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(owned(TICKET, LI))
        place.handoffs.refusal = Refusal.BAD_TIME
        status, page = await place.post(f"{HERE}/renew", due="2020-11-06T15:00", text="The part is late.")

    assert status == 409
    assert "Please give another time to come" in page
    assert 'value="2020-11-06T15:00"' in page
    assert ">The part is late.</textarea>" in page


async def test_a_ticket_shows_what_became_of_its_promises_and_who_was_told(tmp_path: Path) -> None:
    first = Promise(id="q1", ticket=TICKET.id, made=NOON, due=NOON, status="missed", ended=NOON)
    second = replace(first, id="q2", status="pending", ended=None, reason="The part is late.", by="Ada")
    step = replace(first, id="q3", status="pending", ended=None, clock="uk-8-weeks/final-response")
    told = Alert(id="b1", ticket=TICKET.id, kind="late", level="manager", about="q1", to=(ADA.id,), at=NOON)
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(owned(TICKET, LI), first, second, step, told)
        _, page = await place.get(HERE)
        _, board = await place.get("/desk")

    for words in ("missed", "The part is late.", "uk-8-weeks/final-response", "Ada, told on", "a promise was missed"):
        assert words in page
    assert "For your attention" in board


async def test_the_head_of_a_ticket_tells_what_still_holds_of_its_alerts_and_clocks(tmp_path: Path) -> None:
    first = Promise(id="q1", ticket=TICKET.id, made=NOON, due=NOON, status="missed", ended=NOON)
    second = replace(first, id="q2", due=NOON + timedelta(days=1), status="pending", ended=None)
    step = replace(second, id="q3", clock="uk-8-weeks/final-response")
    late = Alert(id="b1", ticket=TICKET.id, kind="late", level="manager", about="q1", to=(ADA.id,), at=NOON)
    again = replace(late, id="b2", kind="told-again", about="o1")
    waits = replace(late, id="b3", kind="unclaimed", about="h1", to=(LI.id,))
    talking = replace(HANDOFF, status="claimed", claimed_by=LI.id, level="supervisor")
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        await place.keep(LI, owned(TICKET, LI), talking, first, second, step, late, again, waits)
        _, page = await place.get(HERE)

    head = page[page.index('id="status"') : page.index('id="transcript"')]
    assert "uk-8-weeks/final-response: 24 h 0 min left" in head or "uk-8-weeks/final-response: 1 d 0 h left" in head
    assert "Escalated: Supervisor" in head
    assert "the customer had to tell it again" in head
    assert "a promise was missed" not in head  # it was renewed since
    assert "nobody has claimed it" not in head


async def test_a_full_disk_is_told_and_the_text_is_kept(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(owned(TICKET, LI))
        place.handoffs.failure = Unavailable("full")
        status, page = await place.post(f"{HERE}/note", text="My note")

    assert status == 409
    assert "cannot be saved right now" in page
    assert ">My note</textarea>" in page


async def test_there_is_no_page_for_an_unknown_ticket_or_deed(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        answers = [(await place.get("/desk/tickets/T-1"))[0], (await place.post(f"{HERE}/delete", text="x"))[0]]

    assert answers == [404, 404]


async def test_an_open_desk_learns_of_a_new_handoff(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        async with await follow(place) as live:
            before = await live.receive_str(timeout=5)
            await place.keep(TICKET, HANDOFF)
            place.store.changes.tell("web:1")
            after = await live.receive_str(timeout=5)

    assert 'data-waiting="0"' in before
    assert 'data-waiting="1"' in after
    assert "Asked for a person" in after


async def test_an_open_ticket_learns_what_the_customer_says_and_nothing_that_looks_as_before(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(owned(TICKET, LI))
        async with await follow(place, "?ticket=T-2026-000042") as live:
            before = await live.receive_str(timeout=5)
            await place.keep(message("001", "Are you there?"))
            place.store.changes.tell("web:1")
            after = await live.receive_str(timeout=5)

    assert "Are you there?" in after
    assert 'id="transcript"' in after
    assert "<textarea" in before
    assert ['id="status"' in after, "<textarea" in after] == [False, False]


async def test_who_signs_out_elsewhere_is_told_nothing_more(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        async with await follow(place) as live:
            await live.receive_str(timeout=5)
            await place.post("/sign-out")
            await place.keep(TICKET, HANDOFF)
            place.store.changes.tell("web:1")
            closed = await live.receive(timeout=5)

    assert closed.data == 1013


async def test_a_restart_asks_the_open_pages_to_come_back(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(ADA)
        live = await follow(place)
        await live.receive_str(timeout=5)
        await place.client.server.close()
        closed = await live.receive(timeout=5)

    assert closed.data == 1012


async def test_a_point_on_the_map_has_a_link_to_it_that_tells_the_map_nothing_more(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, replace(TICKET, slots={"place": "Cafe (-33.86880, 151.20930)", "remedy": "refund"}))
        _, page = await place.get(HERE)

    address = "https://www.openstreetmap.org/?mlat=-33.86880&amp;mlon=151.20930#map=17/-33.86880/151.20930"
    assert f'<a href="{address}" rel="noreferrer">Show on a map</a>' in page
    assert page.count("openstreetmap") == 1


async def test_a_ticket_tells_by_which_link_the_customer_came(tmp_path: Path) -> None:
    talk = Conversation(
        id=TICKET.conversation,
        address="web:1",
        customer=CUSTOMER.id,
        script="telecom",
        version="v",
        state={},
        status="closed",
        started=TICKET.opened,
        campaign="invoice-2026-11",
    )
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, talk)
        _, page = await place.get(HERE)

    assert "Came by the link" in page
    assert "invoice-2026-11" in page


@pytest.mark.parametrize("action", ["reply", "note"])
async def test_who_writes_a_secret_is_told_that_it_was_crossed_out(tmp_path: Path, action: str) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, owned(TICKET, LI))
        status, address = await place.post(f"{HERE}/{action}", text="The PIN is 4711")
        _, page = await place.get(address)

    assert status == 303
    assert 'role="alert" data-stay>A password, code or card number in what you wrote was crossed out' in page


async def test_a_ticket_tells_by_its_key_of_a_known_issue_that_is_over(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, replace(TICKET, known_issue="mast-7"))
        _, page = await place.get(HERE)

    assert "Known issues that the bot offered" in page
    assert "mast-7" in page


async def test_the_list_beside_a_ticket_stays_the_one_that_was_chosen(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, HANDOFF)
        _, desk = await place.get("/desk?view=waiting&reason=wants-person")
        _, page = await place.get(f"{HERE}?view=waiting&reason=wants-person")
        answer = await place.post(f"{HERE}/claim?view=waiting&reason=wants-person")

    kept = "?view=waiting&amp;reason=wants-person"
    assert f'href="{HERE}{kept}"' in desk
    assert f'action="{HERE}/claim{kept}"' in page
    assert f'data-live="/desk/live{kept}&amp;ticket=T-2026-000042"' in page
    assert answer == (303, f"{HERE}?view=waiting&reason=wants-person")


async def test_an_address_that_asks_for_nonsense_shows_the_list(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, HANDOFF)
        statuses = [
            (await place.get(f"/desk?{query}"))[0]
            for query in ("view=nonsense", "reason=%00", "q=" + "x" * 500, "pane=up", "said=<script>")
        ]

    assert statuses == [200] * 5


async def test_the_address_of_a_form_that_is_loaded_again_leads_to_the_ticket(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        async with place.client.get(f"{HERE}/reply?view=mine", allow_redirects=False) as answer:
            there = answer.headers["Location"]

    assert (answer.status, there) == (303, f"{HERE}?view=mine")


async def test_what_is_searched_is_shown_in_the_list(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, replace(TICKET, status="closed"))
        _, found = await place.get("/desk?q=T-2026-000042")
        _, nothing = await place.get("/desk?q=zebra")

    assert f'href="{HERE}?q=T-2026-000042"' in found
    assert "Nothing found." in nothing


async def test_the_next_ticket_is_claimed_and_shown(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        none = await place.post("/desk/next?view=mine")
        await place.keep(CUSTOMER, TICKET, HANDOFF)
        taken = await place.post("/desk/next")
        _, said = await place.get(none[1])

    assert (none, taken) == ((303, "/desk?view=mine&said=next.none"), (303, HERE))
    assert ("claim", "T-2026-000042", LI.id) in place.handoffs.done
    assert "There is nothing for you to take right now." in said


@pytest.mark.parametrize("action", ["reply", "resolve"])
async def test_a_word_that_hurts_is_warned_of_and_sent_by_whoever_means_it(tmp_path: Path, action: str) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, owned(TICKET, LI))
        status, page = await place.post(f"{HERE}/{action}", text="Please calm down")
        sure = re.search('name="sure" value="([^"]+)"', page)
        assert sure
        before = [*place.handoffs.done]
        other, _ = await place.post(f"{HERE}/{action}", text="Not my job", sure=sure[1])
        sent, _ = await place.post(f"{HERE}/{action}", text="Please calm down", sure=sure[1])

    assert (status, other, sent, before) == (409, 409, 303, [])
    assert ">Please calm down</textarea>" in page
    assert place.handoffs.done == [(action, "T-2026-000042", LI.id, "Please calm down")]


async def test_a_note_may_say_what_no_reply_should(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        status, _ = await place.post(f"{HERE}/note", text="I told him to calm down")

    assert status == 303


async def test_a_canned_reply_comes_into_the_box_without_scripts(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, owned(TICKET, LI))
        _, page = await place.get(f"{HERE}?canned=thanks")

    assert ">Thank you for telling us, Wang Fang. If anything about T-2026-000042" in page


async def test_an_answer_is_corrected_from_the_page_and_a_refusal_keeps_the_form_open(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, owned(TICKET, LI))
        done = await place.post(f"{HERE}/correct?pane=facts", to="phone", text="13900139000")
        place.handoffs.refusal = Refusal.NOT_SUCH_AN_ANSWER
        status, page = await place.post(f"{HERE}/correct?pane=facts", to="phone", text="x")

    assert done == (303, f"{HERE}?pane=facts")
    assert place.handoffs.done == [("correct", "T-2026-000042", LI.id, "phone", "13900139000")]
    assert (status, 'data-key="correct" open' in page) == (409, True)
    assert "cannot be understood as an answer" in page


async def test_what_came_since_the_last_look_begins_below_a_line(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, owned(TICKET, LI), message("001", "First"))
        _, first = await place.get(HERE)
        await place.keep(message("002", "Second"))
        _, second = await place.get(HERE)
        _, third = await place.get(HERE)

    line = 'id="unread"'
    assert [line in page for page in (first, second, third)] == [False, True, False]
    assert [' unread"' in page for page in (first, second, third)] == [False] * 3  # the list knows that it is open
    assert second.index("First") < second.index(line) < second.index("Second")


async def test_notes_stand_where_they_were_written_and_the_bots_words_are_folded(tmp_path: Path) -> None:
    def said(minutes: int, text: str, **more: Any) -> Any:
        return replace(message(f"{minutes:03}", text, **more), at=NOON + timedelta(minutes=minutes))

    records = [
        said(-1500, "It broke"),
        said(1, "Which one?", author="bot"),
        said(2, "Still there?", author="bot"),
        replace(NOTE, at=NOON + timedelta(minutes=3)),
        said(4, "The router"),
    ]
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, owned(TICKET, LI), *records)
        _, page = await place.get(HERE)
    order = [
        page.index(words) for words in ("Tue 3 Nov", "It broke</p>", "Today", "Which one?", NOTE.text, "The router</p>")
    ]

    assert order == sorted(order)
    assert page.count("<details>") == 1
