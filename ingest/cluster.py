"""Work on a cluster of Dask: the same pure function over batches, with results in the order of the batches.

A worker that is lost costs nothing but time: Dask hands its batch to another one. Where the scheduler itself is lost,
every batch whose result was not yet taken is handed in again, so that each is taken exactly once. Workers run this very
code, or refuse: other code would give other results.
"""

import hashlib
import importlib.metadata
import logging
import platform
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from distributed import Client

# batches per worker that wait for it or for being taken
AHEAD: Final = 2
# so long is a scheduler or a first worker waited for, in seconds
PATIENCE: Final = 120
# so often is it looked whether there is still a worker
LOOK: Final = 5
# so often in a row is a lost scheduler gone back to
TRIES: Final = 5
HERE: Final = Path(__file__).parent
# what decides results besides the sources
LIBRARIES: Final = (
    *("polars", "numpy", "ahocorasick-rs", "opencc", "duixian", "selectolax", "lxml", "python-docx", "openpyxl"),
    *("xlrd", "olefile", "striprtf", "pypdfium2"),
)
NOT_INSTALLED: Final = 'engine.kind is "dask", but Dask is not installed: pip install "duixian[dask]"'
NO_SCHEDULER: Final = "no scheduler of Dask answers at {place} (engine.scheduler in duixian.toml): {why}"
NO_WORKER: Final = "no worker has joined the scheduler at {place} for {seconds} seconds"
LOST: Final = (
    "a batch was lost with every worker that took it, as happens when memory runs out: "
    "give the workers more of it (dask worker --memory-limit)"
)
OTHER_CODE: Final = "a worker has another version of duixian or of what it reads with: install the same on all of them"

Key = TypeVar("Key")
Batch = TypeVar("Batch")
Result = TypeVar("Result")
# what reads texts keeps what it learned in tables that are not made for threads
_ONE_AT_A_TIME: Final = threading.Lock()


class ClusterError(Exception):
    """The cluster cannot do the work; nothing of what was under way is kept."""


@dataclass(slots=True)
class _Task:
    """A batch under way: kept until its result is taken, since it may have to be handed in again."""

    key: Any
    batch: Any
    future: Any = None


def in_cluster(
    function: Callable[[Batch], Result], batches: Iterable[tuple[Key, Batch]], scheduler: str
) -> Iterator[tuple[Key, Result]]:
    """``function`` of each batch, with the batch's key, in the order of the batches.

    What it raises is raised here; ClusterError where there is no scheduler, no worker, or none that can do the work.
    """
    work = _Work(function, scheduler)
    try:
        for key, batch in batches:
            work.hand_in(key, batch)
            if len(work.waiting) >= AHEAD * work.workers():
                yield work.take()
        while work.waiting:
            yield work.take()
    finally:
        work.close()


class _Work:
    """What is under way, oldest first, and the connection to the scheduler, opened anew where it breaks."""

    def __init__(self, function: Callable[[Any], Any], scheduler: str) -> None:
        self.waiting: deque[_Task] = deque()
        self._function, self._place = function, scheduler
        self._renewed = 0
        self._client = _opened(scheduler)

    def hand_in(self, key: Any, batch: Any) -> None:
        """Let a batch wait for a worker."""
        self.waiting.append(_Task(key, batch))
        self._submit(self.waiting[-1])

    def workers(self) -> int:
        """How many workers there are now."""
        with suppress(*_broken()):
            return max(1, len(self._client.nthreads()))
        return 1

    def take(self) -> tuple[Any, Any]:
        """The oldest batch's result, when it is there."""
        while True:
            task = self.waiting[0]
            try:
                wrong = self._outcome(task)
                # a result whose worker died before it was taken is made anew, and waited for no longer than the rest
                found = None if wrong else task.future.result(timeout=PATIENCE)
            except _broken():
                self._renew()
                continue
            if wrong is not None:
                raise wrong
            self.waiting.popleft()
            self._renewed = 0
            return task.key, found

    def close(self) -> None:
        """Let go of what is still under way."""
        with suppress(Exception):
            self._client.close(timeout=LOOK)

    def _submit(self, task: _Task) -> None:
        """As work of its own, whatever was handed in before; one that cannot be handed in now is so later."""
        with suppress(*_broken()), warnings.catch_warnings():
            # a batch is megabytes and stays with the scheduler, so that it outlives a worker
            warnings.simplefilter("ignore", UserWarning)
            task.future = self._client.submit(_done, own_code(), self._function, task.batch, pure=False)

    def _outcome(self, task: _Task) -> BaseException | None:
        """What went wrong with a batch, when it is known; CancelledError where the scheduler forgot it."""
        seen = time.monotonic()
        while task.future is not None:
            try:
                wrong: BaseException | None = task.future.exception(timeout=LOOK)
            except TimeoutError:
                if self._client.status == "running" and self._client.nthreads():
                    seen = time.monotonic()
                elif time.monotonic() - seen > PATIENCE:
                    return ClusterError(NO_WORKER.format(place=self._place, seconds=PATIENCE))
                continue
            if task.future.status not in ("finished", "error"):
                break
            return ClusterError(LOST) if type(wrong).__name__ == "KilledWorker" else wrong
        raise CancelledError

    def _renew(self) -> None:
        """The scheduler was lost, and what it knew with it: all that was not taken is handed to the next one."""
        self._renewed += 1
        if self._renewed > TRIES:
            raise ClusterError(NO_SCHEDULER.format(place=self._place, why="it was lost again and again"))
        self.close()
        self._client = _opened(self._place)
        for task in self.waiting:
            task.future = None
            self._submit(task)


def _broken() -> tuple[type[BaseException], ...]:
    """What is raised where the scheduler is gone."""
    from distributed.client import ClosedClientError, FutureCancelledError, FuturesCancelledError

    return (CancelledError, ClosedClientError, FutureCancelledError, FuturesCancelledError, OSError)


def _opened(scheduler: str) -> "Client":
    """A connection to a scheduler that has a worker; both are waited for a while."""
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ClusterError(NOT_INSTALLED) from None
    for name in ("client", "comm", "utils", "batched", "core"):
        # what it tells of lost connections is told here, in one line
        logging.getLogger(f"distributed.{name}").setLevel(logging.CRITICAL)
    place = {"scheduler_file": scheduler} if scheduler.endswith(".json") else {"address": scheduler}
    end = time.monotonic() + PATIENCE
    while True:
        try:
            client = Client(**place, timeout=LOOK, set_as_default=False)
            break
        except (OSError, ValueError) as error:
            if time.monotonic() > end:
                raise ClusterError(NO_SCHEDULER.format(place=scheduler, why=error)) from None
            time.sleep(1)
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except OSError:
        client.close()
        raise ClusterError(NO_WORKER.format(place=scheduler, seconds=PATIENCE)) from None
    return client


def _done(code: str, function: Callable[[Batch], Result], batch: Batch) -> Result:
    """What a worker does: one batch at a time, however many threads it has."""
    if code != own_code():
        raise ClusterError(OTHER_CODE)
    with _ONE_AT_A_TIME:
        return function(batch)


@cache
def own_code() -> str:
    """Digest of the sources and tables that decide a result, and of the versions of what they work with."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in sorted(HERE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(HERE).as_posix()}:".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in LIBRARIES:
        with suppress(importlib.metadata.PackageNotFoundError):
            digest.update(f"{name}=={importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()
