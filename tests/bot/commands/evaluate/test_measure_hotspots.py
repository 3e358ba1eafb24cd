import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands.evaluate.measure_hotspots import raised_in, read_stream
from bot.commands.remote.request import Answer
from tests.bot.commands.place import typed

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
REAL = Path("../shared/data/stream-zh.jsonl")
STREET = (
    "no signal on Oak Street",
    "Oak Street: my phone has no signal",
    "signal is gone, 12 Oak Street",
    "I can't call anybody, Oak Street, no signal",
    "Oak Street has no signal at all",
)


def line(number: int, at: str, text: str, **more: object) -> str:
    return json.dumps({"id": number, "customer": f"c{number}", "at": at, "text": text, **more})


def evaluate(file: Path, *words: str) -> Answer:
    answer = typed("evaluate", "hotspots", str(file), *words)
    assert isinstance(answer, Answer)
    return answer


@pytest.fixture
def street(tmp_path: Path) -> Path:
    file = tmp_path / "stream.jsonl"
    times = [f"{NOON + timedelta(minutes=8 * number):%Y-%m-%dT%H:%M:%S}" for number in range(len(STREET))]
    file.write_text("\n".join(line(n, times[n], STREET[n], place="Oak Street") for n in reversed(range(len(STREET)))))
    return file


def test_what_is_raised_is_told_with_when_by_whom_and_its_name(street: Path) -> None:
    first, ids, total = evaluate(street).text.splitlines()

    assert first.startswith("2026-11-04 12:32  burst: 5 people (0.25 usual): ")
    assert first.endswith(", Oak Street")
    assert ids == "  0 1 2 3 4"
    assert total == "1 raised among 5 tellings"


def test_a_machine_reads_one_object(street: Path) -> None:
    found = json.loads(evaluate(street, "--json").text)
    (raised,) = found["hotspots"]

    assert (found["tellings"], raised["people"], raised["at"]) == (5, 5, "2026-11-04T12:32:00+00:00")
    assert raised["tickets"] == ["0", "1", "2", "3", "4"]
    assert raised["name"].endswith("Oak Street")


def test_with_a_split_the_earlier_half_is_only_learnt(street: Path) -> None:
    assert evaluate(street, "--split").text.splitlines()[-1] == "1 raised among 3 tellings"

    others = ("SIM locked", "bill too high", "rude hotline", "late engineer", "broken router", "unwanted calls")
    later = [line(9 + n, f"2026-12-{9 + n:02}T12:00:00", text) for n, text in enumerate(others)]
    street.write_text(street.read_text() + "\n" + "\n".join(later))

    assert evaluate(street, "--split").text == "0 raised among 6 tellings"


def test_lines_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    file = tmp_path / "stream.jsonl"
    file.write_text(
        "\n".join([line(1, "yesterday", "x"), line(2, "2026-11-04", "x"), line(2, "2026-11-04", "y"), "{}"])
    )
    answer = evaluate(file)

    assert answer.status == 1
    assert [told.partition("jsonl:")[2] for told in answer.errors.splitlines()] == [
        "1: “at” must be a time such as 2026-11-30T14:05:00",
        "3: there is a telling 2 already",
        "4: “at” is missing",
    ]


@pytest.mark.campaign
@pytest.mark.skipif(not REAL.exists(), reason="the real stream is not part of the project")
def test_the_hot_topic_of_a_real_stream_is_raised_in_time_and_nothing_else() -> None:
    told = [one for one in read_stream(REAL) if f"{one.at:%Y-%m}" >= "2019-04"]
    found = raised_in(told)
    people = {one.customer for one in told if "伊景园" in one.text and one.at <= found[0].at}

    assert len(found) == 1
    assert any("伊景园滨河苑" in words for words in found[0].words)
    assert len(people) <= 10
