"""The columns behind a column, through everything that a query may do to them."""

import pytest

from orchestration.column_lineage import origins_of

A = {"name": "a", "resource_type": "model", "columns": {"id": {}, "x": {}, "y": {}}}
B = {"name": "b", "resource_type": "model", "columns": {"id": {}, "z": {}}}
FILES = {"name": "f", "resource_type": "source", "relation_name": "read_parquet('l/*')", "columns": {"id": {}, "t": {}}}


@pytest.mark.parametrize(
    ("sql", "column", "origins"),
    [
        ("select x as w from s.a", "w", {("a", "x")}),
        ("select x + y as w from s.a", "w", {("a", "x"), ("a", "y")}),
        ("with c as (select * from s.a) select y as w from c", "w", {("a", "y")}),
        ("select a.* exclude (x), z from s.a inner join s.b using (id)", "z", {("b", "z")}),
        ("select a.* exclude (x), z from s.a inner join s.b using (id)", "y", {("a", "y")}),
        ("select x as w from s.a union all select z from s.b", "w", {("a", "x"), ("b", "z")}),
        ("select id, x as w from s.a union all by name select z as w, id from s.b", "w", {("a", "x"), ("b", "z")}),
        (
            "select (select max(z) from s.b where b.id = a.id) as w from s.a",
            "w",
            {("b", "z"), ("b", "id"), ("a", "id")},
        ),
        ("select t as w from read_parquet('l/*')", "w", {("f", "t")}),
        # rows that are chosen or counted are none of its origins
        ("select x as w from s.a where y > 1", "w", {("a", "x")}),
        ("select count(*) as w from s.a", "w", set()),
        ("select x from s.a", "nothing", set()),
        # a build in parts reads the same tables from another schema
        ('select x as w from "warehouse"."touched"."a"', "w", {("a", "x")}),
        (
            "with recursive c as (select id, x as w from s.a union all select id, w from c) select w from c",
            "w",
            {("a", "x")},
        ),
    ],
)
def test_origins_are_the_columns_that_a_value_is_made_of(sql: str, column: str, origins: set[tuple[str, str]]) -> None:
    assert origins_of(sql, [column], [A, B, FILES]) == {column: origins}
