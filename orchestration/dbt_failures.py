"""Rows that a failed dbt test found."""

import json
from typing import Any

import duckdb

from orchestration.home import Home

SAMPLE = 5


def sample_rows(home: Home, unique_id: str) -> list[dict[str, Any]]:
    """Up to five rows against a dbt test, by running its compiled query on the unpublished warehouse."""
    try:
        results = json.loads((home.dbt_target / "run_results.json").read_text(encoding="utf-8"))["results"]
        query = next(entry.get("compiled_code") for entry in results if entry["unique_id"] == unique_id)
        if not query:
            return []
        with duckdb.connect(str(home.unpublished), read_only=True) as warehouse:
            found = warehouse.execute(f"select * from ({query}) limit {SAMPLE}")
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except (OSError, ValueError, StopIteration, duckdb.Error):
        return []
