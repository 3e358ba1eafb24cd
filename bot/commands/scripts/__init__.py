"""The commands about scripts: check, publish, compare, replay, draw.

They print; what they do is for `bot.desk.scripts`.
"""
