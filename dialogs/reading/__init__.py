"""What customers' words say: dates, amounts, places, contacts, choices, slots. What follows is for `engine`."""
