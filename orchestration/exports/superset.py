"""`duixian export --format superset`: datasets, metrics, charts and one dashboard as Superset imports them."""

import json
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import yaml

from ingest.lake import replace_file
from orchestration.exports.labels import label_of

HERE: Final = Path(__file__).parent
VERSION: Final = "1.0.0"
# the same package from the same warehouse, and an import over an earlier one takes its place
NAMESPACE: Final = uuid.UUID("5b0c6f0e-0a70-5d3f-9d4e-6475697869e1")
FIXED_TIME: Final = (2000, 1, 1, 0, 0, 0)
TIME_OF_THE_LIST: Final = "2000-01-01T00:00:00+00:00"
ALL: Final = 100_000
Part = dict[str, Any]


@cache
def package_facts() -> Part:
    """The rows of superset.yml."""
    facts: Part = yaml.safe_load((HERE / "superset.yml").read_text(encoding="utf-8"))
    return facts


def write_superset(warehouse: duckdb.DuckDBPyConnection, published: Path, folder: Path) -> Path:
    """Write superset.zip over the warehouse that is published at a path; returns its place.

    Raises duckdb.Error where the warehouse lacks a table that the package shows.
    """
    goal = folder / "superset.zip"
    files = dict(package(warehouse, published))

    def write(target: Path) -> None:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, part in files.items():
                words = yaml.safe_dump(part, allow_unicode=True, sort_keys=False)
                bundle.writestr(zipfile.ZipInfo(f"duixian/{name}", FIXED_TIME), words)

    replace_file(goal, write)
    return goal


def package(warehouse: duckdb.DuckDBPyConnection, published: Path) -> Iterator[tuple[str, Part]]:
    """The files of the package by name."""
    facts = package_facts()
    yield "metadata.yaml", {"version": VERSION, "type": "Dashboard", "timestamp": TIME_OF_THE_LIST}
    yield "databases/duixian.yaml", _database(facts, published)
    for key, dataset in facts["datasets"].items():
        yield f"datasets/duixian/{key}.yaml", _dataset(warehouse, key, dataset)
    for key, chart in facts["charts"].items():
        yield f"charts/{key}.yaml", _chart(key, chart, facts["datasets"][chart["dataset"]])
    yield "dashboards/duixian.yaml", _dashboard(facts)


def _id(*names: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(names)))


def _database(facts: Part, published: Path) -> Part:
    return {
        "database_name": facts["database"],
        "sqlalchemy_uri": f"duckdb:///{published.absolute().as_posix()}",
        "expose_in_sqllab": True,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        # a run that publishes is seen at the next query: nothing is kept open
        "extra": {"engine_params": {"connect_args": {"read_only": True}}, "schemas_allowed_for_csv_upload": []},
        "uuid": _id("database"),
        "version": VERSION,
    }


def _dataset(warehouse: duckdb.DuckDBPyConnection, key: str, dataset: Part) -> Part:
    table = dataset.get("table") or dataset["columns_of"]
    found = warehouse.execute(
        "select column_name, data_type, comment from duckdb_columns() "
        "where schema_name = 'marts' and table_name = ? order by column_index",
        [table],
    ).fetchall()
    columns = [*found, *((name, kind, None) for name, kind in dataset.get("more_columns", {}).items())]
    return {
        "table_name": dataset.get("table") or dataset["label"],
        "schema": "marts",
        "main_dttm_col": dataset["time"],
        "description": f"{dataset['label']}。{dataset['description']}",
        "sql": dataset.get("sql"),
        "filter_select_enabled": True,
        "uuid": _id("dataset", key),
        "database_uuid": _id("database"),
        "version": VERSION,
        "columns": [_column(name, kind, meaning, dataset["time"]) for name, kind, meaning in columns],
        "metrics": [
            {
                "metric_name": name,
                "verbose_name": metric["label"],
                "metric_type": "expression",
                "expression": metric["sql"],
                "d3format": metric["format"],
            }
            for name, metric in dataset["metrics"].items()
        ],
    }


def _column(name: str, kind: str, meaning: str | None, time: str) -> Part:
    return {
        "column_name": name,
        "verbose_name": label_of(name),
        "description": meaning,
        "type": kind,
        "is_dttm": kind == "DATE" and name == time,
        "groupby": True,
        "filterable": True,
        "is_active": True,
    }


