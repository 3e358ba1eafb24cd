"""The frozen records that both stores keep, and the closed sets of words in them."""
