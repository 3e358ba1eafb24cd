from datetime import UTC, datetime, timedelta

from bot.desk.hotspots.clustering import telling_cluster
from bot.desk.hotspots.window import TellingWindow, window_telling

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
OTHERS = ("my bill is too high", "roaming is not working", "SIM card locked", "installer did not come", "slow data")


def told(*texts: str) -> TellingWindow:
    """Return what was told after an everyday week, each by somebody else."""
    window = TellingWindow(1e9)
    for number, text in enumerate((*OTHERS * 8, *texts)):
        who, at = f"c{number}", NOON + timedelta(minutes=number)
        window.add(window_telling(at=at, customer=who, ticket=who, text=text))
    return window


def test_what_one_wording_repeats_does_not_hide_what_others_share_with_it() -> None:
    same = "your new app version crashes right after the login"
    others = ("the app crashes when I log in", "since today the app crashes")
    window = told(*others, same, f"{same} again", f"Hello, {same}")

    found = telling_cluster(window, window.end - 1, 0.0, 3)

    assert found is not None
    assert len(found.members) == 5


def test_where_all_say_it_in_one_wording_that_is_the_topic() -> None:
    window = told(*["no signal on Oak Street"] * 4)

    found = telling_cluster(window, window.end - 1, 0.0, 3)

    assert found is not None
    assert "oak street" in found.grams
    assert len(found.members) == 4


def test_without_enough_people_there_is_no_topic() -> None:
    window = told("no signal on Oak Street", "Oak Street: no signal")

    assert telling_cluster(window, window.end - 1, 0.0, 3) is None
