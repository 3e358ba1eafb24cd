"""Telegram as a channel: updates come in and are kept, bubbles go out, and the staff may answer in a group."""
