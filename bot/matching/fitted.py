"""The numbers that were fitted: ``python -m bench.fit`` and ``bench.repeats_fit`` print them. Nothing else here."""

from collections.abc import Mapping

from bot.matching.confidence import Logistic

LIKELIHOOD: Mapping[str, Logistic] = {
    "grams": Logistic((33.59, 0.017, -10.08), -4.579),
    "all": Logistic((17.001, -1.07, 2.882, 1.162, -0.925, 0.0), -6.576),
}
"""Of one matter, from the views of `classify` that there are."""
CONFIDENCE: Mapping[str, Logistic] = {
    "grams": Logistic((0.17, 0.002, 0.585, -0.604, 3.492, -1.255, 12.073), -0.968),
    "all": Logistic((0.311, 0.125, 0.368, -0.255, -1.526, 0.357, 3.583, 3.167, 1.194, 0.0), -2.116),
}
"""Of the first, from `classify.lead`: where a set of matters is learnt, it is fitted to that set from here on."""
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
