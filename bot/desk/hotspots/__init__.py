"""Topics that more people tell than usual: found, watched, tried on the past.

What the staff make of one is for `agents`.
"""
