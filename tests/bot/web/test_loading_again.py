"""Whoever loads an address once more to which a form went sees the page above it, and nothing is done again."""

from pathlib import Path

import pytest

from tests.bot.web.place import CUSTOMER, HANDOFF, LI, TICKET, open_place
from tests.bot.web.test_who_may_open_what import PARTS, come_as, routes


async def test_no_address_of_a_form_says_that_it_cannot_be_opened(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(CUSTOMER, TICKET, HANDOFF)
        await come_as(place, "admin")
        there = list(routes(place))
        found = {}
        for path in {path for method, path in there if method == "POST"} - {
            path for method, path in there if method != "POST"
        }:
            address = path
            for name in (part.split("}")[0] for part in path.split("{")[1:]):
                address = address.replace(f"{{{name}}}", PARTS.get(name, "no-such-thing"))
            async with place.client.get(address) as answer:
                found[path] = answer.status

    assert {path: status for path, status in found.items() if status not in (200, 404)} == {}


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/desk/next?view=mine", "/desk?view=mine"),
        ("/desk/undelivered/r1/again", "/desk/undelivered"),
        ("/desk/me/rename", "/desk/me"),
        ("/admin/staff", "/admin"),
        ("/desk/suspicions/s1/confirm", "/desk/suspicions/s1"),
    ],
)
async def test_it_is_the_nearest_page_above(tmp_path: Path, path: str, above: str) -> None:
    async with open_place(tmp_path) as place:
        await come_as(place, "admin")
        async with place.client.get(path, allow_redirects=False) as answer:
            there = answer.status, answer.headers["Location"]

    assert there == (303, above)


async def test_who_is_not_signed_in_is_sent_to_the_door(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(LI)
        async with place.client.get("/desk/next", allow_redirects=False) as answer:
            there = answer.headers["Location"]

    assert there == "/sign-in"


async def test_another_method_is_still_refused(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await come_as(place, "admin")
        async with place.client.request("PUT", "/desk/next", headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            status = answer.status

    assert status == 405
