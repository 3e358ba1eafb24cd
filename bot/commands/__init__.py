"""The commands of ``python -m bot``, a module each, and how their arguments are read."""
