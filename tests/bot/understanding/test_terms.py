from bot.understanding.terms import LONGEST, counts, number, weighted


def test_words_are_counted_in_runs_and_letters_within_them() -> None:
    words, letters = counts("Forget it")

    assert {"forget", "it", "forget it", "\1 forget", "it \2"} <= set(words)
    assert "\3 fo" in letters


def test_chinese_is_read_sign_by_sign_and_traditional_as_simplified() -> None:
    assert counts("撤銷")[0]["撤 销"] == 1


def test_the_shape_of_a_text_is_a_term() -> None:
    words, _ = counts("T-2026-000042?")

    assert {"\0question", "\0reference", "\0digits", "\0number"} <= set(words)


def test_only_terms_that_are_known_weigh_and_the_rare_ones_more() -> None:
    rarity = {number("forget"): 5.0, number("it"): 1.0}

    found = weighted("forget it now", rarity)

    assert set(found) == set(rarity)
    assert found[number("forget")] > found[number("it")]


def test_what_is_written_after_the_longest_text_is_not_read() -> None:
    assert counts("a " * LONGEST) == counts("a " * LONGEST + "complaint")
