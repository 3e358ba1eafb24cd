"""The outside world of customers, each channel behind the same port."""
