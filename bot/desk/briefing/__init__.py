"""What the staff are told: the board and the card, the topics of the group, the ladder, promises at risk."""
