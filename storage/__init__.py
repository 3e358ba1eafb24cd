"""What the desk keeps: records, the words to read and write them, and the stores that hold them."""
