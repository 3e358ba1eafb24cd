"""What a customer did is read from an update, and an odd update does no harm."""

import copy
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.port import Incoming, IncomingFile
from bot.channels.telegram.customers.updates import arrival

Json = dict[str, Any]

ADA = {"id": 4711, "is_bot": False, "first_name": "Ada", "last_name": "Li", "language_code": "zh-hans"}
PRIVATE = {"id": 4711, "type": "private", "first_name": "Ada"}
REF = "telegram:4711:5"
GROUP = {"id": -7, "type": "group", "title": "Neighbours"}


def message(chat: Json = PRIVATE, **content: object) -> Json:
    return {"message_id": 5, "date": 1, "chat": chat, "from": ADA, **content}


def tap(chat: Json = PRIVATE) -> Json:
    buttons = [[{"text": "No", "callback_data": "no"}], [{"text": "Yes, it is", "callback_data": "yes"}]]
    asked = message(chat, text="Well?", reply_markup={"inline_keyboard": buttons})
    return {"id": "q9", "from": ADA, "chat_instance": "c", "data": "yes", "message": asked}


def read(**update: object) -> Incoming | None:
    found = arrival({"update_id": 12, **update})
    return found.incoming if found else None


def told(**what: Any) -> Incoming:
    written = None if what.get("button") or what.get("presence") else datetime.fromtimestamp(1, UTC)
    told = Incoming(address="telegram:4711", update="telegram:12", name="Ada Li", language="zh-hans", ref=REF)
    return replace(told, written=written, **what)


def test_a_text_comes_with_the_name_and_the_language_of_the_customer() -> None:
    assert read(message=message(text="no signal")) == told(text="no signal")


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("/status", "/status"),
        ("/status@standin_bot", "/status"),
        ("/start@standin_bot from-page", "/start from-page"),
        ("mail me: /a@b.example", "mail me: /a@b.example"),
    ],
)
def test_a_command_loses_the_name_of_the_bot_and_keeps_its_arguments(written: str, taken: str) -> None:
    assert read(message=message(text=written)) == told(text=taken)


def test_a_tap_is_the_data_of_the_button() -> None:
    found = arrival({"update_id": 12, "callback_query": tap()})

    assert found
    assert found.incoming == told(button="yes", ref="", tapped=REF)
    assert (found.query, found.chat, found.label) == ("q9", 4711, "Yes, it is")


def test_a_tap_counts_where_another_server_of_the_api_does_not_tell_its_chat_instance() -> None:
    bare = {name: value for name, value in tap().items() if name != "chat_instance"}

    assert read(callback_query=tap()) == read(callback_query=bare)


def test_a_tap_on_a_message_too_old_to_be_sent_along_counts() -> None:
    old = {"chat": PRIVATE, "message_id": 5, "date": 0}

    assert read(callback_query={**tap(), "message": old}) == told(button="yes", ref="", tapped=REF)


FILE = {"file_id": "f", "file_unique_id": "u"}
CLIP = {**FILE, "width": 1, "height": 1, "duration": 1}


