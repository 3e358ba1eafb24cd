"""Each cell of the table, played: a customer at the stage says a typical line, and what the move promises is seen."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.desk.moves.act_table import AFTERWARDS, TABLE, Move
from bot.understanding.acts import Act, Stage
from tests.bot.desk.desk_harness import DeskHarness
from tests.bot.desk.moves.at_stages import TOLD, Scene, play

LINES: Mapping[Act, str] = {
    Act.TELLS: "The technician scratched my new door yesterday",
    Act.ANSWERS: "the first one",
    Act.ADDS: "and nobody at the counter would look at it",
    Act.CORRECTS: "sorry, make that 250 yuan",
    Act.CONFIRMS: "looks good to me, go on then",
    Act.DENIES: "no no, that can't be it",
    Act.WITHDRAWS: "forget the whole thing",
    Act.LATER: "on the bus now, another time",
    Act.ASKS_STATUS: "how far along is my case",
    Act.ASKS_US: "what happens with all this then",
    Act.ASKS_ANSWER: "until when is the shop in the station open to buy a SIM",
    Act.WANTS_PERSON: "put me through to one of your people",
    Act.NUDGES: "is anybody still with me",
    Act.DECLINES: "I won't give you that",
    Act.ALREADY_TOLD: "you have all of that already",
    Act.THANKS: "you are ever so kind",
    Act.PRAISES: "the lady on the phone was wonderful",
    Act.GREETS: "a very good evening to you all",
    Act.SWITCHES_LANGUAGE: "could we do that in Chinese",
    Act.SOLVED: "it has sorted itself out meanwhile",
    Act.OTHER: "lorem ipsum dolor",
}
"""A typical line for each act."""
NUMBER = "it says 12345678 on it"
"""An answer to the question at hand."""


def line(stage: Stage, act: Act) -> str:
    """Return what is said: what answers the question at hand names its number, what answers an offer a button's."""
    return NUMBER if (stage, act) == (Stage.QUESTION, Act.ANSWERS) else LINES[act]


def told(scene: Scene) -> str:
    return str(scene.slots.get("problem", ""))


def asks_again(scene: Scene) -> bool:
    """Tell whether what was open is asked once more, and of a draft that was put away, whether to go on with it."""
    if scene.before is None or scene.before.status in ("closed", "with-person"):
        return scene.same
    if scene.before.status == "abandoned":
        return asks_to_resume(scene)
    return scene.same and (scene.after.state["question"] == scene.before.state["question"]) and bool(scene.shown)


def offers(*keys: str) -> Callable[[Scene], bool]:
    """Return whether exactly the buttons of these labels stand below the last reply, and nothing else happened."""
    return lambda scene: scene.shown == tuple(map(scene.desk.common, keys)) and scene.same


def telling(key: str) -> Callable[[Scene], bool]:
    return lambda scene: scene.says(key) and asks_again(scene)


def answers(scene: Scene) -> bool:
    """It went on, or the question is asked anew since the words were no answer to it."""
    if scene.text == LINES[Act.OTHER]:
        return scene.same and len(scene.replies) == 1
    return scene.step != scene.stood if scene.text == NUMBER or scene.shown else not scene.same


def adds(scene: Scene) -> bool:
    goes_past = scene.stood in ("is-it-a-repeat", "is-it-known")
    return scene.text in told(scene) and (scene.step != scene.stood) == goes_past and scene.after.status == "with-bot"


def corrects(scene: Scene) -> bool:
    is_shown = scene.says("changed") or "250" in scene.replies[-1]
    return scene.slots["amount"] == "250.00" and is_shown and bool(scene.shown) and scene.same


def confirms(scene: Scene) -> bool:
    if scene.stood == "ask-account":  # nothing there can be confirmed, and a yes is no number
        return scene.same and "account" not in scene.slots
    return scene.after.status == "closed" and scene.after.state["slots"].get("solved") != "no"


def denies(scene: Scene) -> bool:
    if scene.stood in ("ask-account", "show-summary") and scene.before and scene.before.status == "with-bot":
        return scene.same and bool(scene.shown)
    if scene.after.state["slots"].get("solved") == "no":
        return scene.tickets[-1].status == "investigating"
    return not scene.same and len(scene.tickets) == len(scene.had)


def declines(scene: Scene) -> bool:
    return scene.slots["account"] == "" and scene.step == "ask-phone"


def shows_known(scene: Scene) -> bool:
    is_told = scene.says("told-so-far") and TOLD in scene.replies[0]
    return (is_told or scene.stood != "ask-account") and asks_again(scene)


def begins(scene: Scene) -> bool:
    return told(scene) == scene.text and scene.after.id != (scene.before.id if scene.before else "")


def greets(scene: Scene) -> bool:
    return scene.step == "ask-problem" and not told(scene) and scene.after.status == "with-bot"


def calls_person(scene: Scene) -> bool:
    return scene.after.status == "with-person" and scene.tickets[-1].status in ("open", "investigating")


def goes_on(scene: Scene) -> bool:
    is_kept = scene.text in told(scene) or scene.slots["amount"] == "250.00"
    need_not = scene.text in (LINES[Act.CONFIRMS], LINES[Act.NUDGES], LINES[Act.ALREADY_TOLD], LINES[Act.ANSWERS])
    return (is_kept or need_not) and scene.step == "ask-account" and scene.after.status == "with-bot"


def praises(scene: Scene) -> bool:
    new = [one for one in scene.tickets if one not in scene.had]
    return [(one.status, one.description) for one in new] == [("praise", scene.text)] and scene.says("praise-kept")


