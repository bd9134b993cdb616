"""The work of matching grows with the number of regions, not with its square: pairs are counted, not seconds."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import duckdb

from tests.unit.dbt_project.conftest import Row, document, mention, write_lake

# one worker: dbt parses the project once for all of them
Build = Callable[..., duckdb.DuckDBPyConnection]
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
THINGS = ("乡村码头", "河道护岸", "邻里食堂", "“清河护岸”河段")


def regions(count: int) -> tuple[list[Row], list[Row]]:
    """A plan and a review of each region, all of them with the same words and the same campaign."""
    documents, mentions = [], []
    for number in range(count):
        code = f"{100000 + number}"
        for year, role in ((2023, "target"), (2024, "result")):
            key = f"{number:04}-{year}"
            documents.append(document(key, year, region_code=code, region_name=f"区{number}"))
            for place, thing in enumerate(THINGS):
                fields = {"role": role, "year": 2023, "indicator": thing, "sentence": f"“清河护岸”新增{thing}5家"}
                mentions.append(mention(key, year, 100 * (place + 1), **fields))
    return documents, mentions


def pairs_of(folder: Path, count: int, build: Build) -> int:
    folder.mkdir()
    write_lake(folder / "lake", *regions(count))
    with build(folder) as built:
        found = built.execute("select count(*) from intermediate.int_match_pairs").fetchone()
    assert found is not None
    return int(found[0])


def test_pairs_at_ten_times_the_regions_are_ten_times_the_pairs(tmp_path: Path, build_marts: Build) -> None:
    few = pairs_of(tmp_path / "few", 3, build_marts)
    many = pairs_of(tmp_path / "many", 30, build_marts)
    assert few >= 3 * len(THINGS)
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
