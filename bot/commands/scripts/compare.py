"""``compare``: tells by step, not by line, how two versions differ."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.commands.command import Command, OnDesk
from bot.commands.input_files import read_sources
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.scripts.history import NoSuchVersion, before, known
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.validation import Source, validate
from dialogs.language.known_issue import KnownIssue
from dialogs.language.script_loader import Loaded
from dialogs.versions.version_compare import compare as compare_scripts
from dialogs.versions.version_compare import render


async def compare(container: Container, request: Request) -> Answer:
    """Compare what is in force with a file, or two versions.

    Of two versions that are not named, the first is the one before, and the second the one in force.
    """
    scripts = container.desk.scripts
    try:
        return _with_file(scripts, request.sources[0]) if request.sources else _versions(scripts, request)
    except NoSuchVersion as refusal:
        return Answer(errors=str(refusal), status=1)


def _with_file(scripts: ScriptRegistry, source: Source) -> Answer:
    """Mistakes that are no more than missing or failing cases leave something to be compared."""
    verdict = validate(source)
    if not verdict.key:
        return Answer(errors="\n".join(map(str, verdict.mistakes)), status=1)
    return _told(scripts, verdict.key, _present(scripts, verdict.key), verdict.loaded, source.id)


def _versions(scripts: ScriptRegistry, request: Request) -> Answer:
    key, old, new = request.word("script"), request.word("old"), request.word("new")
    first = known(scripts, key, old) if old else before(scripts, key)
    second = known(scripts, key, new) if new else _present(scripts, key)
    return _told(scripts, key, first, scripts.loaded(second), second)


def _present(scripts: ScriptRegistry, key: str) -> str:
    try:
        return scripts.current(key)
    except KeyError:
        raise NoSuchVersion(f"nothing of {key} is in force") from None


def _told(scripts: ScriptRegistry, key: str, old: str, new: Loaded, name: str) -> Answer:
    return Answer(f"{key}: {old:.7} → {name:.7}\n{_differences(key, scripts.loaded(old), new)}")


def _differences(key: str, old: Loaded, new: Loaded) -> str:
    if old.problems or new.problems:
        raise NoSuchVersion(f"a version of {key} cannot be read by this program any more")
    lines = list(_issues(old.known_issues, new.known_issues))
    if old.script and new.script:
        told = render(compare_scripts(old.script, new.script))
        return "\n".join([told, *lines] if old.script != new.script else lines or [told])
    return "\n".join(lines or ["no difference"])


def _issues(old: tuple[KnownIssue, ...], new: tuple[KnownIssue, ...]) -> list[str]:
    before, after = ({issue.key: issue for issue in issues} for issues in (old, new))
    return [
        f"known issue {key}: {'added' if key not in before else 'removed' if key not in after else 'changed'}"
        for key in (*after, *(key for key in before if key not in after))
        if before.get(key) != after.get(key)
    ]


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="FILE|SCRIPT", help="a file, compared with what is in force, or a script")
    parser.add_argument("versions", nargs="*", metavar="VERSION", help="of the script: from one, to another")


def _read(given: Namespace) -> Request:
    if given.what.endswith(".yaml"):
        return Request("compare", read_sources([Path(given.what)]))
    named = dict(zip(("old", "new"), given.versions, strict=False))
    return Request("compare", words={"script": given.what, **named})


COMMAND = Command(
    name="compare",
    help="tell by step how two versions differ",
    arguments=_arguments,
    run=OnDesk(_read, compare, needs_store=False),
)
