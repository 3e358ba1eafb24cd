"""When something is due: opening hours, holidays, due times, the clocks of regulators, and days in words."""
