"""Two runs at once, and a run that is killed: nothing is lost, nothing is half."""

import fcntl
import os
import signal
import subprocess
from pathlib import Path

import pytest

from .conftest import PROGRAM, ROOT, Finished, Run


def test_a_second_run_at_the_same_time_says_so(command: Run, tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = command("run", "--home", tmp_path)
    assert done.returncode == 1
    assert "another run is at work" in done.stdout + done.stderr


@pytest.mark.parametrize("moment", ["documents:", "warehouse: dbt builds"])
def test_a_killed_run_is_made_good_by_the_next(command: Run, first_run: Finished, tmp_path: Path, moment: str) -> None:
    """Killed without warning at two moments: the next run gives the same lake, byte for byte, and the same marts."""
    home = tmp_path / "home"
    started = subprocess.Popen(
        [str(PROGRAM), "run", "--home", str(home)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert started.stderr
    for line in started.stderr:
        if moment in line:
            break
    os.killpg(started.pid, signal.SIGKILL)
    assert started.wait(30) == -signal.SIGKILL
    assert not (home / "warehouse.duckdb").exists()

    again = Finished(home, command("run", "--home", home))
    assert again.outcome.returncode == 0, again.outcome.stdout + again.outcome.stderr
    lake = {path.relative_to(home): path.read_bytes() for path in (home / "lake").glob("*/*/*.parquet")}
    other = first_run.home
    assert lake == {path.relative_to(other): path.read_bytes() for path in (other / "lake").glob("*/*/*.parquet")}
    for table in ("fct_attainment", "fct_mention", "dim_document"):
        query = f"select * from marts.{table} order by all"
        assert again.rows(query) == first_run.rows(query)
    statuses = _statuses(home)
    assert sorted(statuses) == ["FAILURE", "SUCCESS"]


def _statuses(home: Path) -> list[str]:
    from dagster import DagsterInstance

    with DagsterInstance.from_config(str(home / "dagster")) as instance:
        return [run.status.value for run in instance.get_runs()]
