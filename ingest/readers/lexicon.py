"""Reads the tables of ``ingest/lexicon`` that readers and store need."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

LEXICON: Final = Path(__file__).resolve().parent.parent / "lexicon"


@cache
def rows(table: str | Path) -> tuple[dict[str, str], ...]:
    """The rows of ``ingest/lexicon/<table>.csv``, or of a CSV file at a path."""
    path = table if isinstance(table, Path) else LEXICON / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return tuple(csv.DictReader(stream))
