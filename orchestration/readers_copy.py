"""The marts alone, in a file of their own: what readers get of the warehouse that was built and audited.

The build keeps the schemas that make the marts (``intermediate``, ``rules``): the audit and the next partial run need
them. Whoever connects a tool to the published file sees nothing but ``marts``.
"""

from pathlib import Path
from typing import Final

import duckdb

_TABLES: Final = """
    select table_name, sql, comment from duckdb_tables()
    where database_name = 'built' and schema_name = 'marts' order by table_name
"""
_COLUMNS: Final = """
    select table_name, column_name, comment from duckdb_columns()
    where database_name = 'built' and schema_name = 'marts' and comment is not null order by table_name, column_index
"""


def write_readers_copy(built: Path, place: Path, memory_limit: str) -> None:
    """Write every table of ``built``'s marts to a new DuckDB file at ``place``: rows in order, constraints, comments.

    ``memory_limit`` is DuckDB's, for instance 4GB. Raises duckdb.Error where a file cannot be read or written.
    """
    with duckdb.connect(str(place)) as copy:
        copy.execute(f"set memory_limit = {_text(memory_limit)}")
        copy.execute(f"attach {_text(str(built))} as built (read_only)")
        copy.execute("create schema marts")
        for name, definition, meaning in copy.execute(_TABLES).fetchall():
            copy.execute(definition)
            copy.execute(f"insert into marts.{_name(name)} from built.marts.{_name(name)}")
            if meaning is not None:
                copy.execute(f"comment on table marts.{_name(name)} is {_text(meaning)}")
        for name, column, meaning in copy.execute(_COLUMNS).fetchall():
            copy.execute(f"comment on column marts.{_name(name)}.{_name(column)} is {_text(meaning)}")
        copy.execute("detach built")


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
