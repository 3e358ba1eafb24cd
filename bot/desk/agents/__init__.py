"""What the staff see and do: handoffs, replies, surveys, cards, queries. Pages and groups only call it."""
