"""What the warehouse is made from: a change of any table of the lake makes it anew."""

from pathlib import Path

import polars as pl
import pytest

from ingest.lake import PARTITIONED, Lake
from ingest.schemas import TABLES
from orchestration.build_state import begin, built, reusable, warehouse_fingerprint
from orchestration.home import Home, home_of


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_the_lake_counts(tmp_path: Path, table: str) -> None:
    home = home_of(tmp_path / "home")
    before = warehouse_fingerprint(home)
    lake = Lake(home.lake)
    path = lake.partition(table, 2024) if table in PARTITIONED else lake.file(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"other rows")
    assert warehouse_fingerprint(home) != before


def test_a_part_may_stand_where_all_is_as_it_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    home.build.mkdir()
    inputs = pl.DataFrame({"file": ["links.parquet"], "digest": ["d"], "document_id": ["a"], "rows": ["1"]})

    def build(size: int, is_part: bool = False) -> None:
        home.unpublished.write_bytes(b"x" * size)
        built(home, "fingerprint", inputs, is_part)

    assert reusable(home) is None
    build(100)
    found = reusable(home)
    assert found is not None and found.equals(inputs)
    build(200, is_part=True)
    assert reusable(home) is not None
    build(201, is_part=True)  # rows were replaced so often that the file is twice as large
    assert reusable(home) is None
    build(100)
    with monkeypatch.context() as patch:
        patch.setattr("orchestration.build_state.dbt_code", lambda: "another")
        assert reusable(home) is None
    home.corrections.write_text("mention_id\n")
    assert reusable(home) is None
    home.corrections.unlink()
    assert reusable(home) is not None
    home.unpublished.write_bytes(b"y" * 100)
    assert reusable(home) is None
    build(100)
    begin(home, "run", ["a"])
    assert home.touched.read_text() == "document_id\na\n"
    assert home.unpublished.exists()
    assert reusable(home) is None, "what is being built is not whole"


def test_a_build_of_everything_begins_with_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.build.mkdir()
    home.unpublished.write_bytes(b"x")
    begin(home, "run")
    assert not home.unpublished.exists()
