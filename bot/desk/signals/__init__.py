"""Which signals (anger, grief, danger, threats, the wish for a person) a text holds. What follows is for `dialog`."""
