"""Sketches as a table, so that linking reads a text again only where it changed."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import Final

import numpy as np
import polars as pl

from ingest.identity.fidelity import Blemishes
from ingest.identity.shingles import Sketch
from ingest.identity.sketched import Sketched

COLUMNS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "document_id": pl.String,
    "row_digest": pl.String,
    "region_code": pl.String,
    "report_year": pl.Int32,
    "kind": pl.String,
    "head": pl.String,
    "place": pl.String,
    "code": pl.String,
    "year": pl.Int32,
    "is_told": pl.Boolean,
    "completeness": pl.String,
    "rank": pl.Int64,
    "size": pl.Int64,
    "blemishes": pl.List(pl.Int64),
    "n_figures": pl.Int64,
    "is_corrected": pl.Boolean,
    "supersedes": pl.String,
    "published_on": pl.Date,
    "figures": pl.String,
    "site": pl.String,
    "names": pl.List(pl.String),
    "hashes": pl.Binary,
    "n_shingles": pl.Int64,
}


def table_of(sketches: Iterable[tuple[str, Sketched]]) -> pl.DataFrame:
    """Sketches, each with the digest of the row that it was made from; hashes as little-endian 64-bit numbers."""
    rows = [
        {name: getattr(one, name) for name in COLUMNS if name in Sketched.__slots__}
        | {
            "row_digest": digest,
            "region_code": one.key[0] if one.key else None,
            "report_year": one.key[1] if one.key else None,
            "blemishes": astuple(one.blemishes),
            "names": sorted(one.names),
            "hashes": one.sketch.hashes.astype("<u8").tobytes(),
            "n_shingles": one.sketch.size,
        }
        for digest, one in sketches
    ]
    return pl.DataFrame(rows, schema=COLUMNS)


def sketches_of(table: pl.DataFrame) -> Iterator[tuple[str, Sketched]]:
    """The sketches of a table and the digests of the rows that they were made from."""
    for row in table.iter_rows(named=True):
        region, year = row.pop("region_code"), row.pop("report_year")
        hashes = np.frombuffer(row.pop("hashes"), dtype="<u8").astype(np.uint64)
        sketch = Sketch(hashes, row.pop("n_shingles"))
        digest, names = row.pop("row_digest"), frozenset(row.pop("names"))
        blemishes = Blemishes(*row.pop("blemishes"))
        key = None if region is None else (region, year, row["kind"])
        yield digest, Sketched(**row, blemishes=blemishes, key=key, names=names, sketch=sketch)
