"""What a person sees of a table that was made: rows, what was new, seconds, some rows, the way to the Data Docs."""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any, Final

import dagster as dg
import polars as pl

from ingest.lake import Lake
from orchestration.home import Home

SAMPLE: Final = 5
LONGEST_TEXT: Final = 120


def told(
    home: Home, counts: Mapping[str, Any], began: float, table: str = "", columns: Iterable[str] = ()
) -> dict[str, Any]:
    """Metadata of a materialisation: ``counts``, seconds since ``began`` (monotonic), and of a ``table`` some rows."""
    known: dict[str, Any] = {
        **counts,
        "seconds": dg.MetadataValue.float(round(time.monotonic() - began, 3)),
        "data_docs": dg.MetadataValue.url((home.docs / "index.html").as_uri()),
    }
    if table:
        lake = Lake(home.lake)
        is_one_file = lake.file(table).exists()
        frame = pl.scan_parquet(lake.file(table)) if is_one_file else lake.scan(table)
        known["dagster/row_count"] = frame.select(pl.len()).collect().item()
        known["samples"] = dg.MetadataValue.json(_rows(frame.select(*columns).head(SAMPLE).collect()))
    return known


def version_of(home: Home, *tables: str) -> dg.DataVersion:
    """The same version for the same rows, whenever and wherever they were made."""
    return dg.DataVersion(Lake(home.lake).fingerprint(*tables)[:16])


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    rows = json.loads(json.dumps(frame.to_dicts(), default=str, ensure_ascii=False))
    return [
        {name: value[:LONGEST_TEXT] if isinstance(value, str) else value for name, value in row.items()} for row in rows
    ]
