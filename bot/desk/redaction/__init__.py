"""What is crossed out before anything is kept: passwords, codes, card numbers."""
