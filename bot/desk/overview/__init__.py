"""What agents choose from: lists and views in order of urgency, search, what is unread, canned replies."""
