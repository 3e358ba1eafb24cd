import numpy as np
import pytest

from bench.understanding_fit import DATA, fit, fit_acts, fit_signals, logistic
from bot.understanding.labelled_lines import read_acts, read_texts
from bot.understanding.learned_reader import LearnedReader
from bot.understanding.model import packed, shipped, unpacked
from bot.understanding.reader_port import Situation
from tests.bot.matching.sentences_for_tests import by_letters

HANDS = np.array([0, 1, 2] * 30)


@pytest.mark.parametrize("name", ["acts", "signals", "choices"])
def test_a_shipped_model_is_written_as_it_was_read(name: str) -> None:
    model = shipped(name)

    again = unpacked(packed(model))

    assert again.slots == model.slots
    assert again.lines.keys.tolist() == model.lines.keys.tolist()
    for view in model.views:
        assert np.allclose(again.views[view].counts, model.views[view].counts, atol=1e-4)


def test_fitting_gives_the_same_files_byte_by_byte() -> None:
    acts = read_acts(DATA / "acts-mixed.jsonl")[::4][: len(HANDS)]
    texts = read_texts(DATA / "intake-mixed.jsonl")[: len(HANDS)]

    once = [
        packed(fit_acts(acts, (HANDS, 2), by_letters()).model),
        packed(fit_signals(texts, (HANDS, 2), by_letters()).model),
    ]
    again = [
        packed(fit_acts(acts, (HANDS, 2), by_letters()).model),
        packed(fit_signals(texts, (HANDS, 2), by_letters()).model),
    ]

    assert once == again


def test_a_fitted_model_reads_its_own_lines_rightly() -> None:
    acts = read_acts(DATA / "acts-mixed.jsonl")[::4][: len(HANDS)]
    texts = read_texts(DATA / "intake-mixed.jsonl")[: len(HANDS)]
    models = fit_acts(acts, (HANDS, 2), by_letters()).model, fit_signals(texts, (HANDS, 2), by_letters()).model

    reader = LearnedReader(lambda _: (), by_letters(), *map(unpacked, map(packed, models)))

    assert np.mean([one.is_right(reader.acts(one.text, one.situation)[0][0]) for one in acts]) > 0.8
    assert reader.read(texts[0].text, Situation()).version.startswith("learned-all-")


def test_a_hand_that_is_left_out_is_scored_as_if_it_had_never_been_there() -> None:
    chance = np.random.default_rng(1)
    points, targets = chance.normal(size=(9, 4)), chance.normal(size=(9, 2))
    hands = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
    like, of = points @ points.T, hands == 1

    _, held_out = fit(like, targets, 0.5, hands)

    counts = np.linalg.solve(like[np.ix_(~of, ~of)] + 0.5 * np.eye(6), targets[~of])
    assert held_out.scores[of] == pytest.approx(like[np.ix_(of, ~of)] @ counts)
    assert held_out.counts[1][~of] == pytest.approx(counts)
    assert held_out.counts[1][of] == pytest.approx(np.zeros((3, 2)))


def test_evidence_that_goes_with_a_signal_weighs_for_it() -> None:
    evidence = np.array([[0.0], [0.1], [0.2], [0.8], [0.9], [1.0]])

    constant, weight = logistic(evidence, np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0]))

    assert weight > 0
    assert constant + weight * 0.5 == pytest.approx(0.0, abs=1e-6)
