"""Work on a cluster of a scheduler and three workers: whichever of them is lost, no result is lost or double."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from benchmarks.corpus import write
from ingest import cluster, extraction, file_batches, linking
from ingest.build import build_links, build_mentions
from ingest.checks import build as checks
from ingest.cluster import ClusterError
from ingest.documents import build_documents, take_up
from ingest.workers import Workers, in_workers

ROOT = Path(cluster.__file__).parents[1]
DASK = str(Path(sys.executable).parent / "dask")
WORKERS = 3


@dataclass
class Cluster:
    """Processes of a cluster on this machine alone."""

    folder: Path
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    scheduler: "subprocess.Popen[bytes] | None" = None

    @property
    def file(self) -> str:
        return str(self.folder / "scheduler.json")

    def complete(self) -> None:
        """Start what is not there or was lost."""
        if self.scheduler is None:
            Path(self.file).unlink(missing_ok=True)
            self.scheduler = self._started("scheduler", "--port", "0")
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < WORKERS:
            self.workers.append(self._started("worker", "--nthreads", "1", "--no-nanny", "--death-timeout", "60"))

    def lose_workers(self, count: int = WORKERS) -> None:
        for worker in self.workers[:count]:
            worker.kill()
            worker.wait()

    def lose_scheduler(self) -> None:
        assert self.scheduler
        self.scheduler.kill()
        self.scheduler.wait()
        self.scheduler = None

    def _started(self, what: str, *more: str) -> "subprocess.Popen[bytes]":
        places = ["--scheduler-file", self.file, "--host", "127.0.0.1", "--no-dashboard"]
        with (self.folder / "log.txt").open("ab") as log:
            command = [DASK, what, *places, *more]
            environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
            return subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.lose_workers()
    made.lose_scheduler()


@pytest.fixture
def dask(started: Cluster) -> Cluster:
    started.complete()
    return started


def squared(number: int) -> tuple[int, int]:
    if number == 0:
        time.sleep(0.5)
    return number * number, os.getpid()


def fails(number: int) -> int:
    if number == 2:
        raise OSError("two is too much")
    return number


def dies_once(told: tuple[int, str]) -> int:
    number, mark = told
    if number == 4 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies(number: int) -> int:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slow(number: int) -> int:
    time.sleep(0.2)
    return number


def numbered(count: int) -> Iterator[tuple[str, int]]:
    return ((f"n{number}", number) for number in range(count))


def test_results_come_in_order_from_all_workers_and_what_a_batch_raises_is_raised(dask: Cluster) -> None:
    done = list(in_workers(squared, numbered(24), dask.file))
    assert [(key, square) for key, (square, _) in done] == [(f"n{number}", number**2) for number in range(24)]
    pids = {pid for _, (_, pid) in done}
    assert os.getpid() not in pids
    assert len(pids) > 1
    with pytest.raises(OSError, match="two is too much"):
        list(in_workers(fails, numbered(5), dask.file))


def test_a_killed_worker_costs_nothing_and_one_batch_that_kills_them_all_is_told(dask: Cluster, tmp_path: Path) -> None:
    mark = str(tmp_path / "killed")
    done = list(in_workers(dies_once, ((number, (number, mark)) for number in range(12)), dask.file))
    assert done == [(number, number) for number in range(12)]
    assert Path(mark).exists()
    assert sum(worker.poll() is not None for worker in dask.workers) == 1
    dask.complete()
    with pytest.raises(ClusterError, match="lost with every worker"):
        list(in_workers(dies, numbered(3), dask.file))


def test_a_scheduler_that_is_lost_and_comes_again_gets_what_was_not_taken(dask: Cluster) -> None:
    results = in_workers(slow, numbered(30), dask.file)
    taken = [next(results) for _ in range(4)]
    dask.lose_workers()
    dask.lose_scheduler()
    dask.complete()
    taken += list(results)
    assert taken == [(f"n{number}", number) for number in range(30)]


def test_a_connection_that_gave_up_is_opened_anew(dask: Cluster) -> None:
    work = cluster._Work(slow, dask.file)
    work._client.close()
    work.hand_in("late", 7)
    assert work.take() == ("late", 7)
    work.close()


def test_other_code_than_ours_is_refused(dask: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "own_code", lambda: "other")
    with pytest.raises(ClusterError, match="another version"):
        list(in_workers(squared, numbered(3), dask.file))


def test_no_scheduler_and_no_worker_are_told(dask: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(ClusterError, match=r"no scheduler of Dask answers at tcp://127\.0\.0\.1:9"):
        list(in_workers(squared, numbered(3), "tcp://127.0.0.1:9"))
    dask.lose_workers()
    with pytest.raises(ClusterError, match="no worker has joined"):
        list(in_workers(squared, numbered(3), dask.file))


def built(home: Path, reports: Path, workers: Workers, say: Callable[[str], None]) -> dict[str, bytes]:
    """The files of a lake that was built from the reports."""
    take_up(home, [reports], home / "no-examples")
    build_documents(home, "code", say, workers)
    build_links(home, "code", workers)
    build_mentions(home, "code", say, workers)
    checks.build_checks(home, "code", workers)
    found = (path for path in (home / "lake").rglob("*.parquet") if path.name != "raw.parquet")
    return {str(path.relative_to(home)): path.read_bytes() for path in found}


def test_a_lake_made_by_a_cluster_that_loses_a_worker_is_the_same_to_the_byte(
    dask: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_batches, "BATCH_FILES", 2)
    monkeypatch.setattr(linking, "BATCH", 1)
    monkeypatch.setattr(linking, "FEW", 1)
    monkeypatch.setattr(extraction, "BATCH_CHARS", 10_000)
    monkeypatch.setattr(extraction, "FEW_CHARS", 1)
    monkeypatch.setattr(checks, "FEW_BYTES", 1)
    write(tmp_path / "corpus", 12, 2020, 2023, seed=3)
    reports, killed = tmp_path / "corpus" / "reports", list[str]()

    def kill_one(sentence: str) -> None:
        if sentence.startswith("mentions:") and not killed:
            dask.lose_workers(1)
            killed.append(sentence)

    alone = built(tmp_path / "alone", reports, 1, lambda _: None)
    together = built(tmp_path / "together", reports, dask.file, kill_one)
    assert killed
    assert alone.keys() == together.keys()
    assert [name for name in alone if alone[name] != together[name]] == []
