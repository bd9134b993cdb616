"""What runs start, and ending what a dead run left behind."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from orchestration.home import Home

# every process that a run starts inherits this; the run itself was started without it
MARK: Final = "DUIXIAN_RUN_IN"
PATIENCE: Final = 10.0
PROCESSES: Final = Path("/proc")


def mark(home: Home) -> None:
    """Mark what this process starts from now on as belonging to a run in this home."""
    os.environ[MARK] = str(home.root)


def end_orphans(home: Home) -> int:
    """End what earlier runs in this home left running, and wait until it is gone; how many there were.

    Call it while holding the home's lock: whatever is marked then belongs to a run that is dead.
    """
    found = list(_marked(home))
    for pid in found:
        _kill(pid)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and any(True for _ in _marked(home)):
        time.sleep(0.05)
    return len(found)


def _marked(home: Home) -> Iterator[int]:
    wanted = f"{MARK}={home.root}".encode()
    family = _ancestors()
    for process in PROCESSES.glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
            is_dead = b"State:\tZ" in (process / "status").read_bytes()
        except OSError:
            continue
        pid = int(process.name)
        if not is_dead and pid not in family and wanted in environment.split(b"\0"):
            yield pid


def _ancestors() -> set[int]:
    """This process and those above it: a run may be started from within what another run started."""
    family, pid = {os.getpid()}, os.getppid()
    while pid > 1 and pid not in family:
        family.add(pid)
        try:
            words = (PROCESSES / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
            pid = int(words.rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            break
    return family


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
