"""One turn in the making: its unit of work, what the rules may ask, locks and timers.

Which rule applies is decided above.
"""
