import numpy as np
import pytest

from bot.matching.grievance import grievance
from tests.bot.desk.desk_harness import SENTENCES

pytestmark = pytest.mark.skipif(SENTENCES is None, reason="meanings are read by an extra")


@pytest.mark.parametrize(
    ("wronged", "asking"),
    [
        ("your gym kept charging me after I left", "how do I freeze my gym membership"),
        ("the vet operated on the wrong cat", "when can I collect my cat from the vet"),
        ("快递员把我的包裹扔进了水坑", "包裹几天能到"),
        ("健身房没经过我同意就续了一年", "健身卡怎么续费"),
    ],
)
def test_who_was_wronged_tells_more_of_a_wrong_than_who_asks_in_a_trade_nobody_fitted_to(
    wronged: str, asking: str
) -> None:
    assert SENTENCES is not None
    more, less = grievance(np.stack(SENTENCES.of([wronged, asking])))

    assert more > less
