"""What people and the bot send is kept, told as Telegram tells it, and can be fetched."""

import puremagic
import pytest

from tests.standins.bot_api.calling import done, download, refused, upload
from tests.standins.bot_api.files import CONTENTS, LARGEST, NAMES
from tests.standins.bot_api.server import BotApi


async def test_a_photo_comes_in_two_sizes_the_largest_last(api: BotApi) -> None:
    await api.chat(1).photo("the router", content=b"\xff\xd8\xff the whole picture")
    small, large = api.pending[0]["message"]["photo"]

    assert small["width"] < large["width"]
    assert await download(api, large["file_id"]) == b"\xff\xd8\xff the whole picture"
    assert await download(api, small["file_id"]) != b"\xff\xd8\xff the whole picture"


async def test_a_document_keeps_its_name_and_type(api: BotApi) -> None:
    await api.chat(1).document(content=b"a,b", name="账单.csv", mime="text/csv")
    document = api.pending[0]["message"]["document"]

    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("账单.csv", "text/csv", 3)


async def test_a_file_over_20_megabytes_is_told_but_cannot_be_fetched(api: BotApi) -> None:
    await api.chat(1).video(size=LARGEST + 1)
    video = api.pending[0]["message"]["video"]

    assert video["file_size"] == LARGEST + 1
    assert await refused(api, "getFile", file_id=video["file_id"]) == "Bad Request: file is too big"


async def test_what_is_unknown_cannot_be_fetched(api: BotApi) -> None:
    assert await refused(api, "getFile", file_id="odd") == "Bad Request: invalid file_id"


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video", "audio", "sticker"])
def test_what_a_file_holds_begins_as_such_files_do(kind: str) -> None:
    types = {guess.mime_type for guess in puremagic.magic_string(CONTENTS[kind])}

    assert NAMES[kind][1] in types or any(one.split("/")[0] == NAMES[kind][1].split("/")[0] for one in types)


async def test_the_bot_sends_a_file_that_comes_along_and_again_by_its_id(api: BotApi) -> None:
    chat = api.chat(1)
    sent = await upload(api, "sendPhoto", {"photo": b"\xff\xd8\xff"}, chat_id="1", caption="12")
    photo = sent["photo"][-1]["file_id"]
    again = await done(api, "sendPhoto", chat_id=1, photo=photo)

    assert [(bubble.kind, bubble.text) for bubble in chat.messages] == [("photo", "12"), ("photo", "")]
    assert again["photo"][-1]["file_id"] == photo
    assert await download(api, photo) == b"\xff\xd8\xff"
    assert await refused(api, "sendDocument", chat_id=1, document=photo) == (
        "Bad Request: can't use file of type Photo as Document"
    )
    assert await refused(api, "sendPhoto", chat_id=1, photo="odd") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )


async def test_an_album_of_the_bot_is_sent_as_parts_and_belongs_together(api: BotApi) -> None:
    chat = api.chat(1)
    media = '[{"type": "photo", "media": "attach://a", "caption": "both"}, {"type": "video", "media": "attach://b"}]'

    sent = await upload(api, "sendMediaGroup", {"a": b"\xff\xd8\xff", "b": b"mp4"}, chat_id="1", media=media)

    assert [bubble.kind for bubble in chat.messages] == ["photo", "video"]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert await download(api, sent[1]["video"]["file_id"]) == b"mp4"
    mixed = [{"type": kind, "media": sent[0]["photo"][-1]["file_id"]} for kind in ("photo", "document")]
    assert "can't" in await refused(api, "sendMediaGroup", chat_id=1, media=mixed)


async def test_a_download_can_fail_too(api: BotApi) -> None:
    await api.chat(1).voice(content=b"OggS")
    voice = api.pending[0]["message"]["voice"]["file_id"]
    api.break_next("download", "html-502")

    assert b"Bad Gateway" in await download(api, voice)
    assert await download(api, voice) == b"OggS"
