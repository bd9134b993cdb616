"""What the warehouse is made from: a change of any table of the lake makes it anew."""

from pathlib import Path

import pytest

from ingest.lake import PARTITIONED, Lake
from ingest.schemas import TABLES
from orchestration.build_state import warehouse_fingerprint
from orchestration.home import home_of


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_the_lake_counts(tmp_path: Path, table: str) -> None:
    home = home_of(tmp_path / "home")
    before = warehouse_fingerprint(home)
    lake = Lake(home.lake)
    path = lake.partition(table, 2024) if table in PARTITIONED else lake.file(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"other rows")
    assert warehouse_fingerprint(home) != before
