"""The clocks of regulators that come with the program, a file each. They are no legal advice: have yours looked at."""
