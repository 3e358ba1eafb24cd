"""Scripts and known issues in force: read, judged, published, replayed, counted.

How a script is played is for `dialogs`.
"""
