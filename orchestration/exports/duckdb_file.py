"""`duixian export --format duckdb`: the marts alone in one file, with their keys declared, for BI tools."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from ingest.lake import replace_file
from orchestration.exports.tables import Exported, batches, key_of, references_of

NAME: Final = "duixian.duckdb"
# what a person wrote may name what is no longer there
UNBOUND: Final = ("corrections_applied",)


def write_duckdb(
    warehouse: duckdb.DuckDBPyConnection, tables: Sequence[Exported], folder: Path, is_part: bool = False
) -> Path:
    """Write the tables to a DuckDB file of their own; returns its place.

    ``is_part``: the tables hold a selection of rows, and only keys that hold among these are declared.
    Its rows are the same for the same warehouse, its bytes are not: DuckDB gives each file a number of its own. Raises
    duckdb.ConstraintException where a key does not hold.
    """
    goal = folder / NAME

    def write(target: Path) -> None:
        target.unlink(missing_ok=True)
        with duckdb.connect(str(target)) as made:
            made.execute("create schema marts")
            known: set[str] = set()
            for table in parents_first(tables):
                # asked before the rows: another question would end their stream
                bound = _held(warehouse, table, known) if is_part else _references(table, known)
                # a streamed result belongs to one connection: the rows come from the one and go into the other
                rows = batches(warehouse, table)  # noqa: F841
                made.execute(definition(table, bound))
                made.execute(f'insert into marts."{table.name}" select * from rows')
                _describe(made, table)
                known.add(table.name)

    replace_file(goal, write)
    return goal


def parents_first(tables: Sequence[Exported]) -> list[Exported]:
    """The tables in an order in which each comes after those that its keys lead to."""
    left = {table.name: table for table in tables}
    ordered: list[Exported] = []
    while left:
        ready = [table for table in left.values() if not _leads_to(table, set(left))]
        # of tables that lead to each other, one comes first and declares less
        for table in ready or list(left.values())[:1]:
            ordered.append(left.pop(table.name))
    return ordered


def _references(table: Exported, known: set[str]) -> dict[str, tuple[str, str]]:
    """Columns that lead to a key of another table that is there."""
    return {} if table.name in UNBOUND else references_of(table.name, table.names, known)


def _leads_to(table: Exported, known: set[str]) -> set[str]:
    return {goal for goal, _ in _references(table, known).values()}


def _held(warehouse: duckdb.DuckDBPyConnection, table: Exported, known: set[str]) -> dict[str, tuple[str, str]]:
    """The references of a selection of rows that find what they lead to."""
    return {
        column: (goal, field)
        for column, (goal, field) in _references(table, known).items()
        if not warehouse.execute(
            f'select 1 from marts."{table.name}" as here anti join marts."{goal}" as there '
            f'on here."{column}" = there."{field}" where here."{column}" is not null limit 1'
        ).fetchall()
    }


def definition(table: Exported, references: dict[str, tuple[str, str]]) -> str:
    """The CREATE TABLE of a table, with its own key and those that lead to other tables."""
    parts = [f'"{column.name}" {column.kind}' for column in table.columns]
    key = key_of(table.name, table.names)
    if key:
        named = ", ".join(f'"{name}"' for name in key)
        parts.append(f"primary key ({named})")
    for column, (goal, field) in references.items():
        parts.append(f'foreign key ("{column}") references marts."{goal}" ("{field}")')
    return f'create table marts."{table.name}" ({", ".join(parts)})'


def _describe(made: duckdb.DuckDBPyConnection, table: Exported) -> None:
    name = f'marts."{table.name}"'
    made.execute(f"comment on table {name} is '{_quoted(table.meaning)}'")
    for column in table.columns:
        made.execute(f"comment on column {name}.\"{column.name}\" is '{_quoted(column.meaning)}'")


def _quoted(words: str) -> str:
    return words.replace("'", "''")
