"""The numbers that were fitted: ``python -m bench.fit`` and ``bench.repeats_fit`` print them. Nothing else here."""

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
    "grams, chinese": Logistic(
        (
            0.0,
            0.01,
            1.149,
            0.035,
            4.104,
            0.966,
            -17.761,
            3.484,
            3.005,
            -1.161,
            -3.045,
            0.631,
            1.623,
            2.698,
            6.229,
        ),
        -0.343,
    ),
    "grams, latin": Logistic(
        (
            0.672,
            1.172,
            1.243,
            0.472,
            3.144,
            0.059,
            -9.555,
            2.534,
            1.723,
            -1.411,
            -1.882,
            2.557,
            2.266,
            1.099,
            6.307,
        ),
        -0.864,
    ),
    "meanings, chinese": Logistic(
        (
            0.0,
            0.0,
            0.0,
            0.0,
            1.079,
            5.469,
            -20.413,
            4.072,
            0.563,
            -1.865,
            -0.521,
            1.02,
            1.249,
            1.841,
            0.333,
            0.0,
            5.37,
            -2.523,
            0.805,
            1.969,
        ),
        -3.22,
    ),
    "meanings, latin": Logistic(
        (
            0.0,
            0.0,
            0.0,
            0.681,
            1.374,
            2.899,
            -10.12,
            2.677,
            1.672,
            -2.501,
            -1.655,
            1.486,
            1.227,
            1.291,
            2.608,
            0.344,
            2.005,
            -0.317,
            1.098,
            0.951,
        ),
        -0.88,
    ),
}
"""That a telling is about an earlier matter, from `resemblance.features`: ``python -m bench.repeats_fit``."""
