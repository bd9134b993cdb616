"""How `dbt build` grows with the corpus: a lake repeated 1, 10 and 100 times under other regions and years.

usage: attainment_scale.py LAKE [--factors 1 10 100] [--work DIR] [--own-words]

LAKE is the lake folder of a finished run (its documents/, mentions/ and links.parquet). Each copy keeps the
documents of a region together, so that targets still meet the later reports of their region. Prints one line per
factor: documents, mentions, seconds of `dbt build` (models, seeds and tests) as a whole process, targets decided.
With --own-words no two copies share a wording, as in a real corpus; a bracket with the copy's number sees to that,
which matching leaves out again.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import polars as pl

DBT = Path(__file__).resolve().parents[1] / "dbt"
CENTURIES = 3


def repeat(lake: Path, factor: int, out: Path, own_words: bool = False) -> tuple[int, int]:
    """Write the lake ``factor`` times under other regions and years; return the numbers of documents and mentions."""
    shutil.rmtree(out, ignore_errors=True)
    documents = pl.read_parquet(lake / "documents/*/*.parquet")
    mentions = pl.read_parquet(lake / "mentions/*/*.parquet")
    links = pl.read_parquet(lake / "links.parquet")
    copies = range(factor)
    _by_year(pl.concat([_copy_documents(documents, copy) for copy in copies]), out / "documents", "documents.parquet")
    _by_year(
        pl.concat([_copy_mentions(mentions, copy, own_words) for copy in copies]), out / "mentions", "mentions.parquet"
    )
    pl.concat([_copy_links(links, copy) for copy in copies]).write_parquet(out / "links.parquet")
    quarantine = lake / "quarantine.parquet"
    if quarantine.exists():
        shutil.copy(quarantine, out / "quarantine.parquet")
    return documents.height * factor, mentions.height * factor


def _years(copy: int) -> int:
    """Copies stand in three runs of years, so that reports do not pile up in a few partitions."""
    return -35 * (copy % CENTURIES)


def _name(column: str, copy: int) -> pl.Expr:
    return pl.col(column) if copy == 0 else pl.col(column) + f"x{copy}"


def _copy_documents(documents: pl.DataFrame, copy: int) -> pl.DataFrame:
    return documents.with_columns(
        _name("document_id", copy), _name("region_code", copy), pl.col("report_year") + _years(copy)
    )


def _copy_mentions(mentions: pl.DataFrame, copy: int, own_words: bool) -> pl.DataFrame:
    if own_words:
        mentions = mentions.with_columns(pl.col("indicator") + f"({copy})")
    own = pl.col("document_id") if copy == 0 else pl.col("document_id") + f"x{copy}"
    return mentions.with_columns(
        own,
        (own + ":" + pl.col("value_start").cast(pl.String)).alias("mention_id"),
        pl.col("report_year") + _years(copy),
        pl.col("year") + _years(copy),
    )


def _copy_links(links: pl.DataFrame, copy: int) -> pl.DataFrame:
    return links.with_columns(
        _name("document_id", copy), _name("report_id", copy), _name("duplicate_of", copy), _name("superseded_by", copy)
    )


def _by_year(frame: pl.DataFrame, folder: Path, file_name: str) -> None:
    for (year,), part in frame.group_by("report_year"):
        partition = folder / f"report_year={'unknown' if year is None else year}"
        partition.mkdir(parents=True, exist_ok=True)
        part.write_parquet(partition / file_name, compression="zstd")


def build(lake: Path, database: Path) -> float:
    """Seconds that ``dbt build`` takes over a lake, as a process of its own."""
    database.unlink(missing_ok=True)
    environment = os.environ | {"DUIXIAN_LAKE": str(lake), "DUIXIAN_BUILD_DB": str(database), "DO_NOT_TRACK": "1"}
    environment |= {"DBT_TARGET_PATH": str(database.parent / "target"), "DBT_LOG_PATH": str(database.parent / "logs")}
    environment.setdefault("DUIXIAN_LEXICON", str(DBT.parent / "ingest" / "lexicon"))
    dbt = Path(sys.executable).parent / "dbt"
    command = [str(dbt), "build", "--profiles-dir", str(DBT), "--project-dir", str(DBT), "--quiet"]
    command += ["--exclude-resource-type", "unit_test"]
    started = time.perf_counter()
    subprocess.run(command, env=environment, cwd=DBT, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Measure every factor and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lake", type=Path)
    parser.add_argument("--factors", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--work", type=Path, default=Path("data/benchmark"))
    parser.add_argument("--own-words", action="store_true")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    print("| factor | documents | mentions | dbt build, s | targets decided |\n| --: | --: | --: | --: | --: |")
    for factor in options.factors:
        documents, mentions = repeat(options.lake, factor, work / "lake", options.own_words)
        database = work / "scale.duckdb"
        seconds = build(work / "lake", database)
        with duckdb.connect(str(database), read_only=True) as connection:
            decided = connection.execute(
                "select count(*) from marts.fct_attainment where verdict in ('attained', 'missed')"
            ).fetchone()
        print(
            f"| {factor} | {documents:,} | {mentions:,} | {seconds:.1f} | {decided[0] if decided else 0:,} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
