"""`duixian sql`: questions to the published warehouse, read-only."""

import shutil
import sys
from pathlib import Path
from typing import Final

import duckdb

from dashboard.data import open_published
from orchestration.home import Home
from orchestration.rows import print_rows
from orchestration.tongue import say

# what DuckDB calls a file or a transaction that nothing can be written to
READ_ONLY: Final = "read-only"


def published(home: Home, other: Path | None = None) -> Path | None:
    """The published warehouse, or another file or release that is asked for instead.

    None, and a word on standard error, where there is none.
    """
    if other is not None:
        if other.is_file() or list(other.glob("*.parquet")):
            return other
        print(say("ask.neither", path=other), file=sys.stderr)
        return None
    if home.warehouse.exists():
        return home.warehouse
    print(say("ask.nothing", home=home.root), file=sys.stderr)
    return None


def print_query(home: Home, query: str, output: str, other: Path | None = None) -> int:
    """Print the rows of a query as table, csv, json, jsonl or markdown.

    Returns 1 where the query fails or asks nothing, 2 where nothing is published.
    """
    place = published(home, other)
    if place is None:
        return 2
    try:
        with open_published(place) as warehouse:
            # a release lies in memory, where DuckDB would alter the copy and answer from what is left
            warehouse.execute("begin transaction read only")
            found = warehouse.execute(query)
            rows = found.fetchall() if _asks(query) else None
            names = [column[0] for column in found.description or []] if rows is not None else []
    except duckdb.Error as error:
        print(error, file=sys.stderr)
        if READ_ONLY in str(error):
            print(say("ask.changes"), file=sys.stderr)
        elif isinstance(error, duckdb.CatalogException):
            print(say("ask.tables"), file=sys.stderr)
        return 1
    if rows is None:
        print(say("ask.changes"), file=sys.stderr)
        return 1
    # a file or a pipe takes lines of any length
    print_rows(names, rows, output, shutil.get_terminal_size().columns if sys.stdout.isatty() else None)
    return 0


def _asks(query: str) -> bool:
    """Whether it ends in a question, and neither in an order (create temp table …) nor in nothing."""
    statements = duckdb.extract_statements(query)
    return bool(statements) and statements[-1].expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT]
