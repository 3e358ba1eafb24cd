"""Scripts and figures as pictures, for the people who write and answer for them."""
