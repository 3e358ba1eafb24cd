"""The commands that measure recognition on a company's own texts, and fit it to them. Decides nothing itself."""
