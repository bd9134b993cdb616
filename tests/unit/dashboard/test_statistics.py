"""Official figures beside the government's own: only where the warehouse has them, and of the same thing."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from dashboard.data import Warehouse
from dashboard.pages.statistics import claims, official_results


@pytest.fixture
def view(tmp_path: Path) -> Any:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as made:
        made.execute(
            """
            create schema marts;
            create table marts.claim_and_statistics as
            select * from (values
                ('370000', '山东省', 2023, 'gdp', 'growth', 6.0, 6.0, 0.0),
                ('370000', '山东省', 2023, 'cpi', 'growth', 1.0, 1.4, -0.4),
                ('370000', '山东省', 2022, 'gdp', 'growth', 4.0, 3.9, 0.1),
                ('330000', '浙江省', 2023, 'gdp', 'growth', 6.0, 6.0, 0.0)
            ) as t (region_code, region_name, stat_year, indicator_id, measure, claim_value, official_value,
                difference);
            create table marts.fct_result as
            select *, cast(null as varchar) as sub_region, 'year' as period
            from (values
                ('a', 'report', '370000', '山东省', 'gdp', 'growth', '%', 2023, 6.0, 2024),
                ('b', 'statistical_bulletin', '370000', '山东省', 'gdp', 'growth', '%', 2023, 5.9, 2023),
                ('c', 'plan_report', '370000', '山东省', 'gdp', 'growth', '%', 2023, 6.1, 2024),
                ('d', 'statistical_bulletin', '370000', '山东省', 'gdp', 'level', '亿元', 2023, 92069.0, 2023)
            ) as t (result_id, source_kind, region_code, region_name, indicator_id, measure, unit, result_year,
                result_value, report_year);
            """
        )
    return SimpleNamespace(warehouse=Warehouse(tmp_path / "w.duckdb"))


def test_claims_of_a_region_and_year_the_largest_difference_first(view: Any) -> None:
    assert [row["indicator_id"] for row in claims(view, ["370000"], year=2023)] == ["cpi", "gdp"]


def test_claims_of_an_indicator_in_several_regions(view: Any) -> None:
    found = claims(view, ["370000", "330000"], key="gdp")
    assert [(row["region_code"], row["stat_year"]) for row in found] == [
        ("330000", 2023), ("370000", 2023), ("370000", 2022),
    ]  # fmt: skip
    assert claims(view, [], key="gdp") == []


def test_official_figures_are_of_the_same_measure_and_one_a_year(view: Any) -> None:
    found = official_results(view, "gdp", "growth", "%", ["370000"])
    assert [(row["result_year"], float(row["result_value"]), row["source_kind"]) for row in found] == [
        (2023, 6.1, "plan_report")
    ]


def test_a_warehouse_without_them_has_none(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as made:
        made.execute("create schema marts; create table marts.fct_result as select 'a' as result_id")
    bare: Any = SimpleNamespace(warehouse=Warehouse(tmp_path / "w.duckdb"))
    assert claims(bare, ["370000"]) == [] and official_results(bare, "gdp", "growth", "%", ["370000"]) == []
