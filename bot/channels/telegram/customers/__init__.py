"""The customers' private chats on Telegram: their updates, how messages look there, menus, files.

How calls are made is for `transport`.
"""
