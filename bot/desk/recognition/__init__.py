"""Whether a telling is a repeat or a known issue, and how well that works.

Texts against texts is for `bot.matching`.
"""
