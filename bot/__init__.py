"""The program: the complaints desk, its channels, its pages and the place where they are wired."""
