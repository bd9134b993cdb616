"""`duixian-dbt`: dbt as a process that ends with the one that started it, however that ends (Linux).

A run that is killed can end nothing any more: the system does it then. Elsewhere the next run ends what is left.
"""

import ctypes
import os
import signal
import sys
from typing import Final

from orchestration.garbage import collect_rarely, look_no_more

SET_PARENT_DEATH_SIGNAL: Final = 1
# what of a connection a parse depends on; dbt also counts path and settings, and would parse all anew in each home
DECIDES_A_PARSE: Final = ("database", "schema")


def main() -> None:
    """Tie this process to its parent and be dbt."""
    collect_rarely()
    parent = os.getppid()
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it died in this instant
            raise SystemExit(1)
    dbt()


def dbt() -> None:
    """What the program dbt does, with a parse that counts for every home."""
    from dbt.adapters.duckdb.credentials import DuckDBCredentials
    from dbt.cli.main import cli

    from orchestration.lean_dbt import spare

    spare()
    DuckDBCredentials._connection_keys = lambda _: DECIDES_A_PARSE  # type: ignore[method-assign]
    try:
        sys.exit(cli())
    finally:
        look_no_more()
