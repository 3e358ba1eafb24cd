"""How messages come in and go out without loss: inbox, outbox, their worker pool.

What they mean is decided elsewhere.
"""
