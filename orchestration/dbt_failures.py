"""Rows that a failed dbt test found, for the person who has to do something about it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import dagster as dg
import duckdb

from orchestration.home import Home

SAMPLE = 5


@dataclass(frozen=True, slots=True)
class TestResult:
    """What became of a dbt test."""

    unique_id: str
    status: str
    failures: int | None
    message: str | None

    @property
    def passed(self) -> bool:
        """Whether it holds."""
        return self.status == "pass"


def results_of(home: Home) -> list[TestResult]:
    """The tests of the last build, in dbt's order; empty where there are none that can be read."""
    found = [entry for entry in _entries(home) if str(entry.get("unique_id", "")).startswith("test.")]
    return [TestResult(e["unique_id"], e["status"], e.get("failures"), e.get("message")) for e in found]


def sample_rows(home: Home, unique_id: str) -> list[dict[str, Any]]:
    """Up to five rows against a dbt test, by running its compiled query on the unpublished warehouse."""
    query = next((entry.get("compiled_code") for entry in _entries(home) if entry.get("unique_id") == unique_id), None)
    if not query:
        return []
    try:
        with duckdb.connect(str(home.unpublished), read_only=True) as warehouse:
            found = warehouse.execute(f"select * from ({query}) limit {SAMPLE}")
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except duckdb.Error:
        return []


def with_rows(home: Home, events: Iterator[Any]) -> Iterator[Any]:
    """The events of a dbt run; failed checks come last, with the rows against them (dbt holds the file till then)."""
    failed: list[dg.AssetCheckResult] = []
    try:
        for event in events:
            if isinstance(event, dg.AssetCheckResult) and not event.passed:
                failed.append(event)
            else:
                yield event
    except Exception:
        yield from (_told(home, check) for check in failed)
        raise
    yield from (_told(home, check) for check in failed)


def _told(home: Home, check: dg.AssetCheckResult) -> dg.AssetCheckResult:
    unique_id = check.metadata.get("unique_id") if check.metadata else None
    rows = sample_rows(home, str(unique_id.value)) if isinstance(unique_id, dg.TextMetadataValue) else []
    samples = dg.MetadataValue.json(json.loads(json.dumps(rows, default=str)))
    return check._replace(metadata={**(check.metadata or {}), "samples": samples}) if rows else check


def _entries(home: Home) -> list[dict[str, Any]]:
    try:
        results = json.loads((home.dbt_target / "run_results.json").read_text(encoding="utf-8"))["results"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [entry for entry in results if isinstance(entry, dict)]