@pytest.mark.parametrize(
    ("content", "attachment", "text"),
    [
        ({"photo": [{**FILE, "width": 1, "height": 1}], "caption": "the router"}, "photo", "the router"),
        ({"voice": {**FILE, "duration": 1}}, "voice", ""),
        ({"video": CLIP}, "video", ""),
        ({"animation": CLIP, "document": FILE}, "video", ""),
        ({"document": FILE, "caption": "the bill"}, "document", "the bill"),
        (
            {"sticker": {**FILE, "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
            "sticker",
            "",
        ),
        ({"location": {"longitude": 1.5, "latitude": 2.5}}, "location", "2.50000, 1.50000"),
        ({"contact": {"phone_number": "13800138000", "first_name": "Ada"}}, "contact", "13800138000"),
        ({"dice": {"value": 6, "emoji": "🎲"}}, "dice", ""),
    ],
)
def test_an_attachment_is_named_and_its_words_are_the_text(content: Json, attachment: str, text: str) -> None:
    found = read(message=message(**content))

    assert found is not None
    assert (found.attachment, found.text) == (attachment, text)


def test_of_a_photo_the_largest_size_is_taken_and_of_a_document_its_name() -> None:
    sizes = [{"file_id": size, "file_unique_id": "u", "width": 1, "height": 1, "file_size": 9} for size in "sml"]
    document = {**FILE, "file_name": "bill.pdf", "file_size": 2048}
    photo = read(message=message(photo=sizes, media_group_id="13"))
    bill = read(message=message(document=document))

    assert photo is not None
    assert photo.file == IncomingFile(kind="photo", source="l", size=9, album="telegram:4711:13", unique="u")
    assert bill is not None
    assert bill.file == IncomingFile(kind="document", source="f", name="bill.pdf", size=2048, unique="u")


def test_an_answer_points_at_what_it_answers() -> None:
    found = read(message=message(text="this one", reply_to_message=message(text="Which?")))

    assert found == told(text="this one", answers=REF)


def test_a_place_on_the_map_is_written_out() -> None:
    spot = {"longitude": 121.4737, "latitude": 31.2304}
    venue = {"location": spot, "title": "People's Square", "address": "Huangpu"}

    assert read(message=message(location=spot)) == told(attachment="location", text="31.23040, 121.47370")
    assert read(message=message(location=spot, venue=venue)) == told(
        attachment="location", text="People's Square, Huangpu (31.23040, 121.47370)"
    )


@pytest.mark.parametrize("number", ["8613800138000", "+8613800138000"])
def test_the_own_contact_is_a_number_that_telegram_vouches_for(number: str) -> None:
    contact = {"phone_number": number, "first_name": "Ada", "user_id": 4711}

    assert read(message=message(contact=contact)) == told(
        attachment="contact", text="+8613800138000", contact="+8613800138000"
    )


@pytest.mark.parametrize("owner", [{"user_id": 4712}, {}])
def test_the_contact_of_somebody_else_is_only_a_text(owner: Json) -> None:
    contact = {"phone_number": "13800138000", "first_name": "Bob", **owner}

    assert read(message=message(contact=contact)) == told(attachment="contact", text="13800138000")


def test_a_contact_from_nobody_is_only_a_text() -> None:
    contact = {"phone_number": "13800138000", "first_name": "Ada", "user_id": 4711}
    found = read(message={**message(contact=contact), "from": None})

    assert found is not None
    assert (found.text, found.contact) == ("13800138000", "")


def test_the_emoji_of_a_sticker_is_its_text() -> None:
    sticker = {**FILE, "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}

    assert read(message=message(sticker={**sticker, "emoji": "😡"})) == told(attachment="sticker", text="😡")


def test_a_correction_names_what_it_corrects() -> None:
    version = told(text="no signal since Monday", ref="", edits=REF)

    assert read(edited_message=message(text="no signal since Monday")) == version


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(GROUP, text="hello")},
        {"callback_query": tap(GROUP)},
        {"callback_query": {**tap(), "message": None}},
        {"message": message(pinned_message=message(text="hello"))},
        {"edited_message": message(location={"longitude": 1.5, "latitude": 2.5, "live_period": 60})},
        {"poll_answer": {"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["a"], "user": ADA}},
        {"something_of_next_year": {}},
    ],
)
def test_what_is_not_told_to_the_desk_in_private_is_nothing(update: Json) -> None:
    assert read(**update) is None


@pytest.mark.parametrize(("status", "presence"), [("kicked", "left"), ("member", "back")])
def test_that_a_customer_blocked_the_bot_is_told_and_that_it_is_over(status: str, presence: str) -> None:
    bot = {"id": 9, "is_bot": True, "first_name": "Desk"}
    member = {"user": bot, "status": status, "until_date": 0}
    before = {"user": bot, "status": "member"}
    change = {"chat": PRIVATE, "from": ADA, "date": 1, "old_chat_member": before, "new_chat_member": member}

    assert read(my_chat_member=change) == told(presence=presence, ref="")


def test_what_no_store_could_hold_is_taken_out_of_a_text() -> None:
    assert read(message=message(text="half \ud83d a\0 pair")) == told(text="half \ufffd a pair")


TEMPLATES = [
    {"update_id": 1, "message": message(text="hello")},
    {"update_id": 2, "edited_message": message(caption="x", photo=[{**FILE, "width": 1, "height": 1}])},
    {"update_id": 3, "callback_query": tap()},
    {"update_id": 4, "message": message(contact={"phone_number": "1", "first_name": "A", "user_id": 4711})},
]
NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("a账\0\ud83d😀/@ ", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@st.composite
def mangled(draw: st.DrawFn) -> Json:
    """An update of which one value, anywhere, is nonsense or missing."""
    update: Json = copy.deepcopy(draw(st.sampled_from(TEMPLATES)))
    place: Any = update
    while True:
        key = draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        if not (isinstance(place[key], dict | list) and draw(st.booleans())):
            break
        place = place[key]
    if draw(st.booleans()):
        place[key] = draw(NONSENSE)
    else:
        del place[key]
    return update


@given(mangled())
def test_whatever_is_read_from_a_mangled_update_is_sound(update: Json) -> None:
    found = None
    with suppress(Exception):
        found = arrival(update)

    incoming = found.incoming if found else Incoming(address="", update="")
    for text in (incoming.text, incoming.button, incoming.name, incoming.language):
        assert text.encode().decode() == text.replace("\0", "")


@given(NONSENSE)
def test_what_is_no_update_at_all_is_refused(raw: object) -> None:
    with pytest.raises((TypeError, KeyError)):
        arrival(raw)
