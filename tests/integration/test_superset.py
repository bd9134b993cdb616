"""The Superset package: everything it names is in the warehouse, and a real Superset imports and asks it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import ROOT, Finished, Run

CACHE = Path(os.environ.get("DUIXIAN_SUPERSET", ROOT / ".cache" / "superset"))
NEEDED = ("apache-superset==6.1.*", "duckdb==1.5.5", "duckdb-engine", "rich", "cachetools", "flask-caching<2.4")
SETTINGS = """
SECRET_KEY = "known to everybody, for a test alone, 0123456789"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
PREVENT_UNSAFE_DB_CONNECTIONS = False
WTF_CSRF_ENABLED = False
"""


@pytest.fixture(scope="module")
def bundle(first_run: Finished, command: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("superset")
    done = command("export", folder, "--format", "superset", "--home", first_run.home)
    assert done.returncode == 0, done.stderr
    return folder / "superset.zip"


@pytest.fixture(scope="module")
def parts(bundle: Path) -> dict[str, Any]:
    with zipfile.ZipFile(bundle) as package:
        return {name.removeprefix("duixian/"): yaml.safe_load(package.read(name)) for name in package.namelist()}


def datasets(parts: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for name, part in parts.items() if name.startswith("datasets/")]


def test_every_column_and_metric_is_in_the_warehouse(parts: dict[str, Any], first_run: Finished) -> None:
    assert len(datasets(parts)) == 4
    for one in datasets(parts):
        source = f"({one['sql']})" if one["sql"] else f"marts.{one['table_name']}"
        columns = ", ".join(f'"{column["column_name"]}"' for column in one["columns"])
        metrics = ", ".join(metric["expression"] for metric in one["metrics"])
        assert len(first_run.rows(f"select {columns} from {source} limit 1")) <= 1
        assert len(first_run.rows(f"select {metrics} from {source}")) == 1
        assert one["main_dttm_col"] in {column["column_name"] for column in one["columns"] if column["is_dttm"]}


def test_means_are_taken_within_one_unit(parts: dict[str, Any]) -> None:
    for one in datasets(parts):
        for metric in one["metrics"]:
            of_points = any(f"avg({name})" in metric["expression"] for name in ("ratchet", "step", "margin", "gap"))
            assert not of_points or "filter (where" in metric["expression"], metric


def test_everything_is_labelled_in_chinese(parts: dict[str, Any]) -> None:
    for one in datasets(parts):
        for column in [*one["columns"], *one["metrics"]]:
            assert column["verbose_name"], column
    for name, part in parts.items():
        if name.startswith("charts/"):
            assert any("一" <= letter <= "鿿" for letter in part["slice_name"]), name


def test_charts_stand_on_the_dashboard_and_ask_what_is_there(parts: dict[str, Any]) -> None:
    known = {one["uuid"]: one for one in datasets(parts)}
    charts = {part["uuid"]: part for name, part in parts.items() if name.startswith("charts/")}
    position = parts["dashboards/duixian.yaml"]["position"]
    placed = {p["meta"]["uuid"] for p in position.values() if isinstance(p, dict) and p["type"] == "CHART"}
    assert placed == set(charts)
    for chart in charts.values():
        dataset = known[chart["dataset_uuid"]]
        named = {column["column_name"] for column in dataset["columns"]}
        (query,) = json.loads(chart["query_context"])["queries"]
        asked = {c if isinstance(c, str) else c["sqlExpression"] for c in query["columns"]}
        assert asked <= named and set(query["metrics"]) <= {metric["metric_name"] for metric in dataset["metrics"]}


def test_the_same_warehouse_gives_the_same_package(
    bundle: Path, first_run: Finished, command: Run, tmp_path: Path
) -> None:
    command("export", tmp_path, "--format", "superset", "--home", first_run.home)
    assert (tmp_path / "superset.zip").read_bytes() == bundle.read_bytes()


@pytest.fixture(scope="module")
def superset() -> Path:
    """The environment with Superset in it, made once."""
    program = CACHE / "bin" / "superset"
    if not program.exists():
        uv = Path(sys.executable).parent / "uv"
        for line in (
            [sys.executable, "-m", "venv", "--without-pip", str(CACHE)],
            [str(uv), "pip", "install", "--quiet", "--python", str(CACHE / "bin" / "python"), *NEEDED],
        ):
            done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=900)
            if done.returncode:
                pytest.skip(f"Superset cannot be installed here: {done.stderr[-300:]}")
    return CACHE / "bin"


def test_a_real_superset_shows_it(superset: Path, bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "superset_config.py").write_text(SETTINGS.format(folder=tmp_path), encoding="utf-8")
    surroundings = {
        **os.environ,
        "SUPERSET_CONFIG_PATH": str(tmp_path / "superset_config.py"),
        "SUPERSET_HOME": str(tmp_path),
        "PYTHONPATH": "",
    }

    # an empty Superset with its administrator, made once: the same for every package
    empty, answers = CACHE / "empty.db", tmp_path / "answers.json"
    if empty.exists():
        shutil.copyfile(empty, tmp_path / "superset.db")
    line = [superset / "python", Path(__file__).with_name("ask_superset.py"), bundle, answers, empty]
    done = subprocess.run(line, env=surroundings, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(answers.read_text(encoding="utf-8"))
    assert told["title"] == "兑现：承诺与结果"
    assert len(told["charts"]) == 11
    assert {status for status, _ in told["charts"].values()} == {200}
    # the examples hold no cascade: two regions of one level
    assert [name for name, (_, rows) in told["charts"].items() if not rows] == ["层层加码"]
    assert set(told["datasets"].values()) == {200} and len(told["datasets"]) == 4
