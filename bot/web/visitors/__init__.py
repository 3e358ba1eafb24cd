"""Who is there before anybody has signed in: addresses, connections, the cookie of a customer."""
