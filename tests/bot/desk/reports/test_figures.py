import numpy as np
import pytest

from bot.desk.reports.figures import Share, Spread, spread
from bot.desk.reports.ticket_table import TicketTable


@pytest.mark.parametrize(("hits", "of", "low", "high"), [(0, 5, 0, 0.43), (5, 5, 0.57, 1), (3, 6, 0.19, 0.81)])
def test_of_few_only_a_wide_range_is_known(hits: int, of: int, low: float, high: float) -> None:
    share = Share(hits, of)

    assert share.is_small
    assert pytest.approx((low, high), abs=0.01) == share.range


def test_of_nothing_there_is_no_share_and_no_time() -> None:
    assert Share().value is None
    assert Share().range == (0.0, 1.0)
    assert spread(TicketTable([]), "to-solve", np.array([], np.bool_)) == Spread()
