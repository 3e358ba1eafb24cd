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
        (0.0, 0.0, 1.021, 0.029, 4.009, 1.93, -17.8, 3.554, 3.254, -1.403, -2.741, 0.917, 1.666, 2.271, 5.302), -0.281
    ),
    "grams, latin": Logistic(
        (0.385, 0.985, 1.254, 0.468, 3.193, 0.276, -9.638, 2.443, 1.946, -1.593, -1.727, 2.769, 2.355, 0.889, 6.28),
        -0.705,
    ),
    "meanings, chinese": Logistic(
        (
            0.0,
            0.0,
            0.0,
            0.0,
            1.022,
            6.182,
            -20.432,
            4.038,
            0.929,
            -2.103,
            -0.171,
            1.184,
            1.329,
            1.112,
            -0.293,
            0.0,
            5.473,
            -2.492,
            0.734,
            1.943,
        ),
        -3.212,
    ),
    "meanings, latin": Logistic(
        (
            0.0,
            0.0,
            0.0,
            0.678,
            1.366,
            3.087,
            -10.18,
            2.59,
            1.799,
            -2.605,
            -1.473,
            1.562,
            1.26,
            0.888,
            2.575,
            0.311,
            2.079,
            -0.245,
            1.058,
            0.939,
        ),
        -0.879,
    ),
}
"""That a telling is about an earlier matter, from `resemblance.features`: ``python -m bench.repeats_fit``."""
