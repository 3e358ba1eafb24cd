"""The pages on which admins keep the company, its staff and its settings."""
