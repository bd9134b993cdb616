"""The sources of the dbt project say what the lake's schemas say."""

from pathlib import Path

import polars as pl
import yaml

from ingest import schemas

ROOT = Path(__file__).resolve().parents[3]
TYPES = {pl.String: "varchar", pl.Int32: "integer", pl.Float64: "double", pl.Boolean: "boolean", pl.Date: "date"}


def test_columns_types_and_meanings_are_those_of_the_lake() -> None:
    text = (ROOT / "dbt/models/staging/_sources.yml").read_text(encoding="utf-8")
    sources = {source["name"]: source for source in yaml.safe_load(text)["sources"]}
    tables = {table["name"]: table["columns"] for table in sources["lake"]["tables"]}
    lake = {
        "documents": schemas.DOCUMENTS,
        "document_checks": schemas.CHECKS,
        "mentions": schemas.MENTIONS,
        "links": schemas.LINKS,
        "statements": schemas.STATEMENTS,
        "tasks": schemas.TASKS,
        "passages": schemas.PASSAGES,
        "quarantine": schemas.QUARANTINE,
    }
    assert set(tables) == set(lake)
    for name, columns in lake.items():
        declared = [(column["name"], column["description"], column["data_type"]) for column in tables[name]]
        wanted = [(column.name, column.meaning, TYPES.get(column.dtype)) for column in columns]
        for (given, meaning, kind), (expected, said, expected_kind) in zip(declared, wanted, strict=True):
            assert (given, meaning) == (expected, said)
            assert kind == expected_kind or kind.startswith("struct") or kind.endswith("[]")
