from bench.engine_speed import played, telecom


def test_the_benchmark_plays_a_whole_complaint() -> None:
    assert played(telecom())[-1].status == "closed"
