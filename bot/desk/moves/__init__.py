"""What a message leads to: read in its situation, looked up in one table, carried out."""
