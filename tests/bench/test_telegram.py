from bench.telegram import Figures, bots, median, run


async def test_every_update_is_answered_by_an_echo_and_by_the_program() -> None:
    bare, *_, by_words, _ = bots()
    echoed = await run(bare, chats=2, times=2)
    taken = await run(by_words, chats=2, times=8)

    assert echoed.answers == 1
    assert taken.answers > 1  # a greeting comes before the first question


def test_what_is_told_is_the_median_of_each_figure() -> None:
    runs = [Figures(1, 9, 4, 1), Figures(2, 8, 6, 1), Figures(3, 7, 5, 1)]

    assert median(runs) == Figures(2, 8, 5, 1)
