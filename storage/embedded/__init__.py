"""The embedded store: TinyDB over an append-only journal, in one folder and for one process."""
