from pathlib import Path

import duckdb
import polars as pl
import pytest

from ingest.lake import Lake
from ingest.schemas import TABLES, polars_schema
from orchestration.touched import digests, touched

# document, region, report year, report that it belongs to
Row = tuple[str, str | None, int, str]
PLACES: list[Row] = [
    ("a1", "330100", 2023, "a1"),
    ("a2", "330100", 2024, "a2"),
    ("b1", "330200", 2023, "b1"),
    ("c1", "330300", 2023, "c1"),
    ("d1", "330400", 2023, "d1"),
    ("e1", "330500", 2023, "e1"),
    ("n1", None, 2023, "n1"),
    ("n2", None, 2024, "n2"),
]


def frame(table: str, **columns: list[object]) -> pl.DataFrame:
    schema = polars_schema(TABLES[table][1])
    n = len(next(iter(columns.values())))
    return pl.DataFrame({name: columns.get(name, [None] * n) for name in schema.names()}, schema=schema)


def lake_of(folder: Path, rows: list[Row], titles: dict[str, str] | None = None) -> Lake:
    lake = Lake(folder)
    for year in {row[2] for row in rows}:
        own = [row for row in rows if row[2] == year]
        told = {
            "document_id": [row[0] for row in own],
            "region_code": [row[1] for row in own],
            "report_year": [year] * len(own),
            "title": [(titles or {}).get(row[0], "") for row in own],
        }
        lake.write_year("documents", year, frame("documents", **told))
    ids, reports = [row[0] for row in rows], [row[3] for row in rows]
    lake.write("links", frame("links", document_id=ids, report_id=reports))
    return lake


@pytest.fixture
def before(tmp_path: Path) -> Lake:
    return lake_of(tmp_path / "before", PLACES)


def changes(tmp_path: Path, before: Lake, after: Lake) -> list[str] | None:
    tmp_path.mkdir(exist_ok=True)
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(str(warehouse)) as engine:
        engine.execute("create schema intermediate")
        engine.execute("create table intermediate.int_documents (document_id text, region_code text, report_id text)")
        for document, region, _, report in PLACES:
            engine.execute("insert into intermediate.int_documents values (?, ?, ?)", [document, region, report])
    known = digests(before)
    return touched(after, warehouse, known, digests(after, known))


def test_nothing_changed(tmp_path: Path, before: Lake) -> None:
    assert changes(tmp_path, before, lake_of(tmp_path / "after", PLACES)) == []


def test_a_new_document_touches_its_region_alone(tmp_path: Path, before: Lake) -> None:
    after = lake_of(tmp_path / "after", [*PLACES, ("a3", "330100", 2025, "a3")])
    assert changes(tmp_path, before, after) == ["a1", "a2", "a3"]


def test_what_a_document_says_and_where_it_belongs_count(tmp_path: Path, before: Lake) -> None:
    assert changes(tmp_path, before, lake_of(tmp_path / "after", PLACES, {"b1": "another"})) == ["b1"]
    moved = [("b1", "330300", 2023, "b1") if row[0] == "b1" else row for row in PLACES]
    assert changes(tmp_path / "again", before, lake_of(tmp_path / "moved", moved)) == ["b1", "c1"]


def test_a_document_that_went_touches_the_region_it_had(tmp_path: Path, before: Lake) -> None:
    assert changes(tmp_path, before, lake_of(tmp_path / "after", PLACES[1:])) == ["a1", "a2"]


def test_documents_of_one_report_are_touched_together(tmp_path: Path, before: Lake) -> None:
    after = lake_of(tmp_path / "after", [*PLACES, ("d2", "330400", 2023, "e1")])
    assert changes(tmp_path, before, after) == ["d1", "d2", "e1"]


def test_documents_without_a_region_stand_together(tmp_path: Path, before: Lake) -> None:
    assert changes(tmp_path, before, lake_of(tmp_path / "after", PLACES, {"n1": "another"})) == ["n1", "n2"]


def test_where_most_changed_everything_is_built(tmp_path: Path, before: Lake) -> None:
    titles = {"a1": "x", "b1": "x", "c1": "x", "d1": "x"}
    assert changes(tmp_path, before, lake_of(tmp_path / "after", PLACES, titles)) is None


def test_files_that_are_known_are_not_read_again(before: Lake) -> None:
    known = digests(before)
    marked = known.with_columns(rows=pl.lit("kept"))
    assert digests(before, marked).equals(marked)
    assert digests(before).equals(known)
