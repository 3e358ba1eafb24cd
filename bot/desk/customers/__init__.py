"""Who a customer is over several channels: numbers, codes, merging.

What codes say to the customer is for `incoming`.
"""
