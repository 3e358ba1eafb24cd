"""The commands about one customer's own data. They print; `bot.desk.privacy` does it."""
