"""Documents and mentions to checks, for the report years that changed only."""

from pathlib import Path
from typing import Final

import polars as pl

from ingest.built import Built
from ingest.checks.documents import check_documents
from ingest.lake import Lake, file_digest
from ingest.schemas import CHECKS, polars_schema
from ingest.stamps import read_stamp, stamp_of, write_stamp

TABLE: Final = "document_checks"
# what of a year is read: texts and most columns of mentions are left on the disk
_DOCUMENTS: Final = ("document_id", "report_year", "kind", "completeness", "n_candidates")
_MENTIONS: Final = (
    *("document_id", "role", "relation", "section", "indicator", "indicator_id", "year"),
    *("value_start", "sentence_start", "sentence"),
)


def build_checks(home: Path, made_by: str) -> Built:
    """Bring the checks up to date: a report year is counted again only when its rows or the code changed."""
    lake = Lake(home / "lake")
    years, rewritten = lake.years("documents"), 0
    for year in lake.years(TABLE):
        if year not in years:
            stamp_of(lake, year, TABLE).unlink(missing_ok=True)
            rewritten += lake.write_year(TABLE, year, pl.DataFrame(schema=polars_schema(CHECKS)))
    for year in years:
        stamp = stamp_of(lake, year, TABLE)
        tables = [lake.partition(table, year) for table in ("documents", "mentions")]
        wanted = {"made_by": made_by, "tables": [file_digest(path) if path.exists() else "" for path in tables]}
        if lake.partition(TABLE, year).exists() and read_stamp(stamp) == wanted:
            continue
        documents, mentions = _columns(lake, "documents", year, _DOCUMENTS), _columns(lake, "mentions", year, _MENTIONS)
        rewritten += lake.write_year(TABLE, year, check_documents(documents, mentions))
        write_stamp(stamp, wanted)
    lake.ensure([TABLE])
    told = lake.scan(TABLE).select(pl.len(), suspicious=(pl.col("suspicions").list.len() > 0).sum()).collect()
    counts = {"documents": told["len"].item(), "suspicious": told["suspicious"].item(), "years_rewritten": rewritten}
    return Built(f"{counts['suspicious']:,} of {counts['documents']:,} documents are suspicious", counts)


def _columns(lake: Lake, table: str, year: int | None, names: tuple[str, ...]) -> pl.DataFrame:
    path = lake.partition(table, year)
    if not path.exists():
        return lake.read_year(table, year).select(names)
    return pl.read_parquet(path, columns=list(names), hive_partitioning=False)
