"""``sign-in-link``: prints a fresh link that signs a member of the staff in, once; the older ones open nothing more."""

from argparse import ArgumentParser, Namespace

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.desk.core.errors import Refused
from bot.desk.staff.audit import COMMAND_LINE, Actor
from bot.desk.staff.membership import named, new_link


async def make_link(container: Container, request: Request) -> Answer:
    """Return the link for the one member of the name."""
    store, environment, name = container.store, container.environment, request.word("name")
    found = await named(store.unit(), name)
    if len(found) != 1:
        several = "several have this name; make a link on the page /admin" if found else "nobody on the staff is called"
        return Answer(errors=f"{several}: {name}", status=1)
    try:
        token = await new_link(store, environment, Actor(None, COMMAND_LINE), found[0])
    except Refused:
        return Answer(errors=f"{found[0].name} is suspended", status=1)
    return Answer(f"{container.settings.address}/sign-in?token={token}", "works once, within a day")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="of the member, as on the page /admin")


def _read(given: Namespace) -> Request:
    return Request("sign-in-link", words={"name": given.name})


COMMAND = Command(
    name="sign-in-link",
    help="print a link that signs a member of the staff in",
    arguments=_arguments,
    run=OnDesk(_read, make_link),
)
