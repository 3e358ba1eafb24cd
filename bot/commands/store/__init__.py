"""The commands about what is kept: copy, back up, count, repair, retain. They print; the doing is for `storage`."""
