"""`docs/tables.md`, from the schemas of the lake and the descriptions in dbt: python -m orchestration.tables."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from ingest.schemas import DOCUMENTS, LINKS, MENTIONS, QUARANTINE, Column
from orchestration.home import DBT_PROJECT, PROJECT

LAKE = {
    "documents": ("One row per text.", DOCUMENTS),
    "links": ("Parts, duplicates and versions.", LINKS),
    "mentions": ("One row per number, and per target without a number.", MENTIONS),
    "quarantine": ("What did not become a document, and why.", QUARANTINE),
}
PLACE = PROJECT / "docs" / "tables.md"


def text() -> str:
    """The page, from what stands in code and dbt now."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield "# Tables"
    yield ""
    yield "Made by `make tables` from `ingest/schemas.py` and `dbt/models/marts`; a test holds it current."
    yield ""
    yield "## Marts: `warehouse.duckdb`, schema `marts`"
    yield ""
    for model in sorted(_models(DBT_PROJECT / "models" / "marts"), key=lambda model: str(model["name"])):
        columns = [(c["name"], c.get("data_type", ""), c.get("description", "")) for c in model.get("columns", [])]
        yield from _table(model["name"], model.get("description", ""), columns)
    yield "## Lake: Parquet below `lake/`"
    yield ""
    for name, (meaning, schema) in LAKE.items():
        yield from _table(name, meaning, [(c.name, _type(c), c.meaning) for c in schema])


def _models(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        yield from (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models", [])


def _table(name: str, meaning: str, columns: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    yield f"### {name}"
    yield ""
    yield _flat(meaning)
    yield ""
    yield "| column | type | meaning |"
    yield "| --- | --- | --- |"
    for column, kind, description in columns:
        yield f"| `{column}` | {_flat(kind)} | {_flat(description)} |"
    yield ""


def _flat(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def _type(column: Column) -> str:
    return str(column.dtype).split("(")[0].lower()


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
