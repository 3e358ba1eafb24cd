"""The pages of the staff, and the HTTP server that carries them and the customers' web chat."""
