"""`duixian export`: the marts as files for other programs."""

from pathlib import Path

import duckdb

from ingest.lake import replace_file
from orchestration.home import Home
from orchestration.query import published

# tells which run made the file: the one table that differs between runs over the same input
RUN = "dim_run"
OPTIONS = {"parquet": "format parquet, compression zstd", "csv": "format csv, header true"}


def export_marts(home: Home, folder: Path, output: str) -> int:
    """Write every table of the marts to ``folder``, rows in a fixed order: the same warehouse, the same bytes.

    Returns 0, or 2 where nothing is published yet.
    """
    place = published(home)
    if place is None:
        return 2
    with duckdb.connect(str(place), read_only=True) as warehouse:
        # one thread: row groups and dictionaries then depend on the rows alone
        warehouse.execute("set threads = 1; set preserve_insertion_order = true")
        tables = warehouse.execute(
            "select table_name from information_schema.tables "
            "where table_schema = 'marts' and table_name <> ? order by table_name",
            [RUN],
        ).fetchall()
        for (table,) in tables:
            _export(warehouse, table, folder / f"{table}.{output}", OPTIONS[output])
            print(folder / f"{table}.{output}")
    return 0


def _export(warehouse: duckdb.DuckDBPyConnection, table: str, path: Path, options: str) -> None:
    def write(target: Path) -> None:
        place = str(target).replace("'", "''")
        warehouse.execute(f"copy (select * from marts.\"{table}\" order by all) to '{place}' ({options})")

    replace_file(path, write)
