"""The numbers that were fitted to the development set: ``python -m bench.fit`` prints them anew. Nothing else here."""

from collections.abc import Mapping

from bot.matching.calibrate import Logistic

LIKELIHOOD: Mapping[str, Logistic] = {
    "grams": Logistic((1.431, 35.035), -4.384),
    "meanings": Logistic((10.562, 0.265, 5.168, 9.195), -7.789),
    "all": Logistic((2.751, 1.502, 4.026, 2.271, 4.458), -2.469),
}
"""Of one matter, from the views of `classify` that there are."""
CONFIDENCE: Mapping[str, Logistic] = {
    "grams": Logistic((0.625, -0.011, 0.631, 5.874), -1.098),
    "meanings": Logistic((0.608, 0.112, 0.707, 4.285), -0.673),
    "all": Logistic((0.974, -0.163, 0.22, -1.564), 0.429),
}
"""Of the first, from `classify.lead`."""
ANSWERED: Mapping[str, Mapping[float, float]] = {
    "meanings": {0.9: 0.747, 0.95: 0.901, 0.98: 0.975},
    "all": {0.9: 0.717, 0.95: 0.872, 0.98: 0.978},
}
"""From which confidence on so many of the answers can be counted on to be right."""
OFFERED: Mapping[str, float] = {"grams": 0.3, "meanings": 0.3, "all": 0.3}
"""From which confidence on known issues are offered."""
RETOLD: Mapping[str, Logistic] = {
    "grams": Logistic((6.429, 1.328, 3.654, -5.962, 0.247), -3.207),
    "meanings": Logistic((-0.716, 1.01, 5.138, -7.808, -1.143, 1.199, 6.618, -0.477), -2.022),
}
"""That a telling is about an earlier matter, from `retelling.Listener.features`."""
