"""The numbers that were fitted to the development set: ``python -m bench.fit`` prints them anew. Nothing else here."""

from collections.abc import Mapping

from bot.matching.confidence import Logistic

LIKELIHOOD: Mapping[str, Logistic] = {
    "grams": Logistic((33.59, 0.017, -10.08), -4.579),
    "all": Logistic((17.001, -1.07, 2.882, 1.162, -0.925), -6.576),
}
"""Of one matter, from the views of `classify` that there are."""
CONFIDENCE: Mapping[str, Logistic] = {
    "grams": Logistic((0.17, 0.002, 0.585, -0.604, 3.492, -1.255, 12.073), -0.968),
    "all": Logistic((0.311, 0.125, 0.368, -0.255, -1.526, 0.357, 3.583, 3.167, 1.194), -2.116),
}
"""Of the first, from `classify.lead`: where a set of matters is learnt, it is fitted to that set from here on."""
RETOLD: Mapping[str, Logistic] = {
    "grams": Logistic((3.189, 1.401, 3.929, -9.026, -0.356, 6.505), -2.166),
    "meanings": Logistic((1.064, 0.885, 4.747, -10.541, -0.6, 3.392, 1.955), -2.605),
}
"""That a telling is about an earlier matter, from `retelling.Listener.features`."""
