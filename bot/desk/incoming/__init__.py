"""What a customer did, from the channel to the rule that answers it. The answers themselves are for `dialog`."""
