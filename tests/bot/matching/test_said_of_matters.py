from bot.matching.said_of_matters import MOST_OF_NONE, MOST_OF_ONE, NOTHING_SAID, SaidOfMatters, said_of_matters


def test_what_is_about_a_matter_is_learnt_with_it_and_what_is_about_none_beside_them() -> None:
    said = said_of_matters([("my phone is dead in Spain", "roaming"), ("where is my parcel", "")])

    assert said == SaidOfMatters((("roaming", ("my phone is dead in Spain",)),), ("where is my parcel",))


def test_a_telling_of_which_different_things_were_said_is_learnt_by_neither() -> None:
    told = [("my phone is dead", "roaming"), ("My phone is DEAD", ""), ("手机没信号", "roaming"), ("手机没信号", "sim")]

    assert said_of_matters(told) == NOTHING_SAID


def test_one_word_and_what_was_erased_show_nothing() -> None:
    assert said_of_matters([("help", "roaming"), ("[…]", ""), ("", "")]) == NOTHING_SAID


def test_of_many_the_newest_are_learnt_each_once() -> None:
    told = [(f"dead phone {number}", "roaming") for number in range(MOST_OF_ONE + 5)]
    others = [(f"lost parcel {number}", "") for number in range(MOST_OF_NONE + 5)]
    said = said_of_matters([*told, *others, ("Dead phone 7", "roaming")])

    assert [len(texts) for _, texts in said.about] == [MOST_OF_ONE]
    assert said.about[0][1][-2:] == (f"dead phone {MOST_OF_ONE + 4}", "dead phone 7")
    assert (len(said.none), said.none[-1]) == (MOST_OF_NONE, f"lost parcel {MOST_OF_NONE + 4}")


def test_what_is_written_down_stays_as_it_is_written() -> None:
    said = SaidOfMatters(
        (("roaming", ("No Signal abroad", "dead in Spain")), ("gone", ("x y",))), ("Lost parcel", "a b")
    )
    wordings, unlike = said.beside({"roaming": ["no signal abroad"], "sim": ["sim locked"]}, ["lost parcel"])

    assert wordings == {"roaming": ("no signal abroad", "dead in Spain"), "sim": ("sim locked",)}
    assert unlike == ("lost parcel", "a b")
