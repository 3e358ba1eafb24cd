"""``versions``: lists the versions of scripts and known issues, and which of them is in force."""

from argparse import ArgumentParser
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.scripts.registry import ScriptRegistry
from storage.records.script_records import ScriptVersion


async def versions(container: Container, request: Request) -> Answer:
    """Return the versions of one script, or of all, the newest first."""
    scripts, wanted = container.desk.scripts, request.word("script")
    keys = [key for key in scripts.keys() if key == wanted or not wanted]  # noqa: SIM118  # a method of Scripts, which is no mapping
    if not keys:
        return Answer(errors=f"there is no version of {wanted or 'any script'}", status=1)
    lines: list[str] = []
    for key in keys:
        lines += [key, *(_line(scripts, one, container.desk.policy.zone) for one in reversed(scripts.records(key)))]
    return Answer("\n".join(lines))


def _line(scripts: ScriptRegistry, version: ScriptVersion, zone: ZoneInfo) -> str:
    published = scripts.published(version.script)
    last = next((one for one in reversed(published) if one.version == version.id), None)
    if last is None:
        return _row(version.id, "draft", version.imported, f"imported by {version.by}", zone)
    status = "published" if published[-1].version == version.id else "retired"
    verb = "rolled back to" if last.kind == "rollback" else "published"
    return _row(version.id, status, last.at, f"{verb} by {last.by}", zone)


def _row(version: str, status: str, at: datetime, how: str, zone: ZoneInfo) -> str:
    return f"  {version:.7}  {status:9}  {at.astimezone(zone):%Y-%m-%d %H:%M}  {how}"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("script", nargs="?", default="", metavar="SCRIPT")


COMMAND = Command(
    name="versions",
    help="list the versions of a script, or of all",
    arguments=_arguments,
    run=OnDesk(lambda given: Request("versions", words={"script": given.script}), versions),
)
