"""What the desk can say about a period: figures over its tickets, and where they come from.

`report_reader` reads the store; all else here is pure and knows facts only.
"""
