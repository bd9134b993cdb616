"""Dagster's records (SQLite) during a run of the command line: hundreds of events, each in a connection of its own.

SQLite empties its log into the file, and waits for the disk, whenever the last connection is closed. One connection
that stays open for each file spares that; a run's events are on the disk at the latest when it ends. What a power cut
takes with it are the last events of a run that it ended anyway.

Dagster also makes an engine of SQLAlchemy for each event, which compiles the same few statements again and opens the
file anew: a second and a half of every run. Here one engine serves all events of a file.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

# Dagster's modules that make engines, by this name
STORAGES: Final[tuple[Any, ...]] = (sqlite_event_log, sqlite_run_storage)
MAKER: Final = "create_engine"


@contextmanager
def kept_open() -> Iterator[None]:
    """As long as this lasts, no file of records is closed that Dagster opened, and each has one engine."""
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
        with _one_engine_each():
            yield
    finally:
        event.remove(Engine, "connect", keep)
        for connection in kept.values():
            connection.close()


@contextmanager
def _one_engine_each() -> Iterator[None]:
    """What Dagster's SQLite storages call to make an engine gives the one that they made for that file before."""
    engines: dict[str, Engine] = {}
    ends: list[Callable[[], None]] = []

    def engine_of(address: str, poolclass: object = None, **options: Any) -> Engine:
        # without its pool of no connections, SQLAlchemy keeps a few open for each file
        if address not in engines:
            engine = create_engine(address, **options)
            ends.append(engine.dispose)
            engine.dispose = lambda close=True: None  # type: ignore[method-assign]  # Dagster does so after each event
            engines[address] = engine
        return engines[address]

    before = [getattr(storage, MAKER) for storage in STORAGES]
    for storage in STORAGES:
        setattr(storage, MAKER, engine_of)
    try:
        yield
    finally:
        for storage, maker in zip(STORAGES, before, strict=True):
            setattr(storage, MAKER, maker)
        for end in ends:
            end()
