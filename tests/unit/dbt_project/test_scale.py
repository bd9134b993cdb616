"""The work of matching grows with the number of regions, not with its square: pairs are counted, not seconds."""

import json
import re
from pathlib import Path
from typing import Any, Final

import duckdb

from tests.unit.dbt_project.conftest import CAMPAIGNS

CASCADE: Final = Path(__file__).resolve().parents[3] / "dbt" / "models" / "marts" / "target_cascade.sql"
# three hundred regions below ten others: each promises one growth in each of ten years
PROMISES: Final = """
    create table dim_region as
        select 'top' || i as code, null as parent from range(10) as t(i)
        union all select 'low' || i, 'top' || (i % 10) from range(300) as t(i);
    create table target_path as
        select code || ':' || year as target_id, code as region_code, code as region_name, '' as region_level,
            'growth of product' as series_key, 'product' as indicator_id, '' as indicator_text, 'growth' as measure,
            'percent' as dimension, '%' as unit, '' as sub_region, 6.0 as target_value,
            cast(2000 + year as integer) as target_year
        from dim_region, range(10) as t(year);
    create table int_verdicts as select target_id, false as is_ceiling from target_path;
    create table headline_indicators as select 'product' as indicator_id;
    create table stg_indicators as select 'product' as indicator_id, true as names_one_thing;
"""


def test_pairs_at_ten_times_the_regions_are_ten_times_the_pairs(small_marts: duckdb.DuckDBPyConnection) -> None:
    """Three regions of one campaign, thirty of another: who met those of other regions would have a hundred times."""
    counted = "select count(*) from intermediate.int_match_pairs where target_id like '{}-%'"
    few, many = (small_marts.execute(counted.format(group)).fetchall()[0][0] for group in CAMPAIGNS)
    assert few >= 3 * len(CAMPAIGNS["few"][1])
    assert many == 10 * few


def joined(plan: dict[str, Any]) -> int:
    """The most rows that any join of a plan gave."""
    own = plan["operator_cardinality"] if "JOIN" in str(plan.get("operator_type", "")) else 0
    return max([own, *map(joined, plan.get("children", []))])


def test_a_region_meets_those_above_it_alone_whatever_the_planner_would_rather_do() -> None:
    query = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", CASCADE.read_text(encoding="utf-8"))
    with duckdb.connect() as engine:
        engine.execute(PROMISES)
        told = engine.execute(f"explain (analyze, format json) {query}").fetchall()[0][1]
        count = engine.execute(f"select count(*) from ({query})").fetchone()
    assert count == (3_000,)
    assert joined(json.loads(told)) <= 3_100
