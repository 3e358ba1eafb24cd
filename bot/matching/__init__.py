"""Texts against texts; knows no tickets."""
