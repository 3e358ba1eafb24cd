"""The page of the web chat, and the files that come by it."""
