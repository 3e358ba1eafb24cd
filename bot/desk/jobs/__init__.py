"""What happens because time passes: timers, downloads, retention. Nobody waits for it."""
