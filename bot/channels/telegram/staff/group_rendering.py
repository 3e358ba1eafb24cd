"""How things look in a topic of the staff: texts with bold labels as entities, never as markup, and their buttons."""

from collections.abc import Sequence

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, User

from bot.channels.telegram.customers.rendering import split, units
from bot.channels.telegram.customers.updates import clean
from bot.desk.briefing.ticket_card import TicketCard
from bot.desk.briefing.topic_sync import ShowItems, TopicItem
from bot.desk.core.words import Words
from storage.records.traffic_records import StaffNotice

TAP = "staff"
"""What the data of a card's button begins with; the wish and the ticket follow."""
CARD = 3900
"""UTF-16 units of a card; what is longer is cut."""

Text = tuple[str, Sequence[MessageEntity]]


def show_texts(show: ShowItems, words: Words) -> list[Text]:
    """Return the bubbles that show this, under the name of the colleague who said it."""
    first = show.pieces[0]
    if first.kind == "alert":
        return [_alert_text(first, words)]
    labels = {"agent": first.name, "note": words("group.note", name=first.name), "edit": words("group.edited")}
    label = clean(words("group.label", label=labels[first.kind])) if first.kind in labels else ""
    head, *rest = split(clean(f"{label}\n{show.text}" if label else show.text))
    return [(head, [_bold(0, label)] if label else []), *((part, []) for part in rest)]


def _alert_text(piece: TopicItem, words: Words) -> Text:
    """Return what calls colleagues by name, with a mention of each whose account is known."""
    names = ", ".join(clean(name) for name, _ in piece.to)
    mentions, offset = [], 0
    for name, account in ((clean(name), account) for name, account in piece.to):
        if account:
            user = User(int(account.rpartition(":")[2]), name, is_bot=False)
            mentions.append(MessageEntity(MessageEntity.TEXT_MENTION, offset, units(name), user=user))
        offset += units(f"{name}, ")
    return clean(words(f"alert.{piece.text}", name=names)), mentions


def card_text(card: TicketCard, words: Words) -> Text:
    """Return a card as a text with its labels in bold."""
    text, bold = clean(card.title), [_bold(0, clean(card.title))]
    for label, value in card.lines:
        head = clean(words("group.label", label=label))
        line = f"\n{head} {clean(value)}"
        room = CARD - units(text)
        if room < units(line):
            break
        bold.append(_bold(units(text) + 1, head))
        text += line
    return text, bold


def card_buttons(card: TicketCard, ticket: str, link: str, words: Words) -> InlineKeyboardMarkup | None:
    """Return the buttons below a card; ``link`` leads to the page of the ticket, if there is one."""
    rows = [*_rows(card.buttons, ticket, 3), [InlineKeyboardButton(words("group.desk"), url=link)] if link else []]
    return InlineKeyboardMarkup([row for row in rows if row]) if any(rows) else None


def notice_text(notice: StaffNotice, words: Words) -> Text:
    """Return what is said to one of the staff; who is asked something is called by a mention."""
    text = clean(words(notice.key, name=notice.name))
    name = clean(notice.name)
    if not notice.to or not name or not text.startswith(name):
        return text, []
    user = User(int(notice.to.rpartition(":")[2]), name, is_bot=False)
    return text, [MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=user)]


def notice_keyboard(
    notice: StaffNotice, choices: Sequence[tuple[str, str]] = ()
) -> ForceReply | InlineKeyboardMarkup | None:
    """Return the buttons to choose by, or what makes the one who is asked answer right there, and nobody else."""
    if choices:
        return InlineKeyboardMarkup(_rows(choices, notice.topic, 2))
    return ForceReply(selective=True) if notice.to else None


def _rows(buttons: Sequence[tuple[str, str]], ticket: str, wide: int) -> list[list[InlineKeyboardButton]]:
    made = [InlineKeyboardButton(label, callback_data=f"{TAP}:{what}:{ticket}") for what, label in buttons]
    return [made[at : at + wide] for at in range(0, len(made), wide)]


def _bold(offset: int, text: str) -> MessageEntity:
    return MessageEntity(MessageEntity.BOLD, offset, units(text))
