"""`duixian sql`: questions to the published warehouse, read-only."""

import shutil
import sys
from pathlib import Path

import duckdb

from orchestration.home import Home
from orchestration.rows import print_rows
from orchestration.versions import reading


def published(home: Home) -> Path | None:
    """The published warehouse; None, and a word on standard error, where there is none."""
    if home.warehouse.exists():
        return home.warehouse
    print(f"nothing is published in {home.root}: duixian run comes first", file=sys.stderr)
    return None


def print_query(home: Home, query: str, output: str) -> int:
    """Print the rows of a query as table, csv, json, jsonl or markdown.

    Returns 1 where the query fails, 2 where nothing is published.
    """
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
    # a file or a pipe takes lines of any length
    print_rows(names, rows, output, shutil.get_terminal_size().columns if sys.stdout.isatty() else None)
    return 0
