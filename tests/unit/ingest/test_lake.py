from pathlib import Path

import polars as pl
import pytest

from ingest.lake import Lake, replace_file, write_parquet
from ingest.schemas import MENTIONS, polars_schema


def mentions(*starts: int, document: str = "d") -> pl.DataFrame:
    rows = [{"mention_id": f"{document}:{start}", "document_id": document, "value_start": start} for start in starts]
    schema = polars_schema(MENTIONS)
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def test_bytes_do_not_depend_on_the_order_of_rows_or_chunks(tmp_path: Path) -> None:
    one, other = Lake(tmp_path / "one"), Lake(tmp_path / "other")
    one.write_year("mentions", 2024, mentions(1, 5, 9))
    other.write_year("mentions", 2024, pl.concat([mentions(9), mentions(1), mentions(5)], rechunk=False))
    assert one.partition("mentions", 2024).read_bytes() == other.partition("mentions", 2024).read_bytes()
    assert one.fingerprint("mentions") == other.fingerprint("mentions")


def test_an_unchanged_table_is_left_alone(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert lake.write_year("mentions", 2024, mentions(1))
    before = lake.partition("mentions", 2024).stat()
    assert not lake.write_year("mentions", 2024, mentions(1))
    after = lake.partition("mentions", 2024).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert lake.write_year("mentions", 2024, mentions(1, 2))


def test_years_are_found_in_order_and_vanish_with_their_rows(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for year in (2024, None, 1994):
        lake.write_year("mentions", year, mentions(1))
    assert lake.years("mentions") == [1994, 2024, None]
    assert lake.scan("mentions").collect().height == 3
    lake.write_year("mentions", None, mentions())
    assert lake.years("mentions") == [1994, 2024]
    assert not lake.partition("mentions", None).parent.exists()


def test_an_empty_lake_still_has_columns(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert lake.scan("mentions").collect().columns == polars_schema(MENTIONS).names()
    lake.ensure()
    assert lake.read_year("mentions", None).is_empty()
    assert lake.years("documents") == [None]


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write_parquet(pl.DataFrame({"a": [1]}), path)
    before = path.read_bytes()

    def fail(target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        replace_file(path, fail)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
