"""Dialog scripts: their language, their checks and the pure engine that plays them."""
