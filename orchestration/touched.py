"""Which documents' regions changed since the warehouse was built: the rest of it may stand.

Everything that a document gave (its rows in every table of the lake) has a digest. A target is judged by documents of
its own region alone, so that a region none of whose documents changed needs no new verdicts.
"""

from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from ingest.lake import PARTITIONED, Lake, digest_now

# from this share of all documents on, building everything is as quick
MOST: Final = 0.5
SCHEMA: Final = {"file": pl.String, "digest": pl.String, "document_id": pl.String, "rows": pl.String}
# region and report of each document, as the last build knew them and as the lake has them now
WHERE: Final = "select document_id, coalesce(region_code, '') as region, {report} as report from {documents}"


def digests(lake: Lake, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row per file of the lake and document in it: the file's digest, and that of the document's rows.

    What is ``known`` of files that did not change is taken from there.
    """
    found = []
    with duckdb.connect() as engine:
        for path in _files(lake):
            name, digest = path.relative_to(lake.root).as_posix(), digest_now(path)
            rows = _known(known, name, digest)
            found.append(_read(engine, path, name, digest) if rows is None else rows)
    return pl.concat(found) if found else pl.DataFrame(schema=SCHEMA)


def touched(lake: Lake, warehouse: Path, before: pl.DataFrame, now: pl.DataFrame) -> list[str] | None:
    """The documents, old and new, of all regions in which one changed since ``warehouse`` was built.

    None where it is better to build everything. Documents of one report are touched together: a report may be known
    as complete by a part that another region's document brings.
    """
    changed = _of_documents(before).join(_of_documents(now), on=["document_id", "rows"], how="anti")
    changed = pl.concat(
        [changed, _of_documents(now).join(_of_documents(before), on=["document_id", "rows"], how="anti")]
    )
    places = _places(lake, warehouse)
    ids = set(changed["document_id"])
    reports = set(places.filter(pl.col("document_id").is_in(ids))["report"])
    regions = set(places.filter(pl.col("report").is_in(reports))["region"])
    wanted = places.filter(pl.col("region").is_in(regions))["document_id"].unique().sort().to_list()
    return wanted if len(wanted) <= MOST * places["document_id"].n_unique() else None


def _files(lake: Lake) -> list[Path]:
    paths = [lake.partition(table, year) for table in PARTITIONED for year in lake.years(table)]
    return [path for path in [*paths, lake.file("links")] if path.exists()]


def _known(known: pl.DataFrame | None, name: str, digest: str) -> pl.DataFrame | None:
    if known is None:
        return None
    rows = known.filter((pl.col("file") == name) & (pl.col("digest") == digest))
    return rows if rows.height else None


def _read(engine: duckdb.DuckDBPyConnection, path: Path, name: str, digest: str) -> pl.DataFrame:
    query = (
        "select document_id, sum(hash(t))::varchar from read_parquet(?, hive_partitioning = false) as t "
        "group by document_id order by document_id"
    )
    rows = engine.execute(query, [str(path)]).fetchall()
    # a file without rows is known too
    told = [(name, digest, document_id, total) for document_id, total in rows or [("", "")]]
    return pl.DataFrame(told, schema=SCHEMA, orient="row")


def _of_documents(digests: pl.DataFrame) -> pl.DataFrame:
    """One digest per document, over all its files."""
    told = pl.concat_str("file", "rows", separator=":").sort_by("file").str.join("\n").alias("rows")
    return digests.filter(pl.col("document_id") != "").group_by("document_id").agg(told)


def _places(lake: Lake, warehouse: Path) -> pl.DataFrame:
    with duckdb.connect(str(warehouse), read_only=True) as engine:
        before = engine.execute(WHERE.format(report="report_id", documents="intermediate.int_documents")).fetchall()
    now = (
        lake.scan("documents")
        .select("document_id", pl.col("region_code").fill_null("").alias("region"))
        .collect()
        .join(lake.read("links").select("document_id", "report_id"), on="document_id", how="left")
        .select("document_id", "region", pl.coalesce("report_id", "document_id").alias("report"))
    )
    schema = {"document_id": pl.String, "region": pl.String, "report": pl.String}
    return pl.concat([pl.DataFrame(before, schema=schema, orient="row"), now]).unique()
