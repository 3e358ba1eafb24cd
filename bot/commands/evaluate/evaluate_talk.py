"""``evaluate talk``: whole conversations, and whether what was seen in the end is what a good clerk would have said."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dialogs
from bot.commands.command import Command
from bot.commands.evaluate.reading_figures import add_reading, answer_with_misses, reading
from bot.commands.evaluate.talk_file import Expected, Talk, read_talks
from bot.commands.evaluate.talk_player import PlayedTalk, play_talk
from bot.commands.input_files import read_whole
from bot.commands.remote.request import Answer
from bot.desk.recognition.evaluation import share
from bot.desk.scripts.import_folder import file_source, folder_sources
from bot.desk.scripts.registry import AFTER_ANSWER
from bot.desk.scripts.validation import Source, validate
from bot.settings import Settings
from dialogs.strict_yaml.problems import render


@dataclass(frozen=True)
class _Judged:
    talk: Talk
    played: PlayedTalk
    failures: tuple[str, ...]


def _add_arguments(parser: ArgumentParser) -> None:
    add_reading(parser, "conversations as YAML; docs/admin-guide.md tells how")
    parser.add_argument("--script", type=Path, metavar="FILE", help="a script of your own, in force as well")


def _measure(given: Namespace) -> Answer:
    (data,) = read_whole([given.file])
    own = validate(file_source(given.script, str(given.script))) if given.script else None
    if own and own.mistakes:
        return Answer(errors="\n".join(map(str, own.mistakes)), status=1)
    keys = {own.key} if own else set()
    keys |= {validate(source).key for source in folder_sources(Path(dialogs.__path__[0]) / "scripts")} - {AFTER_ANSWER}
    script = own.key if own else Settings().script
    talks, problems = read_talks(data.decode("utf-8", "surrogateescape"), sorted(keys), script)
    if problems:
        return Answer(errors="\n".join(render(problem, str(given.file)) for problem in problems), status=1)
    judged = asyncio.run(_judged(talks, own.source if own else None))
    misses = ["\n".join(_told(one)) for one in judged if one.failures]
    return answer_with_misses(given, _figures(judged), ("kinds",), misses)


async def _judged(talks: tuple[Talk, ...], own: Source | None) -> list[_Judged]:
    judged = []
    for talk in talks:
        played = await play_talk(talk, own)
        judged.append(_Judged(talk, played, tuple(_failures(talk, played))))
    return judged


def _figures(judged: list[_Judged]) -> dict[str, object]:
    kinds = {kind: [one for one in judged if one.talk.kind == kind] for kind in sorted({_.talk.kind for _ in judged})}
    return {**_share_right(judged), "kinds": {kind: _share_right(of) for kind, of in kinds.items()}}


def _share_right(judged: list[_Judged]) -> dict[str, float]:
    return {"conversations": len(judged), "right": share(sum(not one.failures for one in judged), len(judged))}


def _failures(talk: Talk, played: PlayedTalk) -> Iterator[str]:
    """Yield what is not as it was expected."""
    if played.amiss:
        yield played.amiss
        return
    yield from _unlike(talk.last, "\n".join(played.last), "the last reply")
    yield from _unlike(Expected(lacks=talk.never), "\n".join(played.said), "a reply")
    yield from _tickets_unlike(talk, played)


def _tickets_unlike(talk: Talk, played: PlayedTalk) -> Iterator[str]:
    expected, tickets = talk.tickets, played.tickets
    if expected.count is not None and expected.count != len(tickets):
        yield f"tickets: {len(tickets)}, not {expected.count}"
    values = [value for one in tickets for value in (one.description, one.status, *map(str, one.slots.values()))]
    kept = "\n".join([*values, *played.on_tickets])
    yield from _unlike(expected.words, kept, "what is kept")
    for slot, parts in expected.slots.items():
        found = [str(one.slots.get(slot, "")) for one in tickets]
        if not any(_holds(value, part) for value in found for part in parts):
            yield f"{slot}: {' | '.join(found) or 'nothing'}, not {' or '.join(parts)}"


def _unlike(expected: Expected, text: str, what: str) -> Iterator[str]:
    for parts in expected.holds:
        if not any(_holds(text, part) for part in parts):
            yield f"{what} does not hold {' or '.join(f'“{part}”' for part in parts)}"
    yield from (f"{what} holds “{part}”" for part in expected.lacks if _holds(text, part))


def _holds(text: str, part: str) -> bool:
    return part.casefold() in text.casefold()


def _told(one: _Judged) -> Iterator[str]:
    yield f"\n{one.talk.key} ({one.talk.kind})"
    yield from (f"  ! {failure}" for failure in one.failures)
    yield from (f"    {line}" for part in one.played.lines for line in part.splitlines())
    for ticket in one.played.tickets:
        slots = ", ".join(f"{key}: {value}" for key, value in ticket.slots.items())
        yield f"    {ticket.reference} {ticket.status}: {slots}"


COMMAND = Command(
    name="evaluate talk",
    help="whole conversations, and what is seen of them in the end",
    arguments=_add_arguments,
    run=reading(_measure),
)
