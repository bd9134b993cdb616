"""`duixian-dbt`: dbt as a process that ends with the one that started it, however that ends (Linux).

A run that is killed can end nothing any more: the system does it then. Elsewhere the next run ends what is left.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path
from typing import Final

SET_PARENT_DEATH_SIGNAL: Final = 1
DBT: Final = Path(sys.executable).parent / "dbt"


def main() -> None:
    """Tie this process to its parent and become dbt."""
    parent = os.getppid()
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it died in this instant
            raise SystemExit(1)
    os.execv(DBT, [str(DBT), *sys.argv[1:]])
