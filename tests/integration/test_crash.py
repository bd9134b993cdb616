"""Two runs at once, and a run that is killed: nothing is lost, nothing is half."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import PATIENCE, ROOT, Finished, Run, begin_run, run_until

EXAMPLES = ROOT / "examples"


def test_a_second_run_at_the_same_time_says_so(command: Run, tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = command("run", "--home", tmp_path)
    assert done.returncode == 1
    assert "another run is at work" in done.stdout + done.stderr


def _marked(home: Path) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"DUIXIAN_RUN_IN={home}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_killed_runs_are_made_good_by_the_next_and_leave_nothing_running(
    command: Run, first_run: Finished, place: Path
) -> None:
    """Killed without warning at two moments: the next run gives the same lake, byte for byte, and the same marts."""
    home, other = place, first_run.home
    started = run_until(home, "documents:")
    os.killpg(started.pid, signal.SIGKILL)
    assert started.wait(30) == -signal.SIGKILL
    # only the run is killed, not its group: dbt ends with it, and what did not is ended by the next run
    started = run_until(home, "warehouse: dbt builds")
    _wait(lambda: bool(_marked(home)), "dbt is at work")
    started.send_signal(signal.SIGKILL)
    assert started.wait(30) == -signal.SIGKILL
    _wait(lambda: not _marked(home), "dbt has ended")
    stray = subprocess.Popen(["sleep", "300"], env={**os.environ, "DUIXIAN_RUN_IN": str(home)})
    assert not (home / "warehouse.duckdb").exists()
    # the second run had made good what the first one left
    assert _lake(home) == _lake(other)

    again = Finished(home, command("run", "--home", home))
    assert stray.wait(10) == -signal.SIGKILL
    assert again.outcome.returncode == 0, again.outcome.stdout + again.outcome.stderr
    assert "what an earlier run had left running was ended" in again.outcome.stderr.replace("\n", " ")
    assert _lake(home) == _lake(other)
    for table in ("fct_attainment", "fct_mention", "dim_document"):
        query = f"select * from marts.{table} order by all"
        assert again.rows(query) == first_run.rows(query)
    assert sorted(_statuses(home)) == ["FAILURE", "FAILURE", "SUCCESS"]


def _wait(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def _lake(home: Path) -> dict[Path, bytes]:
    return {path.relative_to(home): path.read_bytes() for path in (home / "lake").glob("*/*/*.parquet")}


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
