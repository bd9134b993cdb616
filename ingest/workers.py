"""Work in other processes, here or on a cluster: a pure function over batches, results in the order of the batches.

What comes out does not depend on how many processes there are. Batches are cut as they are needed and only a few are
under way, so that memory does not grow with their number.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import Final, TypeVar

# batches per process that wait for it or for being taken
AHEAD: Final = 2
LOST: Final = (
    "a worker process was killed, as the system does when memory runs out: "
    "run again, with fewer of them if it happens again (engine.workers in duixian.toml)"
)

# so many processes of this machine, or the address of a cluster's scheduler
Workers = int | str
Key = TypeVar("Key")
Batch = TypeVar("Batch")
Result = TypeVar("Result")


class WorkerLostError(Exception):
    """A process ended in the middle of its work; nothing of the batch was kept."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_workers(
    function: Callable[[Batch], Result], batches: Iterable[tuple[Key, Batch]], workers: Workers
) -> Iterator[tuple[Key, Result]]:
    """``function`` of each batch, with the batch's key, in the order of the batches.

    A single batch, or all of them where ``workers`` is 1, is done in this process. ``function`` is one of a module, so
    that other processes find it. What it raises is raised here; WorkerLostError where a process is killed, ClusterError
    where a cluster cannot do the work.
    """
    coming = iter(batches)
    first = list(islice(coming, 2))
    if workers == 1 or len(first) < 2:
        for key, batch in chain(first, coming):
            yield key, function(batch)
        return
    if isinstance(workers, str):
        # an optional package, slow to import
        from ingest.cluster import in_cluster

        yield from in_cluster(function, chain(first, coming), workers)
        return
    with _pool(workers) as pool:
        waiting: deque[tuple[Key, Future[Result]]] = deque()
        try:
            for key, batch in chain(first, coming):
                waiting.append((key, _handed(pool, function, batch)))
                if len(waiting) >= AHEAD * workers:
                    yield _taken(*waiting.popleft())
            while waiting:
                yield _taken(*waiting.popleft())
        except BrokenProcessPool:
            # the library's own words say nothing of what to do
            raise WorkerLostError(LOST) from None


def _handed(pool: ProcessPoolExecutor, function: Callable[[Batch], Result], batch: Batch) -> "Future[Result]":
    try:
        return pool.submit(function, batch)
    except OSError:
        # one was killed while another was being started: asked again, the pool says that it is broken
        pool.submit(function, batch)
        raise


def _taken(key: Key, future: "Future[Result]") -> tuple[Key, Result]:
    return key, future.result()


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that are gone when the block is left, however it is left."""
    others = set(multiprocessing.active_children())
    # a fork would copy the locks of threads that are at work in this process
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        yield pool
        pool.shutdown()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        # one may have been on its way up when the others were told to end
        while left := set(multiprocessing.active_children()) - others:
            for process in left:
                process.kill()
                process.join()


def _begin() -> None:
    """A worker leaves Ctrl-C to the process that started it, and ends with it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
