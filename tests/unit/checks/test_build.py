"""The table of checks follows documents and mentions, year by year, and only where something changed."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from ingest.build import build_mentions
from ingest.checks import build as step
from ingest.checks.build import build_checks
from ingest.documents import build_documents, take_up
from ingest.lake import Lake

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def prepared(home: Path, *names: str) -> Lake:
    folder = home.parent / "reports"
    folder.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(EXAMPLES / name, folder / name)
    take_up(home, [folder], home / "no-examples")
    build_documents(home, "code", lambda _: None)
    build_mentions(home, "code", lambda _: None)
    return Lake(home / "lake")


def test_only_years_that_changed_are_counted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    original = step.check_documents

    def watched(documents: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
        counted.extend(documents["report_year"].unique())
        return original(documents, mentions)

    monkeypatch.setattr(step, "check_documents", watched)
    home = tmp_path / "home"
    for names, years in (
        (("shandong-2024.txt", "shandong-2025.txt"), [2024, 2025]),
        (("shenzhen-2024.html",), [2024]),
        ((), []),
    ):
        counted.clear()
        lake = prepared(home, *names)
        build_checks(home, "code")
        assert sorted(counted) == years
        documents = lake.scan("documents").collect()
        table = lake.scan("document_checks").collect()
        assert table.equals(original(documents, lake.scan("mentions").collect()))
    counted.clear()
    build_checks(home, "other code")
    assert sorted(counted) == [2024, 2025]


def test_headings_are_counted_and_a_year_that_is_gone_goes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    lake = prepared(home, "shandong-2024.txt")
    build_checks(home, "code")
    assert lake.scan("documents").select("n_headings").collect().item() >= 2
    lake.write_year("documents", 2024, lake.read_year("documents", 2024).clear())
    built = build_checks(home, "code")
    assert built.counts["documents"] == 0
    assert lake.scan("document_checks").collect().is_empty()
