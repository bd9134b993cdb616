"""Which tables and columns are exported, what they mean, and the query that reads them in a fixed order."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from dashboard.data import open_published

# what a reader of the open panel opens first
FIRST: Final = ("panel_headline", "fct_attainment")
# tells which run made the file: the one table that differs between runs over the same input
RUN: Final = "dim_run"
# whole sentences, and what is made of them, stay out of a release of facts
SENTENCES: Final = (
    "sentence",
    "verdict_reason",
    "correction",
    "lost_because",
    "identity_notes",
    "title",
    "part_label",
    "passage",
    "section_path",
    "due_text",
    "unit_text",
)
# names of files and folders say something about the machine that read them
LOCAL: Final = ("file_name", "document_name", "target_document", "result_document", "member")
# a cell of a release of facts that holds one of these is a sentence that slipped into another column
STOPS: Final = "[。；！？]"
BATCH: Final = 50_000
# what the open panel holds: its tables, and which of their rows; the summaries count every target
HEADLINES: Final = "indicator_id in (select indicator_id from marts.dim_indicator where is_headline)"
OPEN_PANEL: Final = {
    "panel_headline": "",
    "fct_attainment": HEADLINES,
    "fct_result": HEADLINES,
    "target_path": HEADLINES,
    "target_cascade": HEADLINES,
    "result_vintages": HEADLINES,
    "attainment_by_indicator": HEADLINES,
    "attainment_by_region_year": "",
    "claim_and_statistics": HEADLINES,
    "dim_document": "",
    "dim_indicator": HEADLINES,
    "dim_region": "",
    "dim_rule": "",
}
KEYS: Final[dict[str, tuple[str, ...]]] = {
    "attainment_by_indicator": ("series_key", "measure"),
    "attainment_by_region_year": ("region_code", "target_year", "breakdown", "breakdown_value"),
    "dim_document": ("document_id",),
    "dim_indicator": ("indicator_id",),
    "dim_region": ("code",),
    "dim_rule": ("rule_id",),
    "fct_attainment": ("target_id",),
    "fct_match_candidates": ("target_id", "query_id", "result_id"),
    "fct_mention": ("mention_id",),
    "fct_result": ("result_id",),
    "fct_task": ("task_id",),
    "panel_headline": ("region_code", "target_year"),
    "result_vintages": ("result_id",),
    "target_cascade": ("target_id",),
    "target_path": ("target_id",),
    "task_unit": ("task_id", "position"),
}
REFERENCES: Final = {
    "region_code": ("dim_region", "code"),
    "indicator_id": ("dim_indicator", "indicator_id"),
    "document_id": ("dim_document", "document_id"),
    "target_document_id": ("dim_document", "document_id"),
    "result_document_id": ("dim_document", "document_id"),
    "target_id": ("fct_attainment", "target_id"),
    "result_id": ("fct_result", "result_id"),
    "task_id": ("fct_task", "task_id"),
    "passage_document_id": ("dim_document", "document_id"),
    "claim_document_id": ("dim_document", "document_id"),
    "official_document_id": ("dim_document", "document_id"),
    "claim_id": ("fct_result", "result_id"),
    "upper_target_id": ("fct_attainment", "target_id"),
    "upper_region_code": ("dim_region", "code"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its DuckDB type and what it means."""

    name: str
    kind: str
    meaning: str


def key_of(table: str, columns: Collection[str]) -> tuple[str, ...]:
    """The columns that together name a row of a table; none where one of them is not among ``columns``."""
    key = KEYS.get(table, ())
    return key if set(key) <= set(columns) else ()


def references_of(table: str, columns: Collection[str], known: Collection[str]) -> dict[str, tuple[str, str]]:
    """Columns that lead to the key of another table that is ``known``: column -> table and its column."""
    return {
        name: REFERENCES[name]
        for name in columns
        if name in REFERENCES and REFERENCES[name][0] in known and REFERENCES[name][0] != table
    }


@dataclass(frozen=True, slots=True)
class Exported:
    """A table, what it means, and its columns in order."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    facts_only: bool
    rows: str = ""
    """SQL that tells the rows that are exported; all of them where it is empty."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns by name."""
        return tuple(column.name for column in self.columns)

    @property
    def source(self) -> str:
        """The rows that are exported, as SQL reads them."""
        return f'(select * from marts."{self.name}" where {self.rows})' if self.rows else f'marts."{self.name}"'

    @property
    def query(self) -> str:
        """All rows in an order that depends on nothing but themselves."""
        return f"select {', '.join(self._read(column) for column in self.columns)} from {self.source} order by all"

    def _read(self, column: Column) -> str:
        name = f'"{column.name}"'
        if self.facts_only and column.kind == "VARCHAR":
            return f"if(regexp_matches({name}, '{STOPS}'), null, {name}) as {name}"
        return name


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse or the folder of a release, read by one thread.

    Row groups and dictionaries then depend on the rows alone.
    """
    with open_published(path, {"threads": "1", "preserve_insertion_order": "true"}) as warehouse:
        yield warehouse


def exported_tables(warehouse: duckdb.DuckDBPyConnection, facts_only: bool = False) -> list[Exported]:
    """Every table of the marts; ``facts_only`` leaves out sentences and the names of files."""
    meanings = dict(
        warehouse.execute("select table_name, comment from duckdb_tables() where schema_name = 'marts'").fetchall()
    )
    columns = warehouse.execute(
        "select table_name, column_name, data_type, comment from duckdb_columns() where schema_name = 'marts' "
        "order by table_name, column_index"
    ).fetchall()
    found: dict[str, list[Column]] = {name: [] for name in meanings}
    for table, name, kind, meaning in columns:
        if not (facts_only and _tells_a_sentence(name)):
            found.setdefault(table, []).append(Column(name, kind, meaning or ""))
    order = {name: place for place, name in enumerate(FIRST)}
    found.pop(RUN, None)
    named = sorted(found, key=lambda name: (order.get(name, len(order)), name))
    # what a person wrote is theirs to publish
    kept = [name for name in named if not (facts_only and name in ("corrections_applied", "dim_quarantine"))]
    return [Exported(name, meanings.get(name) or "", tuple(found[name]), facts_only) for name in kept if found[name]]


def open_panel_tables(warehouse: duckdb.DuckDBPyConnection) -> list[Exported]:
    """The tables of the open panel: facts only, and of the large ones the rows of the headline indicators."""
    tables = exported_tables(warehouse, facts_only=True)
    return [replace(table, rows=OPEN_PANEL[table.name]) for table in tables if table.name in OPEN_PANEL]


def _tells_a_sentence(column: str) -> bool:
    return column in SENTENCES or column in LOCAL or column.endswith("_sentence")


def batches(warehouse: duckdb.DuckDBPyConnection, table: Exported) -> pa.RecordBatchReader:
    """The rows of a table as Arrow, a batch at a time."""
    return warehouse.execute(table.query).to_arrow_reader(BATCH)


def count(warehouse: duckdb.DuckDBPyConnection, table: Exported) -> int:
    """How many rows a table has."""
    row = warehouse.execute(f"select count(*) from {table.source}").fetchone()
    return int(row[0]) if row else 0
