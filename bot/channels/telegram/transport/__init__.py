"""The ways to and from the Bot API: polling, webhook, sessions, rate limits, errors. Knows no chats and no staff."""
