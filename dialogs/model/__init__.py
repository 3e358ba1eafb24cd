"""Scripts, states, events and effects as plain values. Nothing here reads or plays them."""
