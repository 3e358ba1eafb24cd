"""What the Bot API does with messages that are there already: shows them elsewhere, and changes them."""

from collections.abc import Sequence

from telegram import Bot, LinkPreviewOptions, MessageEntity, ReplyParameters
from telegram.error import BadRequest

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def copy(
    bot: Bot,
    chat: int,
    refs: Sequence[str],
    *,
    caption: str | None = None,
    entities: Sequence[MessageEntity] = (),
    topic: int | None = None,
    answers: ReplyParameters | None = None,
) -> list[int]:
    """Show in a chat what stands at these refs of another one; returns the numbers it has there.

    Several are shown together: an album stays one, but neither takes a caption nor answers anything.
    (https://core.telegram.org/bots/api#copymessages)
    """
    numbers = sorted(number_at(ref) for ref in refs)
    source = chat_at(refs[0])
    if len(numbers) == 1:
        one = await bot.copy_message(
            chat,
            source,
            numbers[0],
            caption=caption,
            caption_entities=entities or None,
            message_thread_id=topic,
            reply_parameters=answers,
        )
        return [one.message_id]
    return [one.message_id for one in await bot.copy_messages(chat, source, numbers, message_thread_id=topic)]


async def change(bot: Bot, ref: str, text: str, entities: Sequence[MessageEntity]) -> None:
    """Have a message of the bot say something else, be it the text or what stands under a file."""
    chat, number = chat_at(ref), number_at(ref)
    try:
        try:
            await bot.edit_message_text(text, chat, number, entities=entities or None, link_preview_options=_NO_PREVIEW)
        except BadRequest as error:
            if "no text in the message" not in error.message.lower():
                raise
            await bot.edit_message_caption(chat, number, caption=text, caption_entities=entities or None)
    except BadRequest as error:
        if "not modified" not in error.message.lower():  # it says so already
            raise


def chat_at(ref: str) -> int:
    """Return the number of the chat in an address or a ref."""
    return int(ref.split(":")[1])


def number_at(ref: str) -> int:
    """Return the number of the message or of the topic at a ref."""
    return int(ref.rpartition(":")[2])
