"""Canonical columns as data: a phrase of a review, the number in it, and what matching is told of it.

One JSON object per line in ``canonical/``: id, text (the whole is a review), at (the number as written), ``expect``:
columns of ``ingest.schemas.CANONICAL`` with their values; columns left out are not looked at.
"""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.mentions import extract_mentions
from ingest.schemas import CANONICAL

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for path in sorted((Path(__file__).parent / "canonical").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def canonical(text: str, number: str) -> dict[str, Any]:
    """The row of the number, read from the text as the review of a report."""
    frame = pl.DataFrame(
        {
            "document_id": ["d"],
            "report_year": pl.Series([2024], dtype=pl.Int32),
            "region_code": ["330000"],
            "text": [text],
            "sections": [[{"start": 0, "end": len(text), "section": "review"}]],
        }
    )
    return extract_mentions(frame).filter(pl.col("value_start") == text.rindex(number)).row(0, named=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_canonical_columns(case: dict[str, Any]) -> None:
    row = canonical(case["text"], case["at"])
    assert {name: row[name] for name in case["expect"]} == case["expect"]


def test_only_canonical_columns_are_asked_for() -> None:
    assert {name for case in CASES for name in case["expect"]} <= {column.name for column in CANONICAL}
