"""The numbers that were fitted to the development set: ``python -m bench.fit`` prints them anew. Nothing else here."""

from collections.abc import Mapping

from bot.matching.calibrate import Logistic

LIKELIHOOD: Mapping[str, Logistic] = {
    "grams": Logistic((1.81, 35.118), -4.214),
    "meanings": Logistic((10.345, 0.556, 5.855, 8.0), -7.612),
    "all": Logistic((2.923, 1.843, 4.375, 2.479, 4.345), -2.811),
}
"""Of one matter, from the views of `classify` that there are."""
CONFIDENCE: Mapping[str, Logistic] = {
    "grams": Logistic((0.717, -0.072, 0.731, 4.875, -2.046, 0.04), -0.736),
    "meanings": Logistic((0.515, 0.21, 0.729, 2.905, 1.027, 1.45, -2.882, -0.865), -1.711),
    "all": Logistic((1.007, 0.068, 0.301, 1.202, 2.605, -0.778, -0.62, 2.209, -2.855), -1.673),
}
"""Of the first, from `classify.lead`."""
ANSWERED: Mapping[str, Mapping[float, float]] = {
    "meanings": {0.9: 0.732, 0.95: 0.896, 0.98: 0.977},
    "all": {0.9: 0.686, 0.95: 0.883, 0.98: 0.982},
}
"""From which confidence on so many of the answers can be counted on to be right."""
OFFERED: Mapping[str, float] = {"grams": 0.3, "meanings": 0.3, "all": 0.3}
"""From which confidence on known issues are offered."""
RETOLD: Mapping[str, Logistic] = {
    "grams": Logistic((3.189, 1.401, 3.929, -9.026, -0.356, 6.505), -2.166),
    "meanings": Logistic((1.064, 0.885, 4.747, -10.541, -0.6, 3.392, 1.955), -2.605),
}
"""That a telling is about an earlier matter, from `retelling.Listener.features`."""
