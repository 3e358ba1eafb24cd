"""The life of a ticket, and tickets that are alike. Who works on it is for `agents`."""
