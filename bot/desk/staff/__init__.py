"""Who the staff are: accounts, roles, secrets that sign them in. What they do to tickets is for `agents`."""
