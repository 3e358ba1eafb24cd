"""What the README shows is what the program says."""

from pathlib import Path

import pytest

from tests.journeys.transcript import LANGUAGES, README, in_readme, played, said_in, timeless


@pytest.mark.usefixtures("from_nothing")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_transcript_in_the_readme_is_what_the_program_says_today(language: str, tmp_path: Path) -> None:
    shown = in_readme(language, README.read_text("utf-8"))

    assert shown, f"README.md has no ```text block directly below <!-- transcript: {language} -->"
    assert timeless(await played(said_in(shown), tmp_path)) == timeless(shown), (
        "the program speaks differently now: renew the README with what `python -m tests.journeys.transcript` prints"
    )


@pytest.mark.parametrize(
    "text",
    [
        "T-2026-000001, since 24 Nov 2026, opened 24 Nov, promised by Tue 24 Nov, 23:18",
        "T-2026-000001，2026年11月24日开始，11月4日受理，承诺在11月24日（周二）23:18前答复",
    ],
)
def test_dates_times_and_years_are_no_part_of_the_comparison(text: str) -> None:
    assert timeless(text) == timeless(text.replace("24", "7").replace("23:18", "00:00").replace("2026", "2031"))
