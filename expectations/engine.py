"""Great Expectations on DuckDB.

Great Expectations closes a connection before it fetches the rows; duckdb-engine's cursor *is* the connection, so
every metric would fail. Keeping one connection open, as Great Expectations does for SQLite, mends it.
This module imports Great Expectations (seconds): import it inside functions.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias

from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """The SQL engine with one connection that stays open until ``close``."""

    @contextmanager
    def get_connection(self) -> Generator[Any, None, None]:
        """The one connection of this engine."""
        if self._connection is None:
            self._connection = self.engine.connect()
        yield self._connection

    def close(self) -> None:
        """Free the database file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


# `type` is a field of the datasource below
EngineType: TypeAlias = type[SqlAlchemyExecutionEngine]


class DuckDBDatasource(SQLDatasource):
    """A datasource that runs on DuckDBExecutionEngine."""

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment]

    @property
    def execution_engine_type(self) -> EngineType:
        """The engine that keeps its connection."""
        return DuckDBExecutionEngine
