"""The pure engine: a script, a state and an event give the next state and its effects. No clock, store or network."""
