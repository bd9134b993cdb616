"""Documents and mentions as rows, with what a test leaves out filled in."""

from typing import Any

import polars as pl
import pytest

from ingest.schemas import DOCUMENTS, MENTIONS, polars_schema

Row = dict[str, Any]


class Rows:
    """Gathers documents and the mentions of each."""

    def __init__(self) -> None:
        self._documents: list[Row] = []
        self._mentions: list[Row] = []

    def document(self, document_id: str = "doc", **fields: Any) -> None:
        """A full report of 2024 with a hundred numbers."""
        told = {"report_year": 2024, "kind": "report", "completeness": "full", "n_candidates": 100, "n_chars": 1000}
        self._documents.append({"document_id": document_id, "region_code": "331122"} | told | fields)

    def mentions(self, count: int, document_id: str = "doc", **fields: Any) -> None:
        """Results of the review, one behind the other in one sentence each."""
        told = {"role": "result", "section": "review", "indicator": "粮食总产量", "indicator_id": "grain", "year": 2023}
        told |= {"sentence": "粮食总产量5万吨", "measure": "level", "value": 5.0, "unit": "万吨", "region": ""}
        for _ in range(count):
            start = 10 * len(self._mentions)
            place = {"document_id": document_id, "value_start": start + 5, "sentence_start": start}
            self._mentions.append(told | place | fields)

    @property
    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Documents and mentions with all columns of the lake."""
        return (
            pl.DataFrame(self._documents, schema=polars_schema(DOCUMENTS)),
            pl.DataFrame(self._mentions, schema=polars_schema(MENTIONS)),
        )


@pytest.fixture
def rows() -> Rows:
    return Rows()
