"""The work of matching grows with the number of regions, not with its square: pairs are counted, not seconds."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from tests.unit.dbt_project.conftest import Row, document, mention, write_lake

# one worker: dbt parses the project once for all of them
Build = Callable[..., duckdb.DuckDBPyConnection]
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
