"""The table of all raw files: lake/raw.parquet."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from ingest.schemas import Column, polars_schema
from ingest.store.state import replace_bytes

RAW: Final = (
    Column("sha256", pl.String, "sha256 of the bytes, their name in the raw store"),
    Column("file_name", pl.String, "path below the folder they came from; the first in order where there are several"),
    Column("source_url", pl.String, "where they were published, from a sidecar; null where unknown"),
    Column("size_bytes", pl.Int64, "length in bytes"),
    Column("role", pl.String, "document, sidecar (name.meta.yml), catalogue (reports.csv)"),
    Column("other_names", pl.List(pl.String), "further names under which the same bytes arrived, sorted"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A raw file. Several names may hold the same bytes: ``file_name`` is the first of them in order.

    ``role``: document, sidecar (name.meta.yml) or catalogue (reports.csv).
    """

    sha256: str
    file_name: str
    source_url: str | None
    size_bytes: int
    role: str
    other_names: tuple[str, ...] = ()


def load(path: Path) -> dict[str, Entry]:
    """sha256 to entry; nothing where the table is missing or damaged."""
    try:
        rows = pl.read_parquet(path).select([column.name for column in RAW]).rows()
    except (OSError, pl.exceptions.PolarsError):
        return {}
    return {row[0]: Entry(row[0], row[1], row[2], row[3], row[4], tuple(row[5] or ())) for row in rows}


def frame(entries: Iterable[Entry]) -> pl.DataFrame:
    """The entries as a table, sorted by sha256."""
    rows = [
        (one.sha256, one.file_name, one.source_url, one.size_bytes, one.role, list(one.other_names))
        for one in sorted(entries, key=lambda one: one.sha256)
    ]
    return pl.DataFrame(rows, schema=polars_schema(RAW), orient="row")


def save(path: Path, entries: Iterable[Entry]) -> None:
    """Replaces the table in one step: the same bytes for the same rows."""
    buffer = io.BytesIO()
    frame(entries).write_parquet(buffer, compression="zstd")
    replace_bytes(path, buffer.getvalue())


def merge(old: Entry | None, new: Entry) -> Entry:
    """One entry for the same bytes under several names; the result does not depend on the order of arrival."""
    if old is None:
        return new
    known = {old.file_name, new.file_name, *old.other_names, *new.other_names}
    # a name lost with a damaged table was replaced by the hash
    names = sorted(known - {new.sha256}) or [new.sha256]
    if new.source_url and (old.source_url is None or new.file_name == old.file_name):
        url: str | None = new.source_url
    else:
        url = old.source_url
    is_placeholder = old.file_name == old.sha256
    role = "document" if "document" in (old.role, new.role) and not is_placeholder else new.role
    return replace(new, file_name=names[0], other_names=tuple(names[1:]), source_url=url, role=role)
