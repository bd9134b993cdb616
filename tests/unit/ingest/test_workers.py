"""Work in processes: the order is that of the batches, a killed process is told of, and none outlives the work."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from ingest import workers
from ingest.workers import WorkerLostError, in_workers, processors

ORPHANS = """
import os, sys, time
sys.path.insert(0, {folder!r})
from ingest.workers import in_workers
from slow import told
if __name__ == "__main__":
    for _ in in_workers(told, ((n, n) for n in range(3)), 2):
        pass
"""
SLOW = """
import os, time
def told(number):
    print(os.getpid(), flush=True)
    time.sleep(60)
"""


def squared(number: int) -> tuple[int, int]:
    if number == 0:
        time.sleep(0.3)
    return number * number, os.getpid()


def fails(number: int) -> int:
    if number == 2:
        raise ValueError("two is too much")
    return number


def dies(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def numbered(count: int) -> Iterator[tuple[str, int]]:
    return ((f"n{number}", number) for number in range(count))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_results_come_in_the_order_of_the_batches(count: int) -> None:
    done = list(in_workers(squared, numbered(7), count))
    assert [(key, square) for key, (square, _) in done] == [(f"n{number}", number**2) for number in range(7)]
    others = {pid for _, (_, pid) in done} - {os.getpid()}
    assert bool(others) == (count > 1)


def test_a_single_batch_starts_no_process() -> None:
    [(_, (_, pid))] = in_workers(squared, numbered(1), 4)
    assert pid == os.getpid()
    assert list(in_workers(squared, numbered(0), 4)) == []


def test_batches_are_cut_only_as_they_are_needed() -> None:
    cut: list[int] = []

    def watched() -> Iterator[tuple[int, int]]:
        for number in range(50):
            cut.append(number)
            yield number, number

    results = in_workers(squared, watched(), 2)
    next(results)
    assert len(cut) <= 2 * workers.AHEAD
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("count", [1, 2])
def test_what_a_batch_raises_is_raised(count: int) -> None:
    with pytest.raises(ValueError, match="two is too much"):
        list(in_workers(fails, numbered(5), count))


def test_a_killed_process_is_told_of_with_what_to_do() -> None:
    with pytest.raises(WorkerLostError, match=r"was killed.*engine\.workers"):
        list(in_workers(dies, numbered(6), 2))
    assert multiprocessing.active_children() == []


def test_so_is_one_that_is_killed_while_another_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    spawn = ProcessPoolExecutor._spawn_process  # type: ignore[attr-defined]

    def late(pool: ProcessPoolExecutor) -> None:
        for process in list(pool._processes.values()):
            process.kill()
        deadline = time.monotonic() + 20
        while pool._processes and not pool._call_queue._reader.closed and time.monotonic() < deadline:  # type: ignore[attr-defined]
            time.sleep(0.01)
        spawn(pool)

    monkeypatch.setattr(ProcessPoolExecutor, "_spawn_process", late)
    with pytest.raises(WorkerLostError, match=r"was killed.*engine\.workers"):
        list(in_workers(squared, numbered(6), 2))
    assert multiprocessing.active_children() == []


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    program = tmp_path / "orphans.py"
    program.write_text(ORPHANS.format(folder=str(Path(workers.__file__).parents[1])), encoding="utf-8")
    started = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert started.stdout
    pids = [int(started.stdout.readline()) for _ in range(2)]
    started.kill()
    started.wait()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_there_is_a_processor() -> None:
    assert processors() >= 1
