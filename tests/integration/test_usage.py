"""Exit codes of wrong usage, and what the schedule and the graph promise."""

from pathlib import Path

import pytest

from .conftest import Run


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--reports", "/nowhere/at/all"],
        ["run", "--nonsense"],
        ["extract"],
        ["extract", "/nowhere.txt"],
        ["dance"],
    ],
)
def test_wrong_usage_exits_2(command: Run, arguments: list[str]) -> None:
    done = command(*arguments)
    assert done.returncode == 2
    assert done.stderr


def test_what_needs_a_warehouse_says_so(command: Run, tmp_path: Path) -> None:
    for arguments in (["sql", "select 1"], ["export"], ["explain", "x:1"]):
        done = command(*arguments, "--home", tmp_path)
        assert done.returncode == 2
        assert "duixian run comes first" in done.stderr