def _chart(key: str, chart: Part, dataset: Part) -> Part:
    kind = {
        "number": "big_number_total",
        "bars": "echarts_timeseries_bar",
        "lines": "echarts_timeseries_line",
        "table": "table",
    }[chart["kind"]]
    by = [chart["by"]] if "by" in chart else []
    params: Part = {"viz_type": kind, "adhoc_filters": [], "time_range": "No filter", "row_limit": ALL}
    if chart["kind"] == "number":
        params |= {"metric": chart["metric"], "y_axis_format": dataset["metrics"][chart["metric"]]["format"]}
    elif chart["kind"] == "table":
        params |= {"query_mode": "aggregate", "groupby": by, "metrics": chart["metrics"], "order_desc": True}
    else:
        params |= {"x_axis": dataset["time"], "time_grain_sqla": "P1Y", "groupby": by, "metrics": chart["metrics"]}
        params |= {"x_axis_time_format": "%Y", "show_legend": True, "rich_tooltip": True}
        params |= {"stack": "Stack"} if chart["kind"] == "bars" else {}
    return {
        "slice_name": chart["label"],
        "viz_type": kind,
        "params": params,
        "query_context": json.dumps(_query(chart, dataset, params)),
        "uuid": _id("chart", key),
        "dataset_uuid": _id("dataset", chart["dataset"]),
        "version": VERSION,
    }


def _query(chart: Part, dataset: Part, params: Part) -> Part:
    """What Superset's API asks for a chart; it fills in the dataset's number at the import."""
    axis = {"timeGrain": "P1Y", "columnType": "BASE_AXIS", "sqlExpression": dataset["time"], "label": dataset["time"]}
    columns: list[Any] = [chart["by"]] if "by" in chart else []
    if chart["kind"] in ("bars", "lines"):
        columns.insert(0, {**axis, "expressionType": "SQL"})
    metrics = chart.get("metrics") or [chart["metric"]]
    query: Part = {"columns": columns, "metrics": metrics, "row_limit": ALL, "filters": [], "orderby": [], "extras": {}}
    return {"datasource": {"type": "table"}, "force": False, "queries": [query], "form_data": params}


def _dashboard(facts: Part) -> Part:
    told = facts["dashboard"]
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]},
        "HEADER_ID": {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": told["label"]}},
        "GRID_ID": {"id": "GRID_ID", "type": "GRID", "parents": ["ROOT_ID"], "children": []},
    }
    for number, row in enumerate(told["rows"], 1):
        name = f"ROW-{number}"
        children = [f"CHART-{key}" for key in row]
        position["GRID_ID"]["children"].append(name)
        position[name] = {
            "id": name,
            "type": "ROW",
            "parents": ["ROOT_ID", "GRID_ID"],
            "children": children,
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        for key in row:
            position[f"CHART-{key}"] = _place(key, facts["charts"][key], name)
    return {
        "dashboard_title": told["label"],
        "description": told["description"],
        "slug": told["slug"],
        "published": True,
        "uuid": _id("dashboard"),
        "position": position,
        "metadata": {"color_scheme": "", "refresh_frequency": 0, "native_filter_configuration": _filters()},
        "version": VERSION,
    }


def _place(key: str, chart: Mapping[str, Any], row: str) -> Part:
    return {
        "id": f"CHART-{key}",
        "type": "CHART",
        "parents": ["ROOT_ID", "GRID_ID", row],
        "children": [],
        "meta": {
            "uuid": _id("chart", key),
            # a number of the import's own, which Superset replaces
            "chartId": 1 + list(package_facts()["charts"]).index(key),
            "sliceName": chart["label"],
            "width": chart["width"],
            "height": chart["height"],
        },
    }


def _filters() -> list[Part]:
    """Filters above the dashboard: region, level, year's theme."""
    return [
        {
            "id": f"NATIVE_FILTER-{column}",
            "name": label_of(column),
            "type": "NATIVE_FILTER",
            "filterType": "filter_select",
            "targets": [{"column": {"name": column}, "datasetUuid": _id("dataset", "targets")}],
            "controlValues": {"multiSelect": True, "enableEmptyFilter": False},
            "defaultDataMask": {"filterState": {}, "extraFormData": {}},
            "cascadeParentIds": [],
            "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        }
        for column in ("region_name", "region_level", "theme")
    ]
