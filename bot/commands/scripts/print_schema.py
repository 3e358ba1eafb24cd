"""``schema``: prints the JSON Schema of scripts, for editors."""

from bot.commands.command import Command, Here
from bot.commands.remote.request import Answer
from dialogs.language.schema import schema_file

COMMAND = Command(
    name="schema",
    help="print the JSON Schema of scripts, for editors",
    run=Here(lambda _: Answer(schema_file().rstrip())),
)
