"""Makes bodies of requests that no Telegram would send, by chance but always the same for one seed."""

import json
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

from tests.bot.channels.telegram.customers.test_updates import ADA, FILE, PRIVATE, message, tap
from tests.standins.bot_api.updates import KINDS

Json = dict[str, Any]

CHATS = 40
TEXTS = ("hello", "/start", "/status", "/human", "2", "skip", "no signal at all", "账单多扣了钱", "/language", "yes")
CONTENTS: tuple[Json, ...] = (
    *({"text": text} for text in TEXTS),
    {"caption": "x", "photo": [{**FILE, "width": 1, "height": 1}]},
    {"document": {**FILE, "file_name": "bill.pdf"}, "media_group_id": "7"},
    {"voice": {**FILE, "duration": 1}},
    {"contact": {"phone_number": "13800138000", "first_name": "A", "user_id": 4711}},
    {"location": {"longitude": 1.5, "latitude": 2.5}},
    {"sticker": {**FILE, "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
    {
        "text": "hi",
        "reply_to_message": message(text="before"),
        "entities": [{"type": "bold", "offset": 0, "length": 2}],
    },
    {"left_chat_member": ADA},
    {"text": "\ud83d half \0 a pair"},
    {"text": "x" * 70_000},
    {"text": "👩\u200d🚒\u0301\u202e" * 50},
)


def deep(levels: int) -> object:
    value: object = "x"
    for level in range(levels):
        value = [value] if level % 2 else {"message": value}
    return value


NONSENSE: tuple[object, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 2**31, 2**63, -(2**63), 10**19, 10**100, "", "x", "1", "\ud83d", "\0", "账",
    [], {}, [None], [[]], {"id": None}, {"id": "1"}, {"id": 10**30}, {"chat": {"id": 1}}, [1, "a", {}], float("nan"),
    float("inf"), "x" * 5000, deep(50), deep(700),
)  # fmt: skip

NO_JSON: tuple[bytes, ...] = (
    b"", b" ", b"null", b"true", b"12", b'"update"', b"[]", b"{}", b"{", b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe",
    b"\xef\xbb\xbf{}", b"{'update_id': 1}", b"<html>", b'{"update_id": 1e400}', b'{"update_id": NaN}', b"\0" * 99,
    b'{"update_id": 1} {"update_id": 2}', b"9" * 10_000, b'{"update_id": ' + b"9" * 5_000 + b"}", b"update_id=1",
)  # fmt: skip


def bodies(how_many: int, seed: int) -> Iterator[bytes]:
    """Yield so many odd bodies."""
    chance, numbers = Random(seed), count(1000)
    for _ in range(how_many):
        if chance.random() < 0.05:
            yield chance.choice(NO_JSON) + (b" %d" % next(numbers) if chance.random() < 0.5 else b"")
            continue
        update = _fresh(_update(chance, next(numbers)))  # the next one is made of the same parts
        for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
            _spoil(chance, update)
        yield _written(chance, update)


def _fresh(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _update(chance: Random, number: int) -> Json:
    chat = chance.randint(1, CHATS)
    place = {**PRIVATE, "id": chat}
    content = chance.choice(CONTENTS)
    told = {**message(place, **content), "message_id": number, "from": {**ADA, "id": chat}}
    kind = chance.choice(("message",) * 6 + ("edited_message", "callback_query", "callback_query", ""))
    if kind == "callback_query":
        data = chance.choice(("yes", "c:1:2", "", "x" * 200, "fixed:yes", "::", "undo"))
        return {"update_id": number, kind: {**tap(place), "from": {**ADA, "id": chat}, "data": data}}
    return {"update_id": number, kind or chance.choice((*sorted(KINDS), "of_next_year")): told}


def _spoil(chance: Random, update: Json) -> None:
    """Put nonsense in the place of something, or take it away, or add it."""
    place: Any = update
    if chance.random() < 0.85:  # else most would be without a number
        place = next((part for part in update.values() if isinstance(part, dict)), update)
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = chance.choice(keys)
        if not isinstance(place[key], dict | list) or chance.random() < 0.3:
            break
        place = place[key]
    way = chance.random()
    nonsense = _fresh(chance.choice(NONSENSE))
    if way < 0.6:
        place[key] = nonsense
    elif way < 0.9:
        del place[key]
    elif isinstance(place, dict):
        place[chance.choice(("chat", "from", "text", "date", "new_kind", "photo", "venue"))] = nonsense


def _written(chance: Random, update: Json) -> bytes:
    if chance.random() < 0.5:
        return json.dumps(update).encode()
    whole = json.dumps(update, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return whole if chance.random() < 0.95 else whole[: chance.randrange(len(whole))]
