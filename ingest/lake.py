"""The lake: Parquet tables below one folder, the same bytes for the same rows.

Documents and mentions are partitioned by report year (``report_year=2024/``, ``report_year=unknown/``);
the smaller tables are single files. Every write goes to a file beside its place and is then renamed,
so that a reader (or a crash) sees a whole table, the old one or the new one.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from ingest.ledger import Ledger
from ingest.schemas import TABLES, polars_schema

UNKNOWN_YEAR: Final = "unknown"
ROWS_PER_GROUP: Final = 2_000
SORT_KEYS: Final = {
    "documents": ["document_id"],
    "mentions": ["document_id", "value_start", "value_end", "mention_id"],
    "statements": ["document_id", "statement_start"],
    "tasks": ["document_id", "task_start"],
    "passages": ["document_id", "passage_start"],
    "document_checks": ["document_id"],
}
# the tables that lie in one file per report year
PARTITIONED: Final = tuple(SORT_KEYS)


@dataclass(frozen=True, slots=True)
class Lake:
    """The tables below ``root``; nothing is opened before it is asked for."""

    root: Path

    def file(self, table: str) -> Path:
        """Where an unpartitioned table stands: links, quarantine, raw, processed."""
        return self.root / f"{table}.parquet"

    def partition(self, table: str, year: int | None) -> Path:
        """Where the rows of one report year stand; None is the year that could not be told."""
        return self.root / table / f"report_year={year if year is not None else UNKNOWN_YEAR}" / f"{table}.parquet"

    def years(self, table: str) -> list[int | None]:
        """The report years that the table has rows for, in order, the unknown one last."""
        found = [_year_of(path) for path in (self.root / table).glob(f"report_year=*/{table}.parquet")]
        return sorted(found, key=lambda year: (year is None, year or 0))

    def read(self, table: str) -> pl.DataFrame:
        """The whole unpartitioned table; empty, with its columns, where it does not exist yet."""
        path = self.file(table)
        return pl.read_parquet(path) if path.exists() else _empty(table)

    def read_year(self, table: str, year: int | None) -> pl.DataFrame:
        """The rows of one report year; empty, with the table's columns, where there are none."""
        path = self.partition(table, year)
        return pl.read_parquet(path, hive_partitioning=False) if path.exists() else _empty(table)

    def scan(self, table: str) -> pl.LazyFrame:
        """The rows of all years, lazily: select few columns to keep memory low."""
        parts = [self.partition(table, year) for year in self.years(table)]
        if not parts:
            return _empty(table).lazy()
        return pl.scan_parquet(parts, hive_partitioning=False)

    def write(self, table: str, frame: pl.DataFrame) -> bool:
        """Replace an unpartitioned table; True where its bytes changed."""
        return write_parquet(frame, self.file(table), Ledger(self.root))

    def write_year(self, table: str, year: int | None, frame: pl.DataFrame) -> bool:
        """Replace the rows of one report year (none: the partition goes); True where its bytes changed."""
        path = self.partition(table, year)
        if frame.is_empty():
            return self._remove_partition(path)
        ordered = frame.sort(SORT_KEYS[table], nulls_last=False)
        return write_parquet(ordered.select(polars_schema(TABLES[table][1]).names()), path, Ledger(self.root))

    def ensure(self, tables: Iterable[str] = ("documents", "mentions", "statements", "tasks", "passages")) -> None:
        """Give partitioned tables without any row one empty file, so that engines can read their columns."""
        for table in tables:
            if not self.years(table):
                write_parquet(_empty(table), self.partition(table, None), Ledger(self.root))

    def fingerprint(self, *tables: str) -> str:
        """Digest of the bytes of the named tables (all partitions), the same for the same content."""
        digest = hashlib.sha256()
        for table in sorted(tables):
            paths = [self.partition(table, year) for year in self.years(table)] or [self.file(table)]
            for path in paths:
                if path.exists():
                    digest.update(f"{path.relative_to(self.root)}:{digest_now(path)}\n".encode())
        return digest.hexdigest()

    def _remove_partition(self, path: Path) -> bool:
        if not path.exists():
            return False
        Ledger(self.root).forget(path)
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
        return True


def write_parquet(frame: pl.DataFrame, path: Path, ledger: Ledger | None = None) -> bool:
    """Write a frame deterministically and atomically; True where the file's bytes changed.

    One chunk, fixed row groups and fixed compression: the bytes depend on the rows alone.
    A file that would not change is left alone, so that its time stamp says when its content was made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)

    def write(target: Path) -> None:
        frame.rechunk().write_parquet(
            target, compression="zstd", compression_level=3, statistics=True, row_group_size=ROWS_PER_GROUP
        )

    return replace_file(path, write, ledger)


def replace_file(path: Path, write: Callable[[Path], None], ledger: Ledger | None = None) -> bool:
    """Let ``write`` make a file beside ``path``, then put it in its place; False where both have the same bytes.

    The ``ledger`` is told of the bytes before they stand.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(beside)
        digest, before = file_digest(beside), file_digest(path) if path.exists() else None
        if ledger is not None:
            ledger.expect(path, digest, before)
        if digest == before:
            return False
        beside.replace(path)
        return True
    finally:
        beside.unlink(missing_ok=True)


def file_digest(path: Path) -> str:
    """Sha256 of a file's bytes, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_now(path: Path) -> str:
    """``file_digest``, computed once in a process as long as nobody touches the file."""
    told = path.stat()
    return _digest_of(path, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)


@lru_cache(maxsize=4096)
def _digest_of(path: Path, *_: int) -> str:
    return file_digest(path)


def _empty(table: str) -> pl.DataFrame:
    return pl.DataFrame(schema=polars_schema(TABLES[table][1]))


def _year_of(path: Path) -> int | None:
    value = path.parent.name.partition("=")[2]
    return None if value == UNKNOWN_YEAR else int(value)
