from bot.desk.hotspots.topic_name import WORDS, wordings
from bot.matching.grams import grams


def shared(texts: list[str]) -> tuple[str, ...]:
    """Return the grams that all texts have."""
    return tuple(sorted(frozenset.intersection(*(grams(text, masked=True) for text in texts))))


def test_neighbours_are_put_together_where_most_texts_say_them_so() -> None:
    texts = ["No signal on Oak Street", "signal gone, Oak Street", "Oak Street: no signal"]
    found = wordings(("oak street", "oak", "street", "stree-", "signal"), texts)

    assert found == ("oak street", "signal")


def test_words_that_are_only_sometimes_neighbours_stand_alone() -> None:
    found = wordings(
        ("router", "restarts"), ["router restarts", "restarts all day, the router", "the router, it restarts"]
    )

    assert found == ("router", "restarts")


def test_chinese_pairs_that_overlap_become_the_words_that_were_written() -> None:
    found = wordings(("银杏", "杏路", "断网"), ["银杏路断网了", "我家在银杏路，断网", "银杏路又断网了"])

    assert found in (("银杏路断网",), ("银杏路", "断网"))


def test_words_are_few_and_numbers_and_beginnings_are_none() -> None:
    texts = ["one two three four five", "five four three two one", "three one five two four"]
    found = wordings(("#", "charg-", "one", "two", "three", "four", "five"), texts)

    assert len(found) == WORDS
    assert not {"#", "charg-"} & set(found)


def test_a_name_is_as_long_as_all_say_it() -> None:
    texts = ["投诉伊景园滨河苑捆绑销售", "伊景园滨河苑捆绑车位", "A市伊景园滨河苑违规", "关于伊景园滨河苑车位的问题"]
    found = wordings(("景园", "滨河", "伊景", "园滨", "河苑"), texts)

    assert found == ("伊景园滨河苑",)


def test_a_number_and_what_is_counted_are_no_part_of_a_name() -> None:
    texts = ["6号楼宽带断三天了，我要找人工", "2号楼宽带断三天了，我要找人工", "8号楼宽带断三天了，我要找人工"]
    found = wordings(shared(texts), texts)

    assert found == ("宽带断",)


def test_where_no_whole_wording_is_shared_a_word_is_named() -> None:
    assert wordings(("charg-", "router"), ["the line", "a modem"]) == ("router",)
