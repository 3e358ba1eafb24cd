"""``store retain``: removes what is too old now, or tells what would go."""

from argparse import ArgumentParser, Namespace

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.commands.store.folder_argument import add_folder, folder_words
from bot.container import Container
from bot.desk.jobs.retention_rules import RetentionRules, read_days

_FOR_EVER = "tickets and conversations are kept for ever: set KEEP_DAYS, or name --older-than DAYS"


async def retain(container: Container, request: Request) -> Answer:
    """Remove what is older than the ``days`` of the request, or only count it; without them, than is set by now."""
    given, dry, rules = request.word("days"), bool(request.word("dry")), container.company.now.retention
    if given:
        rules = RetentionRules({"matters": int(given)}, audit_days=rules.audit_days)
    gone = await container.retention.remove(rules, dry=dry)
    lines = [f"  {kind:<16}{count:>12,}" for kind, count in sorted(gone.items())]
    if given:
        lines.insert(0, f"what nobody has had to do with for {given} days, and marks and sign-ins that are over:")
    last = "would go; nothing was changed" if dry else "removed"
    keeps = rules == RetentionRules(audit_days=rules.audit_days)
    return Answer("\n".join([*lines, last if gone else "nothing is too old"]), _FOR_EVER if keeps else "")


def _arguments(parser: ArgumentParser) -> None:
    add_folder(parser)
    parser.add_argument("--older-than", default="", metavar="DAYS", help="matters as a whole; what is set unless given")
    parser.add_argument("--dry-run", action="store_true", help="only count what would go")


def _read(given: Namespace) -> Answer | Request:
    try:
        days = str(read_days(given.older_than)) if given.older_than else ""
    except ValueError as mistake:
        return Answer(errors=f"--older-than: {mistake}", status=2)
    return Request("store retain", words={"days": days, "dry": "yes" if given.dry_run else "", **folder_words(given)})


COMMAND = Command(
    name="store retain",
    help="remove what is too old now, as the serving program does once a day",
    arguments=_arguments,
    run=OnDesk(_read, retain),
)