def adds_to_ticket(scene: Scene) -> bool:
    kept = scene.message.ticket == scene.tickets[-1].id and len(scene.tickets) == 1
    return kept and scene.says("added-to") and asks_again(scene)


def tells_status(scene: Scene) -> bool:
    is_told = scene.tickets[-1].reference in scene.replies[0] if scene.tickets else scene.says("status-none")
    return (is_told or scene.says("status-unfinished")) and asks_again(scene)


def explains(scene: Scene) -> bool:
    return any(map(scene.says, ("about-next", "about-next-filed", "waiting-truth"))) and asks_again(scene)


def is_silent(scene: Scene) -> bool:
    return scene.replies == () and scene.same and scene.message.ticket == scene.tickets[-1].id


def acknowledges(scene: Scene) -> bool:
    key = "waiting-corrected" if scene.text == LINES[Act.CORRECTS] else "waiting-sign"
    signs = scene.desk.common(key, standing=scene.desk.common("place-next"))
    return scene.replies == (signs,) and scene.same and scene.message.ticket == scene.tickets[-1].id


def reassures(scene: Scene) -> bool:
    known = any(map(scene.says, ("waiting-truth", "nudge-filed", "nudge-open")))
    return known and asks_again(scene)


def speaks_chinese(scene: Scene) -> bool:
    return scene.replies[0] == scene.desk.common("language-set", "zh") and bool(re.search("[一-龥]", scene.replies[-1]))


def thanks(scene: Scene) -> bool:
    return (scene.says("thanks") or scene.says("you-are-welcome")) and asks_again(scene)


def rests(scene: Scene) -> bool:
    return scene.after.status == "abandoned" and scene.says("rested") and bool(told(scene))


def cancels(scene: Scene) -> bool:
    nothing_sent = len(scene.tickets) == len(scene.had)
    return scene.after.status == "closed" and scene.says("cancelled") and nothing_sent


def asks_to_resume(scene: Scene) -> bool:
    return scene.says("resume") and scene.shown == ("Go on with it", "Something else")


SEEN: Mapping[Move, Callable[[Scene], bool]] = {
    Move.ANSWER: answers,
    Move.ADD: adds,
    Move.CORRECT: corrects,
    Move.CONFIRM: confirms,
    Move.DENY: denies,
    Move.DECLINE: declines,
    Move.SHOW_KNOWN: shows_known,
    Move.CANCEL: cancels,
    Move.REST: rests,
    Move.RESUME: asks_to_resume,
    Move.GO_ON: goes_on,
    Move.BEGIN: begins,
    Move.GREET: greets,
    Move.PERSON: calls_person,
    Move.LANGUAGE: speaks_chinese,
    Move.STATUS: tells_status,
    Move.EXPLAIN: explains,
    Move.INFORM: offers("move-pass", "move-keep"),
    Move.REASSURE: reassures,
    Move.HELLO: telling("hello-again"),
    Move.THANK: thanks,
    Move.ALL_RIGHT: telling("all-right"),
    Move.GLAD: telling("glad"),
    Move.WHENEVER: lambda scene: scene.says("whenever") and scene.same,
    Move.PRAISE: praises,
    Move.ADD_TO_TICKET: adds_to_ticket,
    Move.TO_PERSON: is_silent,
    Move.ACKNOWLEDGE: acknowledges,
    Move.NOTHING_OPEN: telling("nothing-to-cancel"),
    Move.ASK_DROP: offers("move-drop", "no-go-on"),
    Move.ASK_WITHDRAW: offers("move-withdraw", "move-keep"),
    Move.ASK_SETTLE: offers("move-settle", "move-keep"),
    Move.ASK_NEW: offers("move-begin", "move-add-to-ticket"),
}
"""What can be seen of each move."""
CELLS = [(stage, act, move) for act, row in TABLE.items() for stage, move in row.items()]


@pytest.mark.parametrize(("stage", "act", "move"), CELLS, ids=lambda one: str(one))
async def test_each_cell_does_what_its_move_says(desk: DeskHarness, stage: Stage, act: Act, move: Move) -> None:
    text = line(stage, act)
    desk.reader.will_say(text, act)
    scene = await play(desk, stage, text)

    assert SEEN[move](scene), (scene.replies, scene.shown, scene.after.state)


def test_each_act_is_decided_at_each_stage_by_a_move_that_a_case_looks_at() -> None:
    assert set(TABLE) == set(Act)
    assert all(set(row) == set(Stage) for row in TABLE.values())
    assert {move for _, _, move in CELLS} == set(SEEN) == set(Move) - AFTERWARDS


def _page() -> str:
    return Path(__file__).parents[4].joinpath("docs", "acts.md").read_text()


def test_the_page_holds_the_same_table() -> None:
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in _page().splitlines() if row.startswith("| ")]
    heads = [row for row in rows if row[0] == "does"]
    cells = {
        (stage, row[0]): move
        for head, body in zip(heads, _bodies(rows), strict=True)
        for row in body
        for stage, move in zip(head[1:], row[1:], strict=True)
    }

    assert cells == {(str(stage), str(act)): str(move) for stage, act, move in CELLS}


def _bodies(rows: list[list[str]]) -> list[list[list[str]]]:
    """Return the rows below each head, up to the next."""
    bodies: list[list[list[str]]] = []
    for row in rows:
        if row[0] == "does":
            bodies.append([])
        elif bodies and row[0] in list(Act):
            bodies[-1].append(row)
    return bodies


def test_the_page_says_what_each_move_is() -> None:
    told = set(re.findall(r"^\| `([a-z-]+)` \|", _page(), re.MULTILINE))

    assert told == set(Move)
