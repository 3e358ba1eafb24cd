"""The commands that work in every channel and at every moment, from /start to /help."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import dropwhile

from bot.desk.customers import phone_codes
from bot.desk.dialog import privacy_wishes
from bot.desk.dialog.effects import feed, started
from bot.desk.scripts.registry import AFTER_ANSWER
from bot.desk.tickets.lifecycle import standing
from bot.desk.turn.turn import Turn
from dialogs.model.events import AskAgain, Cancelled, Finished, LanguageChosen, Said
from dialogs.reading.contacts import phones
from dialogs.reading.folding import folded
from dialogs.strict_yaml.common_words import COMMON_WORDS, language_names, traditional_name
from storage.records.complaint_records import Message

LANGUAGE_BUTTON = "language:0:"
"""What the buttons of /language carry before the language; no conversation has this id."""
_TRADITIONAL = "zh-hant"
"""What it carries for Chinese in Traditional characters."""

_CAMPAIGN = re.compile("[A-Za-z0-9_-]{1,64}")
"""What a link may carry that begins a chat (https://core.telegram.org/bots/features#deep-linking)."""
HASTE = timedelta(seconds=10)
"""How soon after a question something is taken that was written before it."""

_NEWEST = 10
"""Messages among which the question at hand is."""
_NUMBERS = 5
"""Numbers that one /link is about."""


@cache
def _wish() -> re.Pattern[str]:
    """Return how people ask for a language who say nothing else, in English and in Chinese."""
    names = "|".join(map(re.escape, sorted(language_names(), key=len, reverse=True)))
    return re.compile(
        r"(?:(?:sorry|hi|hello|hey|please|pls),? )?"
        r"(?:(?:in|(?:do|can|could|may|would) (?:you|we|i) (?:please )?"
        r"(?:(?:speak|write|talk|use|have|continue|go on|switch|change|do (?:this|it|that))(?: (?:in|to))?)|speak|use"
        r"|(?:talk|write|reply|answer|continue)(?: to me)? in|(?:switch|change)(?: (?:back|over))? to"
        r"|(?:i(?:d| would)? (?:only |prefer |want |like )*(?:speak|to (?:speak|use|write|talk)(?: in)?|prefer)))"
        rf" (?:in )?)?(?P<english>{names})(?: (?:only|instead|thanks|thank you))*(?:,? (?:please|pls|plz))?"
        r"|(?:你好|您好)?(?:不好意思)?(?:请|麻烦)?(?:我|我们|你|您|你们)?(?:只会|只|想|要|想要|希望|可不可以|可唔可以|可以|可否|能否|能不能|能|识)*"
        r"(?:说|讲|用|写|换成?|换到|转|转成|转用|改用?|改成|切换[到成]?|回)?"
        rf"(?P<chinese>{names})(?:来?(?:交流|沟通|回复|说|讲|对话|倾|讲嘢))?(?:可以|好|得|行)?[吧吗么啦呀啊嘛]?(?:谢谢|唔该)?",
        re.IGNORECASE,
    )


def language_wished(text: str) -> str:
    """Return the language that somebody asks for who says nothing else: "English please", "请说中文"; else nothing."""
    wish = _wish().fullmatch(folded(text).replace("'", "").replace("’", "").strip(" .!?。,，！？"))
    return language_names()[(wish["english"] or wish["chinese"]).casefold()] if wish else ""


async def obey(turn: Turn, text: str) -> None:
    """Carry out a command; one that does not exist is answered with what does."""
    word, *rest = text.split(maxsplit=1)
    name = word.partition("@")[0].casefold()  # in a group, Telegram adds the name of the bot
    await _COMMANDS.get(name, _help)(turn, "".join(rest))


async def speak(
    turn: Turn,
    text: str,
    signals: tuple[str, ...] = (),
    file: str = "",
    *,
    act: str = "",
    unsure: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
) -> None:
    """Give the engine what the customer said: to a new conversation as its beginning."""
    if turn.state().status == "new":
        await feed(turn, replace(await started(turn, text, signals, unsure, others), act=act))
    else:
        hasty, at = await _is_hasty(turn), turn.desk.wall_clock()
        said = Said(text, signals, at=at, file=file, hasty=hasty, act=act, unsure=unsure, others=others)
        await feed(turn, said)


async def _is_hasty(turn: Turn) -> bool:
    """Tell whether the customer wrote it before the question at hand was said: several messages are one telling.

    The channel's clock and ours may differ: only what is taken soon after the question can have crossed it.
    """
    written = turn.incoming.written if turn.incoming else None
    if written is None:
        return False
    newest = await turn.unit.find(Message, conversation=turn.here.id, newest=_NEWEST)
    before = dropwhile(lambda one: one.author != "customer", reversed(newest))  # what this turn said does not count
    asked = next((one.at for one in before if one.author == "bot"), None)
    return asked is not None and written <= asked and turn.desk.environment.now() - asked < HASTE


async def choose_language(turn: Turn, language: str) -> None:
    """Go on in another language, in this conversation and in those to come."""
    language, _, _ = language.partition("-")
    turn.customer = replace(turn.customer, language=language)
    turn.unit.put(turn.customer)
    turn.tell(turn.common("language-set", language=language))
    if turn.open is not None and turn.state().status != "new":
        await feed(turn, LanguageChosen(language))


async def _start(turn: Turn, campaign: str) -> None:
    if turn.here.script == AFTER_ANSWER and turn.here.status == "with-bot":
        await feed(turn, Finished())
    if turn.open is None:
        turn.begin(turn.desk.scripts.main)
    if not turn.here.campaign and _CAMPAIGN.fullmatch(campaign):
        turn.change(campaign=campaign)
    if turn.here.status == "with-person":
        turn.tell(turn.common("cancel-with-person"))
    elif turn.state().status in ("new", "abandoned"):
        await speak(turn, "")
    else:
        await feed(turn, LanguageChosen(turn.language))  # asks the question at hand once more


async def tell_status(turn: Turn, reference: str = "") -> None:
    """Tell where the customer's complaints stand, or the one with this reference."""
    lines = await standing(turn, reference)
    if reference:
        turn.tell("\n".join(lines) or turn.common("status-unknown", {"reference": reference}))
        return
    if _tells_something(turn):
        lines.append(turn.common("status-unfinished"))
    turn.tell("\n".join(lines) or turn.common("status-none"))


def _tells_something(turn: Turn) -> bool:
    """Tell whether the customer is in the middle of a complaint that is on no ticket yet."""
    state = turn.state()
    return turn.busy and state.status == "active" and not state.reference and bool(state.slots)


async def _status(turn: Turn, _: str) -> None:
    await tell_status(turn)
    await feed(turn, AskAgain())


async def _language(turn: Turn, wish: str) -> None:
    await ask_language(turn, language_names().get(wish.casefold(), ""))


async def ask_language(turn: Turn, language: str) -> None:
    """Go on in this language, or ask in which, where it is none that is spoken here."""
    if language in turn.script.languages:
        await choose_language(turn, language)
    else:
        turn.tell(turn.common("language-ask"), language_buttons(turn))


def language_buttons(turn: Turn) -> tuple[tuple[str, str], ...]:
    """Return a button for each language of the dialog, and one for each way to write it."""
    names = [(f"{LANGUAGE_BUTTON}{key}", COMMON_WORDS.word(key, "language")) for key in turn.script.languages]
    if "zh" in turn.script.languages:
        names.append((f"{LANGUAGE_BUTTON}{_TRADITIONAL}", traditional_name()))
    return tuple(names)


async def _link(turn: Turn, wish: str) -> None:
    """Send codes for the number given, or for those known, and answer alike whether or not anybody has them."""
    numbers = [number for number, _, _ in phones(folded(wish))] or list(turn.customer.phones)
    for number in numbers[:_NUMBERS]:
        phone_codes.note_phone(turn, number)
        await phone_codes.send_code(turn, number)
    turn.tell(turn.common("link-sent" if numbers else "link-how"))


async def call_person(turn: Turn, text: str = "", signals: tuple[str, ...] = ()) -> None:
    """Call a person for a customer who has none."""
    await speak(turn, text, tuple(dict.fromkeys((*signals, "wants-person"))), act="wants-person")


async def _human(turn: Turn, _: str) -> None:
    if turn.open is None:
        turn.begin(turn.desk.scripts.main)
    if turn.here.status == "with-person":
        turn.tell(turn.common("cancel-with-person"))
    else:
        await call_person(turn)


async def _cancel(turn: Turn, _: str) -> None:
    if turn.open is None or turn.state().status == "new":
        turn.tell(turn.common("nothing-to-cancel"))
    elif turn.here.status == "with-person":
        turn.tell(turn.common("cancel-with-person"))
    else:
        await feed(turn, Cancelled())


async def _privacy(turn: Turn, wish: str) -> None:
    """Tell what is kept; who names one of the wishes behind the command asks for it."""
    named = privacy_wishes.wish_in(turn, wish) if wish else None
    if named:
        await privacy_wishes.note_wish(turn, named)
    else:
        privacy_wishes.tell_privacy(turn)


async def _help(turn: Turn, _: str) -> None:
    turn.tell(turn.common("help"))
    await feed(turn, AskAgain())


_COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {
    "/start": _start,
    "/status": _status,
    "/language": _language,
    "/human": _human,
    "/link": _link,
    "/privacy": _privacy,
    "/cancel": _cancel,
}
