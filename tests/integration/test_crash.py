"""Two runs at once, and a run that is killed: nothing is lost, nothing is half."""

import fcntl
import os
import signal
import time
from pathlib import Path

import pytest

from .conftest import ROOT, Finished, Run, begin_run, run_until

EXAMPLES = ROOT / "examples"


def test_a_second_run_at_the_same_time_says_so(command: Run, tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = command("run", "--home", tmp_path)
    assert done.returncode == 1
    assert "another run is at work" in done.stdout + done.stderr


@pytest.mark.parametrize("moment", ["documents:", "warehouse: dbt builds"])
def test_a_killed_run_is_made_good_by_the_next(command: Run, first_run: Finished, place: Path, moment: str) -> None:
    """Killed without warning at two moments: the next run gives the same lake, byte for byte, and the same marts."""
    home = place
    started = run_until(home, moment)
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


def test_a_killed_worker_stops_the_run_and_the_next_one_makes_it_good(
    command: Run, place: Path, tmp_path: Path
) -> None:
    """Killed by the system, as for want of memory: the run says what to do and publishes nothing."""
    home, settings = place, tmp_path / "duixian.toml"
    settings.write_text("[engine]\nworkers = 2\n", encoding="utf-8")
    reports = tmp_path / "reports"
    reports.mkdir()
    original = (EXAMPLES / "shandong-2024.txt").read_text(encoding="utf-8")
    for number in range(120):
        (reports / f"{number}.txt").write_text(f"{original}\n第{number}份。\n", encoding="utf-8")
    started = begin_run(home, "--reports", reports, DUIXIAN_CONFIG=str(settings))
    worker = _worker_of(started.pid)
    os.kill(worker, signal.SIGKILL)
    told = "".join(started.communicate(timeout=240))
    assert started.returncode == 1
    assert "a worker process was killed" in told
    assert "engine.workers" in told
    assert not (home / "warehouse.duckdb").exists()
    assert not list((home / "lake").glob("documents/*/*.parquet"))

    for path in sorted(reports.iterdir()):
        path.unlink()
    again = Finished(home, command("run", "--home", home, "--reports", EXAMPLES))
    assert again.outcome.returncode == 0, again.outcome.stdout + again.outcome.stderr


def _worker_of(pid: int) -> int:
    """The first worker process of a run, as soon as there is one."""
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text(encoding="ascii").split():
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    return int(child)
        time.sleep(0.02)
    raise AssertionError("the run started no worker")
