"""A stand-in for Telegram's Bot API, to test and measure bots without Telegram; README.md tells how to use it."""
