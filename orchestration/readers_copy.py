"""The marts alone, in a file of their own: what readers get of the warehouse that was built and audited.

The build keeps the schemas that make the marts (``intermediate``, ``rules``): the audit and the next partial run need
them. Whoever connects a tool to the published file sees nothing but ``marts``.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import duckdb

Marts = dict[str, list[Any]]

AT_ONCE: Final = 2

_TABLES: Final = """
    select table_name, sql from duckdb_tables()
    where database_name = 'built' and schema_name = 'marts' order by estimated_size desc, table_name
"""
_MEANINGS: Final = """
    select table_name, null, comment from duckdb_tables()
    where database_name = $database and schema_name = 'marts' and comment is not null
    union all
    select table_name, column_name, comment from duckdb_columns()
    where database_name = $database and schema_name = 'marts' and comment is not null
"""


def write_readers_copy(built: Path, place: Path, memory_limit: str) -> None:
    """Write every table of ``built``'s marts to a new DuckDB file at ``place``: rows in order, constraints, comments.

    ``memory_limit`` is DuckDB's, for instance 4GB. Raises duckdb.Error where a file cannot be read or written.
    """
    with duckdb.connect(str(place)) as copy:
        copy.execute(f"set memory_limit = {quoted(memory_limit)}")
        copy.execute(f"attach {quoted(str(built))} as built (read_only)")
        copy.execute("create schema marts")
        _fill(copy)
        # one transaction: hundreds of small ones take as long as the rows
        copy.execute(";".join(["begin", *(statement for _, statement in comments(copy, "built")), "commit"]))
        copy.execute("detach built")


def _fill(copy: duckdb.DuckDBPyConnection) -> None:
    """Copy the tables, two at once: rows that keep their order are written by one thread."""

    def fill(table: tuple[str, str]) -> None:
        name, definition = table
        with copy.cursor() as beside:
            beside.execute(definition)
            beside.execute(f"insert into marts.{named(name)} from built.marts.{named(name)}")

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(fill, copy.execute(_TABLES).fetchall()))


def comments(connection: duckdb.DuckDBPyConnection, database: str) -> Iterator[tuple[str, str]]:
    """What ``database`` says of its marts and their columns, as a table's name and a statement that says it again."""
    for name, column, meaning in connection.execute(_MEANINGS, {"database": database}).fetchall():
        what = f"table marts.{named(name)}" if column is None else f"column marts.{named(name)}.{named(column)}"
        yield name, f"comment on {what} is {quoted(meaning)}"


def mart_fingerprints(warehouse: duckdb.DuckDBPyConnection) -> Marts:
    """Rows and digest of every table of the marts, whatever the order of their rows."""
    names = warehouse.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = current_database() and table_schema = 'marts' order by table_name"
    ).fetchall()
    query = "select count(*), coalesce(sum(hash(t)), 0)::varchar from marts.{} as t"
    return {name: list(warehouse.execute(query.format(named(name))).fetchall()[0]) for (name,) in names}


def named(identifier: str) -> str:
    """A name as SQL takes it, whatever it holds."""
    return '"' + identifier.replace('"', '""') + '"'


def quoted(words: str) -> str:
    """A text as SQL takes it, whatever it holds."""
    return "'" + words.replace("'", "''") + "'"
