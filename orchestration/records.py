"""Dagster's records (SQLite) during a run of the command line: hundreds of events, each in a connection of its own.

SQLite empties its log into the file, and waits for the disk, whenever the last connection is closed. One connection
that stays open for each file spares that; a run's events are on the disk at the latest when it ends. What a power cut
takes with it are the last events of a run that it ended anyway.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


@contextmanager
def kept_open() -> Iterator[None]:
    """As long as this lasts, no file of records is closed that Dagster opened."""
    kept: dict[str, sqlite3.Connection] = {}

    def keep(connection: Any, _: object) -> None:
        if not isinstance(connection, sqlite3.Connection):
            return
        connection.execute("pragma synchronous = normal")
        path = connection.execute("pragma database_list").fetchone()[2]
        if path and path not in kept:
            kept[path] = sqlite3.connect(path, check_same_thread=False)
            kept[path].execute("select count(*) from sqlite_master").fetchone()  # only now it has the file

    event.listen(Engine, "connect", keep)
    try:
        yield
    finally:
        event.remove(Engine, "connect", keep)
        for connection in kept.values():
            connection.close()
