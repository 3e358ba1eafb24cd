"""What every other room may use: clock and ids as values, due dates, dates in words, clean texts, errors.

Knows no ticket rules.
"""
