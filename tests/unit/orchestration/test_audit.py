from pathlib import Path

import polars as pl
import pytest

from expectations.run import Finding, SuiteResult
from expectations.suites import Expectation, Suite
from ingest.lake import Lake
from ingest.schemas import TABLES, polars_schema
from orchestration import audit as audits
from orchestration.home import Home

SUITE = Suite(
    "documents",
    "",
    "",
    "select * from read_parquet('{lake}/documents/*/*.parquet')",
    "document_id",
    (
        Expectation("each", "", "", "expect_column_values_to_not_be_null", {}),
        Expectation("all_together", "", "", "expect_column_values_to_be_unique", {}, is_whole=True),
    ),
)


class Runs:
    """Stands for Great Expectations: what was looked at, and what was found."""

    def __init__(self) -> None:
        self.seen: list[tuple[list[str], list[str] | None]] = []
        self.unexpected = 0

    def __call__(
        self, suite: Suite, database: Path | None, lake: Path, fingerprint: str = "", parts: list[str] | None = None
    ) -> SuiteResult:
        names = [rule.name for rule in suite.expectations]
        self.seen.append((names, parts))
        found = [Finding(name, "", "", "", True, self.unexpected, None, [], None) for name in names]
        return SuiteResult(suite.name, "", "", fingerprint, found)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    stand_in = Runs()
    monkeypatch.setattr(audits, "run_suite", stand_in)
    return stand_in


def write(home: Home, year: int, title: str = "") -> None:
    schema = polars_schema(TABLES["documents"][1])
    row = {"document_id": f"d{year}", "report_year": year, "title": title}
    Lake(home.lake).write_year(
        "documents", year, pl.DataFrame([{n: row.get(n) for n in schema.names()}], schema=schema)
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    for year in (2021, 2022, 2023):
        write(home, year)
    return home


def test_only_years_that_changed_are_looked_at_but_for_rules_about_all(home: Home, runs: Runs) -> None:
    audits.audit(home, SUITE)
    audits.audit(home, SUITE)
    assert runs.seen == [(["each", "all_together"], None)]
    write(home, 2022, "another")
    result = audits.audit(home, SUITE)
    assert runs.seen[1:] == [(["each"], ["report_year=2022"]), (["all_together"], None)]
    assert [finding.name for finding in result.findings] == ["each", "all_together"]
    audits.audit(home, SUITE)
    assert len(runs.seen) == 3


def test_all_years_are_looked_at_where_most_changed_or_something_was_against_a_rule(home: Home, runs: Runs) -> None:
    audits.audit(home, SUITE)
    for year in (2021, 2022):
        write(home, year, "another")
    runs.unexpected = 1
    audits.audit(home, SUITE)
    write(home, 2023, "another")
    audits.audit(home, SUITE)
    assert [parts for _, parts in runs.seen] == [None, None, None]


def test_other_rules_look_at_everything(home: Home, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    audits.audit(home, SUITE)
    write(home, 2022, "another")
    monkeypatch.setattr(audits, "guarding_code", lambda: "others")
    audits.audit(home, SUITE)
    assert [parts for _, parts in runs.seen] == [None, None]


def test_a_year_that_one_table_lacks_is_no_part(home: Home) -> None:
    assert audits._parts(Lake(home.lake), ("documents", "mentions")) == {}
    assert list(audits._parts(Lake(home.lake), ("documents",))) == [f"report_year={y}" for y in (2021, 2022, 2023)]
