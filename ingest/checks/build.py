"""Documents and mentions to checks, for the report years that changed only."""

from pathlib import Path
from typing import Any, Final

import polars as pl

from ingest.built import Built
from ingest.checks.documents import check_documents
from ingest.lake import Lake, file_digest
from ingest.schemas import CHECKS, polars_schema
from ingest.stamps import read_stamp, stamp_of, write_stamp
from ingest.workers import Workers, in_workers

TABLE: Final = "document_checks"
# what is less than this on the disk is done before other processes would have begun
FEW_BYTES: Final = 2_000_000
# what of a year is read: texts and most columns of mentions are left on the disk
_DOCUMENTS: Final = ("document_id", "report_year", "kind", "completeness", "n_candidates")
_MENTIONS: Final = (
    *("document_id", "role", "relation", "section", "indicator", "indicator_id", "year"),
    *("value_start", "sentence_start", "sentence"),
)


def build_checks(home: Path, made_by: str, workers: Workers = 1) -> Built:
    """Bring the checks up to date: a report year is counted again only when its rows or the code changed.

    Years are counted in so many processes; raises WorkerLostError or ClusterError where they are lost: the years
    written before stand.
    """
    lake = Lake(home / "lake")
    years, rewritten = lake.years("documents"), 0
    for year in lake.years(TABLE):
        if year not in years:
            stamp_of(lake, year, TABLE).unlink(missing_ok=True)
            rewritten += lake.write_year(TABLE, year, pl.DataFrame(schema=polars_schema(CHECKS)))
    todo = {year: wanted for year in years if (wanted := _changed(lake, year, made_by)) is not None}
    n_bytes = sum(lake.partition("documents", year).stat().st_size for year in todo)
    years_of_it = ((year, (lake.root, year)) for year in todo)
    for year, checks in in_workers(check_year, years_of_it, workers if n_bytes >= FEW_BYTES else 1):
        rewritten += lake.write_year(TABLE, year, checks)
        write_stamp(stamp_of(lake, year, TABLE), todo[year])
    lake.ensure([TABLE])
    told = lake.scan(TABLE).select(pl.len(), suspicious=(pl.col("suspicions").list.len() > 0).sum()).collect()
    counts = {"documents": told["len"].item(), "suspicious": told["suspicious"].item(), "years_rewritten": rewritten}
    return Built(f"{counts['suspicious']:,} of {counts['documents']:,} documents are suspicious", counts)


def check_year(of: tuple[Path, int | None]) -> pl.DataFrame:
    """The checks of a report year of the lake below a folder."""
    lake, year = Lake(of[0]), of[1]
    return check_documents(_columns(lake, "documents", year, _DOCUMENTS), _columns(lake, "mentions", year, _MENTIONS))


def _changed(lake: Lake, year: int | None, made_by: str) -> dict[str, Any] | None:
    """What the stamp of a year must say; nothing where it says so."""
    tables = [lake.partition(table, year) for table in ("documents", "mentions")]
    wanted = {"made_by": made_by, "tables": [file_digest(path) if path.exists() else "" for path in tables]}
    stands = lake.partition(TABLE, year).exists() and read_stamp(stamp_of(lake, year, TABLE)) == wanted
    return None if stands else wanted


def _columns(lake: Lake, table: str, year: int | None, names: tuple[str, ...]) -> pl.DataFrame:
    path = lake.partition(table, year)
    if not path.exists():
        return lake.read_year(table, year).select(names)
    return pl.read_parquet(path, columns=list(names), hive_partitioning=False)
