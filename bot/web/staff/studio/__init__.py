"""The pages on which admins change scripts and known issues: each is a view of one draft."""
