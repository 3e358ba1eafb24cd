"""Strict YAML, its problems, and the words kept in it: those every dialog needs, and tables of a package's own.

What a script is made of is for `language`.
"""
