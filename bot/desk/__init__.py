"""What the complaints desk does, whatever the channel: its rules know no Telegram and no HTTP."""
