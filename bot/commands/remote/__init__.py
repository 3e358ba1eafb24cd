"""How a command reaches the process that serves. What it does there is for the command."""
