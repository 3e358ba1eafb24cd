"""The numbers that were fitted to the development set: ``python -m bench.fit`` prints them anew. Nothing else here."""

from collections.abc import Mapping

from bot.matching.confidence import Logistic

LIKELIHOOD: Mapping[str, Logistic] = {
    "grams": Logistic((2.564, 33.481), -4.665),
    "meanings": Logistic((10.472, 0.84, 6.202, 7.758), -8.235),
    "all": Logistic((2.553, 1.341, 4.381, 1.95, 4.349), -2.467),
}
"""Of one matter, from the views of `classify` that there are."""
CONFIDENCE: Mapping[str, Logistic] = {
    "grams": Logistic((0.619, -0.059, 0.766, -0.662, -2.063, 0.368), 1.383),
    "meanings": Logistic((0.435, 0.225, 0.668, -0.502, 1.955, 0.297, -2.322, -0.937), -0.17),
    "all": Logistic((0.911, 0.062, 0.327, -0.301, 2.919, -0.991, 0.257, 0.89, -2.377), -0.93),
}
"""Of the first, from `classify.lead`."""
ANSWERED: Mapping[str, Mapping[float, float]] = {
    "meanings": {0.9: 0.774, 0.95: 0.893, 0.98: 0.967},
    "all": {0.9: 0.733, 0.95: 0.882, 0.98: 0.981},
}
"""From which confidence on so many of the answers can be counted on to be right."""
OFFERED: Mapping[str, float] = {"grams": 0.3, "meanings": 0.25, "all": 0.25}
"""From which confidence on known issues are offered."""
RETOLD: Mapping[str, Logistic] = {
    "grams": Logistic((3.189, 1.401, 3.929, -9.026, -0.356, 6.505), -2.166),
    "meanings": Logistic((1.064, 0.885, 4.747, -10.541, -0.6, 3.392, 1.955), -2.605),
}
"""That a telling is about an earlier matter, from `retelling.Listener.features`."""
