"""Strict YAML, its problems, and the wordings that every dialog needs. What a script is made of is for `language`."""
