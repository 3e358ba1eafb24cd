"""Stands before the package of the sentence embedding on the path, as if it was not installed."""

raise ImportError("not installed")
