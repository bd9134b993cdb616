"""Dagster's records stay open during a run: no event waits for the disk, and nothing is lost at the end."""

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from orchestration.records import kept_open


def _write(path: Path, number: int) -> None:
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("pragma journal_mode = wal"))
        connection.execute(text("create table if not exists event (n)"))
        connection.execute(text(f"insert into event values ({number})"))


def test_the_log_is_emptied_once_at_the_end_and_holds_all_until_then(tmp_path: Path) -> None:
    path, log = tmp_path / "runs.db", tmp_path / "runs.db-wal"
    _write(path, 0)
    assert not log.exists(), "the last connection empties the log, each time"
    with kept_open():
        _write(path, 1)
        _write(path, 2)
        assert log.stat().st_size > 0
        with sqlite3.connect(path) as other:
            assert other.execute("select count(*) from event").fetchone() == (3,)
        other.close()
    assert not log.exists()
    _write(path, 3)
    assert not log.exists(), "nothing is kept afterwards"
    with sqlite3.connect(path) as after:
        assert after.execute("select n from event order by n").fetchall() == [(0,), (1,), (2,), (3,)]
    after.close()
