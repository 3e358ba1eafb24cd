"""What a message does and says, read in its situation: acts and signals. Knows no tickets and no desk."""
