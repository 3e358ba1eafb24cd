import pytest

from bot.desk.signals.signal_reader import SignalReader
from bot.matching.sentences import installed
from bot.understanding.learned_reader import LearnedReader


@pytest.fixture(scope="session")
def by_words() -> LearnedReader:
    return LearnedReader(SignalReader().read, None)


@pytest.fixture(scope="session")
def by_meanings() -> LearnedReader:
    sentences = installed()
    if sentences is None:
        pytest.skip("the extra “recognition” is not installed")
    return LearnedReader(SignalReader().read, sentences)
