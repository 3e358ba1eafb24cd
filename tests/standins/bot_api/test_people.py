"""People write as people on Telegram do."""

import pytest

from tests.standins.bot_api.calling import done
from tests.standins.bot_api.server import BotApi


async def test_a_text_comes_with_what_telegram_finds_in_it(api: BotApi) -> None:
    await api.chat(1).says("/start 😀 see https://a.example/x, mail a@b.org or @ada_l #no1")
    entities = api.pending[0]["message"]["entities"]

    assert [(one["type"], one["offset"], one["length"]) for one in entities] == [
        ("bot_command", 0, 6),
        ("url", 14, 19),
        ("email", 40, 7),
        ("mention", 51, 6),
        ("hashtag", 58, 4),
    ]


async def test_an_album_keeps_together_though_some_of_it_comes_late(api: BotApi) -> None:
    album = await api.chat(1).album("photo", ("video", b"mp4"), "photo", caption="all of it", late=2)

    assert len(api.pending) == 1

    await album.rest_comes(1)
    await album.rest_comes()
    messages = [update["message"] for update in api.pending]

    assert [update["update_id"] for update in api.pending] == album.updates
    assert ["photo" in message for message in messages] == [True, False, True]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["all of it", None, None]


async def test_a_message_is_changed_and_the_bot_told_what_it_is_now(api: BotApi) -> None:
    chat = api.chat(1)
    await chat.photo("teh router")
    await chat.edits(caption="the router")
    before, after = (next(iter(update.values())) for update in api.pending)

    assert before["message_id"] == after["message_id"]
    assert (before["caption"], after["caption"]) == ("teh router", "the router")
    assert after["photo"] == before["photo"]
    assert after["edit_date"] >= before["date"]


async def test_numbers_of_messages_count_in_each_chat_by_itself(api: BotApi) -> None:
    for number in (1, 2):
        await api.chat(number).says("one")
        await api.chat(number).says("two")

    assert [update["message"]["message_id"] for update in api.pending] == [1, 2, 1, 2]


async def test_keys_send_the_own_contact_or_place_or_their_label_and_go_if_they_are_for_one_time(api: BotApi) -> None:
    chat = api.chat(1)
    keys = [[{"text": "My number", "request_contact": True}, {"text": "Here", "request_location": True}], ["No"]]
    await done(api, "sendMessage", chat_id=1, text="Who?", reply_markup={"keyboard": keys})
    await chat.taps("My number", phone="+4930123456")
    await chat.taps("Here")
    await chat.taps("No")
    contact, place, no = (update["message"] for update in api.pending)

    assert contact["contact"] == {"phone_number": "+4930123456", "first_name": "Ada", "user_id": 1}
    assert contact["reply_to_message"]["text"] == "Who?"
    assert place["location"]
    assert no["text"] == "No"

    await done(api, "sendMessage", chat_id=1, text="?", reply_markup={"keyboard": keys, "one_time_keyboard": True})
    await chat.taps("No")

    assert chat.keyboard == []

    await done(api, "sendMessage", chat_id=1, text="?", reply_markup={"keyboard": keys})
    await done(api, "sendMessage", chat_id=1, text="Thanks", reply_markup={"remove_keyboard": True})

    with pytest.raises(LookupError, match="no key 'No'"):
        await chat.taps("No")


async def test_a_button_that_opens_something_tells_the_bot_nothing(api: BotApi) -> None:
    row = [{"text": "Site", "url": "https://a.example"}, {"text": "Desk", "web_app": {"url": "https://desk.example"}}]
    await done(api, "sendMessage", chat_id=1 if api.chat(1) else 0, text="?", reply_markup={"inline_keyboard": [row]})

    assert (api.chat(1).opens("Site"), api.chat(1).opens("Desk")) == ("https://a.example", "https://desk.example")
    assert api.pending == []


async def test_a_link_begins_with_what_it_carries(api: BotApi) -> None:
    await api.chat(1).deep_link("campaign")

    assert api.pending[0]["message"]["text"] == "/start campaign"


async def test_all_kinds_of_messages_can_be_sent(api: BotApi) -> None:
    chat = api.chat(1)
    for send in (chat.photo, chat.document, chat.voice, chat.video, chat.audio, chat.animation, chat.video_note):
        await send()
    await chat.sticker("😡")
    await chat.location()
    await chat.contact(own=False)
    kinds = [set(update["message"]) - {"message_id", "from", "chat", "date"} for update in api.pending]

    assert kinds == [
        {"photo"},
        {"document"},
        {"voice"},
        {"video"},
        {"audio"},
        {"animation", "document"},
        {"video_note"},
        {"sticker"},
        {"location"},
        {"contact"},
    ]
