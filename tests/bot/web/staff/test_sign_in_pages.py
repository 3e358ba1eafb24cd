"""Whose session ends while they type loses nothing of it."""

from pathlib import Path

import pytest

from tests.bot.web.place import CUSTOMER, LI, OWN_PAGE, TICKET, Place, open_place

REPLY = "/desk/tickets/T-2026-000042/reply"
TYPED = "We have <paid> it back, & more."


async def by_script(place: Place, path: str, **fields: str) -> int:
    headers = OWN_PAGE | {"X-Requested-With": "true"}
    async with place.client.post(path, data=fields, headers=headers, allow_redirects=False) as answer:
        return answer.status


async def test_a_script_is_told_that_the_session_has_ended(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        posted = await by_script(place, REPLY, text=TYPED)
        async with place.client.head(
            "/desk/sessions", headers={"X-Requested-With": "true"}, allow_redirects=False
        ) as answer:
            asked = answer.status

    assert (posted, asked) == (401, 401)


async def test_after_signing_in_beside_it_the_same_words_are_sent(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(CUSTOMER, TICKET)
        before = await by_script(place, REPLY, text=TYPED)
        token = await place.link_for(LI)
        await place.post("/sign-in", link=f"http://127.0.0.1:8080/sign-in?token={token}")
        after = await by_script(place, REPLY, text=TYPED)

    assert (before, after) == (401, 303)
    assert place.handoffs.done == [("reply", "T-2026-000042", LI.id, TYPED)]


async def test_a_ticket_holds_what_its_script_shows_then(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(CUSTOMER, TICKET)
        await place.sign_in(LI)
        _, page = await place.get("/desk/tickets/T-2026-000042")

    assert '<template id="sign-in-again">' in page


async def test_without_scripts_what_was_typed_comes_along_and_is_offered_again(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(CUSTOMER, TICKET)
        status, door = await place.post(REPLY, text=TYPED, to="agent-ada")
        token = await place.link_for(LI)
        carried = {"path": REPLY, "text": TYPED, "to": "agent-ada"}
        refused, again = await place.post("/sign-in", link="nothing-that-was-ever-given-out", **carried)
        inside, offer = await place.post("/sign-in", link=token, **carried)
        sent = await place.post(REPLY, text=TYPED)

    assert (status, refused, inside) == (401, 403, 200)
    for page in (door, again, offer):
        assert "We have &lt;paid&gt; it back, &amp; more." in page
    assert f'action="{REPLY}"' in offer
    assert 'name="to" value="agent-ada"' in offer
    assert sent == (303, "/desk/tickets/T-2026-000042")


async def test_who_signed_in_in_another_tab_goes_on_without_a_link(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        status, page = await place.post("/sign-in", link="", path=REPLY, text=TYPED)

    assert status == 200
    assert "You are signed in again" in page


async def test_of_a_form_in_hundreds_of_parts_no_more_is_read(tmp_path: Path) -> None:
    part = '--b\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\n\r\n'
    headers = OWN_PAGE | {"Content-Type": "multipart/form-data; boundary=b"}
    statuses = []
    async with open_place(tmp_path) as place:
        for parts in (200, 201):
            async with place.client.post(REPLY, data=f"{part * parts}--b--\r\n", headers=headers) as answer:
                statuses.append(answer.status)

    assert statuses == [401, 400]


@pytest.mark.parametrize("path", ["https://evil.example.net/x", "/sign-out", "/admin/staff", "//evil.example.net/a/b"])
async def test_it_is_offered_nowhere_but_on_tickets(tmp_path: Path, path: str) -> None:
    async with open_place(tmp_path) as place:
        token = await place.link_for(LI)
        answer = await place.post("/sign-in", link=token, path=path, text=TYPED)

    assert answer == (303, "/desk")


@pytest.mark.parametrize(
    ("encoding", "body", "expected"),
    [
        ("utf-8", b"token=\xff", 400),
        ("UTF-8", b"token=\xff", 400),
        ("none-such", b"token=x", 415),
        ("hex", b"token=x", 415),
        ("punycode", b"token=a-b9", 415),
    ],
)
async def test_a_form_that_is_not_written_as_it_says_is_no_fault_of_ours(
    encoding: str, body: bytes, expected: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_place(tmp_path) as place:
        headers = OWN_PAGE | {"Content-Type": f"application/x-www-form-urlencoded; charset={encoding}"}
        async with place.client.post("/sign-in", data=body, headers=headers) as answer:
            status = answer.status

    assert status == expected
    assert caplog.records == []
