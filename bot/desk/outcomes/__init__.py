"""How complaints may end and why they happen: lists as data, what they propose, and who may give how much."""
