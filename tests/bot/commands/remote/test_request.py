from bot.commands.remote.request import Answer, Request, read_answer, read_request, write_answer, write_request
from bot.desk.scripts.validation import Source


def test_a_request_comes_back_as_it_was_whatever_stands_in_its_files() -> None:
    request = Request(
        "publish",
        (Source("投诉.yaml", "a: “\udcff\0", "cases"), Source("b.yaml", "", known_issues=True)),
        {"script": "telecom"},
    )

    assert read_request(write_request(request)) == request


def test_an_answer_comes_back_as_it_was() -> None:
    answer = Answer("3f2a91c → 投诉", "\n", 1)

    assert read_answer(write_answer(answer)) == answer
