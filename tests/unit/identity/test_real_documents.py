"""Real papers are taken for what they are: none is refused, and what could not be told of one has its reason."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from ingest.store import Entry
from ingest.texts import document_rows

KINDS = {"report", "press_digest", "responsibility_breakdown"}
# every so many reports of the corpus; the whole of it takes minutes
STEP = 40


def read(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    [row] = document_rows(data, Entry(hashlib.sha256(data).hexdigest(), path.name, None, len(data), "document"))
    assert "reason" not in row, (path.name, row)
    return row


def said(row: dict[str, Any], field: str) -> bool:
    """Whether a field is told, or a note says why not."""
    return row[field] is not None or f"{field.removesuffix('_code')}: " in (row["identity_notes"] or "")


def test_texts_of_other_kinds_and_eras(shared: Path) -> None:
    texts = sorted((shared / "gold" / "wide" / "text").glob("*.txt"))
    assert len(texts) == 25
    for path in texts:
        row, named = read(path), int(path.stem.removesuffix("-p2").removesuffix("-tasks")[-4:])
        assert row["kind"] in KINDS, (path.name, row["kind"])
        assert (row["kind"] == "responsibility_breakdown") == path.stem.endswith("-tasks"), path.name
        assert said(row, "region_code") and said(row, "report_year"), path.name
        # a report that is given at the end of a year plans the next one
        assert row["report_year"] in (None, named, named + 1), (path.name, row["report_year"])


@pytest.mark.parametrize(
    ("folder", "kind", "years"),
    [("bulletins", "statistical_bulletin", 1), ("five-year-plans", "five_year_plan", 0)],
)
def test_bulletins_and_outlines_are_accepted_as_such(folder: str, kind: str, years: int, shared: Path) -> None:
    papers = sorted((shared / "corpus" / folder).glob("*.md"))
    assert papers
    for path in papers:
        row = read(path)
        assert (row["kind"], row["region_name"]) == (kind, "全国"), path.name
        assert row["report_year"] == int(path.name[:4]) + years, path.name


def test_no_report_of_the_corpus_is_refused(shared: Path) -> None:
    reports = sorted((shared / "corpus" / "reports").rglob("*.md"))[::STEP]
    assert len(reports) > 50
    assert [path.name for path in reports if read(path)["kind"] != "report"] == []
