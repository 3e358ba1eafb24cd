"""What a customer does with a bot that was written by others, and sees of it: the same, whatever library it is of."""

from .server import BotApi


async def tries_everything(api: BotApi) -> None:
    """Write, correct, tap, send a file, ask for an album; and look at what comes of it."""
    chat = api.chat(1)
    await chat.deep_link("campaign")
    welcome = await chat.next_message()
    await chat.says("hello 你好")
    echo = await chat.next_message()
    await chat.edits(text="hallo")
    corrected = await chat.next_message()

    assert (welcome.text, welcome.message["entities"][0]["type"]) == ("Welcome from campaign", "bold")
    assert (echo.text, corrected.text) == ("You said hello 你好", "You meant hallo")

    await chat.says("/buttons")
    question = await chat.next_message()
    await chat.presses("No")
    await api.wait_for(lambda: question.text == "You said n")

    assert question.buttons == []
    assert chat.answers[0]["text"] == "Noted"

    await _sends_files(api)
    await api.acknowledged()

    assert len(api.commands) == 1


async def _sends_files(api: BotApi) -> None:
    chat = api.chat(1)
    await chat.document(content=b"abc", name="账单.txt")
    document = (await chat.next_message()).message
    stored = api.files.at(api.files.get(document["document"])["file_path"])
    await chat.says("/album")
    pictures = [await chat.next_message(), await chat.next_message()]

    assert document["document"]["file_name"] == "back-账单.txt"
    assert document["reply_to_message"]["document"]["file_name"] == "账单.txt"
    assert stored
    assert stored.content == b"cba"
    assert len({picture.message["media_group_id"] for picture in pictures}) == 1
