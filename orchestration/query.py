"""`duixian sql`: questions to the published warehouse, read-only."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from orchestration.home import Home
from orchestration.versions import reading

UNBOUNDED = 100_000


def published(home: Home) -> Path | None:
    """The published warehouse; None, and a word on standard error, where there is none."""
    if home.warehouse.exists():
        return home.warehouse
    print(f"nothing is published in {home.root}: duixian run comes first", file=sys.stderr)
    return None


def print_query(home: Home, query: str, output: str) -> int:
    """Print the rows of a query as table, csv or jsonl; 1 where the query fails, 2 where nothing is published."""
    place = published(home)
    if place is None:
        return 2
    try:
        with reading(place) as warehouse:
            found = warehouse.execute(query)
            names = [column[0] for column in found.description or []]
            rows = found.fetchall()
    except duckdb.Error as error:
        print(error, file=sys.stderr)
        return 1
    {"table": _table, "csv": _csv, "jsonl": _jsonl}[output](names, rows)
    return 0


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    table = Table(show_lines=False)
    for name in names:
        table.add_column(name, no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*("" if value is None else _number(value) for value in row))
    # a file or a pipe takes lines of any length
    width = None if sys.stdout.isatty() else UNBOUNDED
    Console(file=sys.stdout, markup=False, emoji=False, highlight=False, width=width).print(table)
    print(f"{len(rows):,} rows")


def _number(value: Any) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _csv(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)


def _jsonl(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    for row in rows:
        print(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str))
