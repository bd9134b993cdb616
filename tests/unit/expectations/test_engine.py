"""The engine under Great Expectations: a query in the same words is asked once, long answers come whole."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from expectations.engine import DuckDBExecutionEngine


@pytest.fixture
def engine() -> Iterator[DuckDBExecutionEngine]:
    """An engine on an empty database in memory, with a sequence that tells how often it was asked."""
    opened = DuckDBExecutionEngine(connection_string="duckdb:///:memory:")
    opened.execute_query(sa.text("create sequence asked"))
    yield opened
    opened.close()


def test_the_same_words_are_asked_once(engine: DuckDBExecutionEngine) -> None:
    once = engine.execute_query(sa.text("select nextval('asked') as n")).fetchmany(200)
    again = engine.execute_query(sa.text("select nextval('asked') as n")).fetchone()
    assert [row._asdict() for row in once] == [{"n": 1}] == [again._asdict()]
    assert engine.execute_query(sa.text("select nextval('asked') + 0")).fetchone() == (2,)


def test_an_empty_answer_is_remembered_with_its_columns(engine: DuckDBExecutionEngine) -> None:
    for _ in range(2):
        answer = engine.execute_query(sa.text("select 1 as one where false"))
        assert (list(answer.keys()), answer.fetchall()) == (["one"], [])


@pytest.mark.parametrize("n", [199, 200, 201, 5000])
def test_long_answers_come_whole_and_in_order(engine: DuckDBExecutionEngine, n: int) -> None:
    for _ in range(2):
        answer = engine.execute_query(sa.text(f"select range from range({n}) order by range"))
        assert [row.range for row in answer.fetchall()] == list(range(n))
