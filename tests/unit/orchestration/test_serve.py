"""What stands before the web server and the daemon of Dagster are started."""

import signal
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from orchestration.home import Home
from orchestration.serve import serve_forever


def _tables(file: Path) -> set[str]:
    with sqlite3.connect(file) as records:
        return {name for (name,) in records.execute("select name from sqlite_master where type = 'table'")}


def test_the_tables_are_there_before_two_processes_want_to_make_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both of them at once on a new home: SQLite let one fail, table runs already exists."""
    found: list[set[str]] = []

    class Ended:
        pid = 2**22 + 1

        def __init__(self, *_: Any, **__: Any) -> None:
            files = (tmp_path / "dagster").rglob("*.db")
            found.append({table for file in files for table in _tables(file)})

        def poll(self) -> int:
            return 1

    home = Home(tmp_path)
    for name, value in home.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr("orchestration.serve.subprocess", SimpleNamespace(Popen=Ended))
    assert serve_forever(home, "127.0.0.1", 1) == 1
    assert {"runs", "event_logs", "asset_keys", "jobs", "secondary_indexes", "alembic_version"} <= found[0]
