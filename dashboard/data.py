"""The published warehouse as the pages see it: read-only, reopened when a new one is published.

Which columns exist is looked up, never assumed: a warehouse made by an older or newer version, or one without
sentences, still shows what it holds.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl
import pyarrow.parquet as pq

from dashboard.columns import (
    AS_RESULT,
    AS_TARGET,
    DOCUMENT,
    INDICATOR,
    MENTION,
    REGION,
    RESULT,
    TARGET,
    TASK,
    TASK_UNIT,
    as_mention,
)

Row = dict[str, Any]
REMEMBERED: Final = 512
SCHEMA: Final = "marts"
# the file of a release that holds the checksums of all others
CHECKSUMS: Final = "SHA256SUMS"
# no file but the warehouse, no extension, no setting; one process may open a file with one configuration only, and
# this is the one that the command line reads with
LOCKED: Final = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
}


class Warehouse:
    """One published file, or the folder of a release.

    Queries come one after the other; answers are remembered until the file changes.
    """

    def __init__(self, path: Path, home: Path | None = None) -> None:
        """``home`` is the folder of the runtime files, where texts, audit results and corrections lie; None without."""
        self.path = path
        self.home = home
        self._lock = threading.Lock()
        self._opened: tuple[int, int] | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._columns: dict[str, frozenset[str]] = {}
        self._answers: OrderedDict[tuple[str, tuple[Any, ...]], list[Row]] = OrderedDict()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of a query as dictionaries; raises duckdb.Error where it cannot be answered."""
        key = (query, tuple(values))
        with self._lock:
            connection = self._current()
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            cursor = connection.execute(query, list(values))
            names = [column[0] for column in cursor.description or []]
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            self._answers[key] = found
            if len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
            return found

    def one(self, query: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row; None where there is none."""
        found = self.rows(query, values)
        return found[0] if found else None

    def has(self, table: str, *columns: str) -> bool:
        """Whether the warehouse has this table of the marts, with these columns."""
        with self._lock:
            self._current()
            known = self._columns.get(f"{SCHEMA}.{table}")
        return known is not None and known.issuperset(columns)

    def table(self, table: str, columns: Mapping[str, str]) -> str:
        """A subquery with exactly these columns: null of the given type stands in for those that are not there."""
        with self._lock:
            self._current()
            known = self._columns.get(f"{SCHEMA}.{table}", frozenset())
        parts = [name if name in known else f"cast(null as {kind}) as {name}" for name, kind in columns.items()]
        listed = ", ".join(f'"{part}"' if part in known else part for part in parts)
        return f'(select {listed} from {SCHEMA}."{table}")' if known else f"(select {listed} where false)"

    @property
    def targets(self) -> str:
        """Targets with their verdicts; a second statement of the same target is left out."""
        whole = self.table("fct_attainment", TARGET)
        return f"(select * from {whole} where statement_of is null or statement_of = target_id)"

    @property
    def all_targets(self) -> str:
        """Targets with their verdicts, every statement."""
        return self.table("fct_attainment", TARGET)

    @property
    def mentions(self) -> str:
        """Every candidate."""
        return self.table("fct_mention", MENTION)

    @property
    def numbers(self) -> str:
        """Every candidate; in a release without them, the targets and results that it has, as candidates."""
        if self.has("fct_mention"):
            return self.mentions
        parts = [(AS_TARGET, self.all_targets), (AS_RESULT, self.table("fct_result", RESULT))]
        return f"({' union all '.join(f'select {as_mention(said)} from {source}' for said, source in parts)})"

    @property
    def documents(self) -> str:
        """Every document."""
        return self.table("dim_document", DOCUMENT)

    @property
    def regions(self) -> str:
        """Every region code."""
        return self.table("dim_region", REGION)

    @property
    def indicators(self) -> str:
        """The catalogue of indicators."""
        return self.table("dim_indicator", INDICATOR)

    @property
    def tasks(self) -> str:
        """Numbered tasks of breakdowns and plans."""
        return self.table("fct_task", TASK)

    @property
    def task_units(self) -> str:
        """One row per task and unit that owes it."""
        return self.table("task_unit", TASK_UNIT)

    def text(self, document: Row) -> str | None:
        """The whole text of a document, from the lake beside the warehouse; None where the lake is not at hand."""
        if self.home is None:
            return None
        folder = self.home / "lake" / "documents"
        year = document["report_year"]
        found = sorted(folder.glob(f"report_year={'*' if year is None else year}/*.parquet")) or sorted(
            folder.rglob("*.parquet")
        )
        wanted = pl.col("document_id") == document["document_id"]
        for path in found:
            texts = pl.scan_parquet(path, hive_partitioning=False).filter(wanted).select("text").collect()
            if texts.height:
                return str(texts.item(0, 0))
        return None

    def audit(self) -> list[dict[str, Any]]:
        """The results of the last audit, one per suite; none where they are not at hand."""
        if self.home is None:
            return []
        return [json.loads(p.read_text(encoding="utf-8")) for p in sorted((self.home / "build/audit").glob("*.json"))]

    def published_at(self) -> datetime | None:
        """When this file was put in its place; None for a release, whose folder knows only when it was copied."""
        return None if self.path.is_dir() else datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def version(self) -> str:
        """Changes when another file is published; of a release, the same wherever it lies."""
        sums = self.path / CHECKSUMS
        told = self.path.stat()
        named = sums.read_bytes() if sums.is_file() else f"{told.st_ino}-{told.st_mtime_ns}".encode()
        return hashlib.sha256(named).hexdigest()[:12]

    def _current(self) -> duckdb.DuckDBPyConnection:
        told = self.path.stat()
        stamp = (told.st_ino, told.st_mtime_ns)
        if self._connection is None or stamp != self._opened:
            # a new connection beside the old one would be given the old file
            if self._connection is not None:
                self._connection.close()
            self._connection = open_published(self.path)
            self._opened = stamp
            self._answers.clear()
            self._columns = dict(_columns_of(self._connection))
        return self._connection

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def open_published(path: Path, settings: Mapping[str, str] | None = None) -> duckdb.DuckDBPyConnection:
    """A published warehouse, or a release: a folder of Parquet files, one per table; read-only, settings locked.

    ``settings`` are DuckDB's own, for instance threads.
    """
    if not path.is_dir():
        return duckdb.connect(str(path), read_only=True, config={**(settings or {}), **LOCKED})
    connection = duckdb.connect(config=dict(settings or {}))
    connection.execute(f"create schema {SCHEMA}")
    for table in sorted(path.glob("*.parquet")):
        connection.execute(f'create table {SCHEMA}."{table.stem}" as from read_parquet($path)', {"path": str(table)})
        for statement in _meanings(table):
            connection.execute(statement)
    connection.execute("set enable_external_access = false; set lock_configuration = true")
    return connection


def _meanings(table: Path) -> Iterator[str]:
    """Statements that say again what the file's metadata say of the table and its columns."""
    schema = pq.read_schema(table)
    name = f'{SCHEMA}."{table.stem}"'
    told = {f"table {name}": schema.metadata, **{f'column {name}."{f.name}"': f.metadata for f in schema}}
    for what, facts in told.items():
        meaning = (facts or {}).get(b"description", b"").decode("utf-8").replace("'", "''")
        if meaning:
            yield f"comment on {what} is '{meaning}'"


def _columns_of(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, frozenset[str]]]:
    query = """
        select table_schema || '.' || table_name, list(column_name)
        from information_schema.columns
        group by all
    """
    for name, columns in connection.execute(query).fetchall():
        yield name, frozenset(columns)
