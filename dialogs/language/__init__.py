"""The script language: how scripts, cases and known issues are written, and what is wrong with one. Plays nothing."""
