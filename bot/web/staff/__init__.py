"""The pages of the staff, each with what is asked of it."""
