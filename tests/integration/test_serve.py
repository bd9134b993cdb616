"""`duixian serve`: the web page answers, and everything ends with it."""

import os
import time
from pathlib import Path

import pytest

from .conftest import served


def _children_of(group: Path) -> list[int]:
    """Processes that work in the home folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if f"DUIXIAN_HOME={group}".encode() in environment.split(b"\0"):
            found.append(int(process.name))
    return [pid for pid in found if pid != os.getpid()]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
def test_serve_answers_and_ends_cleanly(tmp_path: Path) -> None:
    with served(tmp_path) as (_, server):
        assert _children_of(tmp_path)
    assert server.returncode == 0
    time.sleep(0.5)
    assert _children_of(tmp_path) == []
