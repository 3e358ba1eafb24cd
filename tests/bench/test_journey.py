import pytest

from bench.journey import JOURNEYS, measure, named


async def test_each_of_the_five_journeys_has_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.journey.REST", 0.1)
    table = await measure(plays=1, repeats=1, due=1)

    assert list(JOURNEYS) == list(table)
    for row in table.values():
        assert 1 < row.files < row.functions < row.moves
        assert row.cpu_ms > 0
    assert table["timer"].moves < table["one-word answer"].moves < table["first telling"].moves


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Turns.play", "Turns.play"),
        ("Turns.play.<locals>.act", "Turns.play.<locals>.act"),
        ("Turns.play.<locals>.act.<locals>.<lambda>", "Turns.play.<locals>.act"),
        ("Turns.<lambda>", "Turns"),
    ],
)
def test_what_has_no_name_belongs_to_the_function_around_it(written: str, expected: str) -> None:
    assert expected == named(written)
