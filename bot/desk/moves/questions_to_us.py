"""Questions about the desk and its assistant, and what is truly so."""

import re
from collections.abc import Mapping

from bot.desk.dialog.waiting import awaited, tell_truth
from bot.desk.tickets.lifecycle import UNSOLVED, facts
from bot.desk.turn.turn import Turn
from dialogs.reading.folding import folded
from dialogs.reading.small_talk import asks_what_we_are, asks_why
from storage.records.complaint_records import Ticket

_TOPICS: Mapping[str, re.Pattern[str]] = {
    "cost": re.compile(r"\b(?:free|cost|costs|charge me|fee|pay for (?:this|it))\b|收费|要钱|免费|花钱"),
    "privacy": re.compile(
        r"\bwho (?:can |will |else )?(?:see|sees|read|reads)\b|\bprivate|privacy|confidential|anonym|secret\b"
        r"|\bsee (?:it|this|what i)|谁(?:能|会)?看|看得到|看到我|保密|匿名|泄露|隐私|会不会告诉"
    ),
    "bot": re.compile(
        r"\b(?:bot|robot|machine|computer|human|person|real|ai|chatgpt|automat\w+|who (?:are|am) (?:you|i)|parrot)\b"
        r"|机器人|机器|真人|人工智能|智能|你是谁|您是谁|是人吗|活人|什么人"
    ),
    "hours": re.compile(
        r"\b(?:open|opening|close|hours|office hours|working hours|weekend|tonight|sunday|in the office)\b"
        r"|几点(?:上班|下班|开|关)|上班|下班|营业|周末|办公时间"
    ),
}


async def explain(turn: Turn, text: str, ticket: Ticket | None) -> None:
    """Answer a question about us."""
    topic = _topic(text)
    opens = turn.desk.opens_next()
    if topic == "hours":
        key = "about-hours-closed" if opens else "about-hours-open"
        turn.tell(turn.common(key, {"opens": turn.moment(opens)} if opens else {}))
    elif topic != "next":
        turn.tell(turn.common(f"about-{topic}"))
    elif (handoff := await awaited(turn)) is not None:
        await tell_truth(turn, handoff)
    elif ticket is not None and ticket.status in UNSOLVED:
        turn.tell(turn.common("about-next-filed", facts(turn, ticket)))
    else:
        due = turn.moment(turn.desk.due())
        turn.tell(turn.common("about-next", {"due": due}))


def _topic(text: str) -> str:
    """Return what a question about us is about; what happens next, where it is nothing else."""
    if asks_what_we_are(text):
        return "bot"
    plain = folded(text)
    return next(
        (topic for topic, words in _TOPICS.items() if words.search(plain)), "why" if asks_why(plain) else "next"
    )
