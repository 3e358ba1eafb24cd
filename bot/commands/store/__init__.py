"""The commands about what is kept: begin, copy, back up, count, repair, retain. They print; `storage` does it."""
