from bot.understanding.clauses import FIRST, LAST, LONGEST, MEANT, clauses, suspects


def test_a_text_falls_into_its_sentences_in_either_language() -> None:
    assert clauses("My daughter fell. 流血了！Come now") == ["My daughter fell.", "流血了！", "Come now"]


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    found = clauses(" ".join(f"Sentence {at}." for at in range(100)))

    assert len(found) == FIRST + LAST
    assert found[-1] == "Sentence 99."


def test_a_sentence_without_end_is_cut() -> None:
    assert clauses("a" * 1000) == ["a" * LONGEST]


def test_marks_alone_are_read_as_they_are() -> None:
    assert clauses("???") == ["???"[:LONGEST]]
    assert clauses("") == [""]


def test_the_likeliest_sentences_are_read_for_their_meaning_while_they_are_not_too_long() -> None:
    half = "a" * (MEANT // 2)

    assert suspects(["b" * (MEANT + 1)], [0.1]) == [0]
    assert suspects([half, half, half, "c"], [0.1, 0.3, 0.2, 0.05]) == [1, 2]
