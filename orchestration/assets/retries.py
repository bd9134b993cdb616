"""A step is tried again where what stopped it may pass by itself, and never where it cannot."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import dagster as dg

from orchestration.progress import say
from orchestration.trouble import explained

# how often again, and after how many seconds each time
AGAIN: Final = 2
WAIT: Final = 5.0
# a file that another program holds, a share that does not answer, a system short of processes or memory for a moment
PASSING: Final = frozenset(
    {
        errno.EAGAIN,
        errno.EBUSY,
        errno.ETXTBSY,
        errno.ETIMEDOUT,
        errno.ESTALE,
        errno.ENOMEM,
        errno.EHOSTDOWN,
        errno.ENETDOWN,
        errno.ENETUNREACH,
    }
)
# the same in the words of DuckDB (also as dbt repeats them) and SQLite: another program has the file open
LOCKED: Final = ("could not set lock on file", "database is locked")


def may_pass(error: BaseException) -> bool:
    """Whether the same step may succeed a little later: nothing has to be mended, no input has to change."""
    if isinstance(error, OSError) and error.errno in PASSING:
        return True
    return any(words in str(error).casefold() for words in LOCKED)


@contextmanager
def tried_again() -> Iterator[None]:
    """What is done in here is tried again, all of it, where its error may pass; any other error ends the step at once.

    Raises dagster's RetryRequested, which fails the step with the error itself after ``AGAIN`` tries.
    """
    try:
        yield
    except Exception as error:
        if not may_pass(error):
            raise
        say("go.waiting", why=explained(error), times=AGAIN, seconds=WAIT)
        raise dg.RetryRequested(max_retries=AGAIN, seconds_to_wait=WAIT) from error
