"""The staff on Telegram: groups with a topic a ticket, accounts, the Mini App.

What agents may do is for `bot.desk.agents`.
"""
