"""Two versions of a script: what differs, who may move, how real conversations would go on a draft. Stores nothing."""
