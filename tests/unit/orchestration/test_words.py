"""The log of dbt's words."""

from pathlib import Path

import pytest

from orchestration.words import Words

FULL = Path("/dev/full")


def test_words_stand_in_the_file(tmp_path: Path) -> None:
    with Words((tmp_path / "log").open("w")) as words:
        print("built", file=words)
    assert (tmp_path / "log").read_text() == "built\n"


@pytest.mark.skipif(not FULL.exists(), reason="a disk that is always full is a thing of Linux")
def test_a_full_disk_takes_no_words_and_stops_nobody() -> None:
    with Words(FULL.open("w")) as words:
        assert words.write("built" * 10_000) == 50_000
        words.flush()
