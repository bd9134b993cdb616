"""Whether a file is complete: nobody writes it now, and it does not change while it is read."""

import errno
import fcntl
import os
import signal
import sys
import time
from typing import Final

from ingest.readers.limits import Limits

SET_SIGNAL: Final = 10  # F_SETSIG, which Python 3.11 does not name


def is_fresh(mtime_ns: int, limits: Limits) -> bool:
    """Whether the file changed so recently that it may still be growing."""
    return abs(time.time_ns() - mtime_ns) < limits.seconds("settle_seconds") * 1e9


def is_being_written(descriptor: int, mtime_ns: int, limits: Limits) -> bool:
    """Whether a program holds the file open for writing, as far as the system tells (Linux, one's own files).

    A read lease is granted only on files that nobody writes; it is given back at once. A file that has not changed
    for ``stale_writer_seconds`` counts as complete even so: some programs never close what they wrote.
    """
    if not sys.platform.startswith("linux") or time.time_ns() - mtime_ns > limits.seconds("stale_writer_seconds") * 1e9:
        return False
    try:
        # whoever opens the file in this instant would else end this process with SIGIO
        fcntl.fcntl(descriptor, SET_SIGNAL, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False


def stamp(descriptor: int) -> tuple[int, int, int]:
    """Size, time of change and inode of an open file."""
    status = os.fstat(descriptor)
    return (status.st_size, status.st_mtime_ns, status.st_ino)
