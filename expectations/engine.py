"""Great Expectations on DuckDB.

Great Expectations closes a connection before it fetches the rows; duckdb-engine's cursor *is* the connection, so
every metric would fail. Keeping one connection open, as Great Expectations does for SQLite, mends it.
It also asks every rule that is a query twice over: what an answer was is remembered.
This module imports Great Expectations (seconds): import it inside functions.
"""

from collections.abc import Generator
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import TextClause
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

from expectations.left_out import left_out

# charts and statistical tests, which no suite asks for: more than a third of this import
with left_out(unused=["altair", "scipy"]):
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
    from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

# longer answers are not remembered: Great Expectations itself shows no more rows than these
_SHORT: Final = 200


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """The SQL engine with one connection that stays open until ``close``.

    What it reads must not change meanwhile: a query in the words of one before is answered without asking again.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # by the words of a query: its columns and rows
        self._answers: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {}

    def execute_query(self, query: Any) -> Any:
        """The rows that answer a query; of those that rules are written as, an answer is remembered."""
        if not isinstance(query, TextClause):
            return super().execute_query(query)
        if query.text not in self._answers:
            answer = super().execute_query(query)
            columns, rows = tuple(answer.keys()), [tuple(row) for row in answer.fetchmany(_SHORT)]
            if len(rows) == _SHORT:
                return IteratorResult(SimpleResultMetaData(columns), chain(rows, map(tuple, answer)))
            self._answers[query.text] = columns, rows
        columns, rows = self._answers[query.text]
        return IteratorResult(SimpleResultMetaData(columns), iter(rows))

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
