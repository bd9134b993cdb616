"""A warehouse without any report."""

from pathlib import Path

from .conftest import Finished, Run


def test_a_folder_without_any_report_gives_an_empty_warehouse(command: Run, place: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = Finished(place, command("run", "--reports", empty, "--home", place))
    assert done.outcome.returncode == 0, done.outcome.stdout + done.outcome.stderr
    assert done.rows("select count(*) from marts.fct_attainment") == [(0,)]
    assert "empty.txt: empty" in done.outcome.stdout
