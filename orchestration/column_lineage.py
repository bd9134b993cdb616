"""From which columns of which tables each column of a model is made, read off the queries that dbt compiled."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

import dagster as dg
from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope
from sqlglot.schema import MappingSchema

from orchestration.home import Home

DIALECT: Final = "duckdb"
# the schema in which all nodes are looked for here: their names are unique, and a build in parts has others
NODES: Final = "nodes"
# table and column
Origin = tuple[str, str]
Node = Mapping[str, Any]


def with_lineage(home: Home, key_of: Callable[[Node], dg.AssetKey], events: Iterator[Any]) -> Iterator[Any]:
    """The events of a dbt run; what was made of a model says from which columns. ``key_of`` a dbt node: its asset."""
    manifest = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))
    for event in events:
        told = event.metadata.get("unique_id") if isinstance(event, dg.Output | dg.AssetMaterialization) else None
        node = manifest["nodes"].get(told.value) if isinstance(told, dg.TextMetadataValue) else None
        lineage = lineage_of(home, manifest, node, key_of) if node and node["resource_type"] == "model" else None
        yield event.with_metadata({**event.metadata, "dagster/column_lineage": lineage}) if lineage else event


def lineage_of(
    home: Home, manifest: Node, node: Node, key_of: Callable[[Node], dg.AssetKey]
) -> dg.TableColumnLineage | None:
    """The columns behind each described column of a model; None where its query cannot be read."""
    path = home.dbt_target / "compiled" / node["package_name"] / node["original_file_path"]
    known = {**manifest["sources"], **manifest["nodes"]}
    parents = [known[name] for name in node["depends_on"]["nodes"] if name in known]
    try:
        origins = origins_of(path.read_text(encoding="utf-8"), list(node["columns"]), parents)
    except (OSError, SqlglotError):
        return None
    keys = {parent["name"]: key_of(parent) for parent in parents}
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep(keys[table], name) for table, name in sorted(found) if table in keys]
            for column, found in origins.items()
        }
    )


def origins_of(sql: str, columns: list[str], parents: list[Node]) -> dict[str, set[Origin]]:
    """Which columns of the parents (dbt nodes with name and columns) each of ``columns`` is made from.

    A condition that a row has to meet is no origin of its columns. SqlglotError where the query cannot be understood.
    """
    schema = MappingSchema(dialect=DIALECT)
    for parent in parents:
        columns_of = dict.fromkeys(parent["columns"], "varchar")
        schema.add_table(exp.table_(parent["name"], db=NODES), columns_of, dialect=DIALECT)
    for parent in parents:
        if parent["resource_type"] == "source":  # files, which are no table
            sql = sql.replace(parent["relation_name"], f"{NODES}.{parent['name']}")
    query = parse_one(sql, dialect=DIALECT)
    for table in query.find_all(exp.Table):
        if table.db:
            table.set("db", exp.to_identifier(NODES))
            table.set("catalog", None)
    scope = build_scope(qualify(query, schema=schema, dialect=DIALECT, validate_qualify_columns=False))
    seen: dict[tuple[int, str], set[Origin]] = {}
    return {column: _origins(scope, column, seen) if scope else set() for column in columns}


def _origins(scope: Scope, column: str, seen: dict[tuple[int, str], set[Origin]]) -> set[Origin]:
    """The columns of tables behind a column of a query; a query that names itself is looked at once."""
    key = (id(scope), column)
    if key not in seen:
        seen[key] = set()
        for part in scope.set_operation_scopes:
            for name in _same_column(scope, part, column):
                seen[key] |= _origins(part, name, seen)
        for selected in () if scope.set_operation_scopes else _query(scope).selects:
            if selected.alias_or_name == column:
                seen[key] |= _origins_of_expression(scope, selected, seen)
    return seen[key]


def _same_column(union: Scope, part: Scope, column: str) -> list[str]:
    """What a column of a union is called in one of its parts: the same, or what stands in the same place."""
    if union.expression.args.get("by_name"):
        return [column]
    names = _query(union.set_operation_scopes[0]).named_selects
    place = names.index(column) if column in names else len(names)
    return _query(part).named_selects[place : place + 1]


def _query(scope: Scope) -> exp.Query:
    return cast(exp.Query, scope.expression)


def _origins_of_expression(scope: Scope, expression: exp.Expr, seen: dict[tuple[int, str], set[Origin]]) -> set[Origin]:
    inner = [part.sources for part in scope.subquery_scopes]
    found: set[Origin] = set()
    for named in expression.find_all(exp.Column):
        source = next((one[named.table] for one in [scope.sources, *inner] if named.table in one), None)
        if isinstance(source, Scope):
            found |= _origins(source, named.name, seen)
        elif isinstance(source, exp.Table):
            found.add((source.name, named.name))
    return found
