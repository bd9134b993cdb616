"""The Dagster graph: lineage from raw files to the published warehouse, blocking audit, schedule, sensor."""

import os
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.run_coordinator.queued_run_coordinator import QueuedRunCoordinator

from orchestration.definitions import definitions
from orchestration.home import Home

from .conftest import ROOT


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("graph"))


@pytest.fixture(scope="module")
def loaded(home: Home) -> dg.Definitions:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in home.environment().items():
            patch.setenv(name, value)
        yield definitions(home)


def _above(graph: object, key: dg.AssetKey) -> set[dg.AssetKey]:
    seen: set[dg.AssetKey] = set()
    todo = {key}
    while todo:
        parents = set().union(*(graph.get(one).parent_keys for one in todo))  # type: ignore[attr-defined]
        todo = parents - seen
        seen |= parents
    return seen


def test_lineage_is_unbroken_from_raw_files_to_every_mart(loaded: dg.Definitions) -> None:
    graph = loaded.resolve_asset_graph()
    marts = [key for key in graph.get_all_asset_keys() if key.path[0] == "marts"]
    assert dg.AssetKey(["marts", "fct_attainment"]) in marts
    seeds_only = {dg.AssetKey(["marts", name]) for name in ("dim_indicator", "dim_region", "dim_rule")}
    for mart in marts:
        if mart not in seeds_only:
            assert dg.AssetKey("raw_files") in _above(graph, mart), mart
    published = _above(graph, dg.AssetKey("published_warehouse"))
    assert set(marts) <= published


def test_every_asset_tells_a_person_what_it_is_and_whom_to_ask(loaded: dg.Definitions) -> None:
    graph = loaded.resolve_asset_graph()
    made = [key for key in graph.get_all_asset_keys() if graph.get(key).is_materializable]
    assert len(made) > 40
    for key in made:
        node = graph.get(key)
        assert node.description, key
        assert node.group_name != "default", key
        assert node.owners == ["team:duixian"], key
        assert node.kinds, key
    for name in ("documents", "links", "mentions", "document_checks"):
        assert graph.get(dg.AssetKey(name)).code_version, name
    marts = [key for key in made if key.path[0] == "marts"]
    assert all(graph.get(key).code_version for key in marts)
    assert graph.get(dg.AssetKey("raw_files")).freshness_policy is not None


def test_every_expectation_is_a_check_and_blocks_unless_it_warns(loaded: dg.Definitions) -> None:
    graph = loaded.resolve_asset_graph()
    checks = {key.name: graph.get_check_spec(key) for key in graph.asset_check_keys}
    for name in ("text_is_there", "mention_id_is_unique", "verdict_is_known"):
        assert checks[name].blocking
    assert not checks["suspicion_no_targets"].blocking
    assert checks["verdict_is_known"].asset_key == dg.AssetKey(["marts", "fct_attainment"])


def test_every_check_tells_a_person_what_it_looks_at(loaded: dg.Definitions) -> None:
    graph = loaded.resolve_asset_graph()
    specs = [graph.get_check_spec(key) for key in graph.asset_check_keys]
    assert len(specs) > 80
    assert [spec.name for spec in specs if not spec.description] == []
    told = {spec.name: spec.description for spec in specs}
    assert told["unique_fct_result_result_id"] == "result_id: unique"
    assert told["one_chosen_candidate"] == "At most one candidate is chosen per query."


def test_schedule_and_sensor_are_on_from_the_start(loaded: dg.Definitions) -> None:
    schedule = loaded.resolve_schedule_def("daily")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert loaded.resolve_sensor_def("inbox").default_status == dg.DefaultSensorStatus.RUNNING
    assert schedule.job_name == "everything"
    assert schedule.cron_schedule == "30 3 * * *"


def test_what_is_dropped_waits_for_no_clock_but_a_few_seconds(loaded: dg.Definitions, home: Home) -> None:
    # Dagster itself looks at sensors every five seconds, and at its queue as often unless it is told
    assert loaded.resolve_sensor_def("inbox").minimum_interval_seconds == 5
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        coordinator = instance.run_coordinator
        assert isinstance(coordinator, QueuedRunCoordinator)
        assert coordinator.dequeue_interval_seconds == 1
        limits = instance.get_concurrency_config().run_queue_config
        assert limits is not None and limits.max_concurrent_runs == 1


def test_the_sensor_asks_once_for_every_state_of_the_inbox(loaded: dg.Definitions, home: Home) -> None:
    sensor = loaded.resolve_sensor_def("inbox")
    with dg.DagsterInstance.ephemeral() as instance:

        def look(cursor: str | None) -> object:
            return sensor(dg.build_sensor_context(instance=instance, cursor=cursor))

        def complete(words: str) -> None:
            (home.inbox / "report.txt").write_text(words, encoding="utf-8")
            os.utime(home.inbox / "report.txt", (time.time() - 60, time.time() - 60))

        assert isinstance(look(None), dg.SkipReason)
        (home.inbox / "report.txt").write_text("政府工作", encoding="utf-8")
        (home.inbox / "big.pdf.part").write_text("half")
        os.utime(home.inbox / "big.pdf.part", (0, 0))
        assert isinstance(look(None), dg.SkipReason), "half-written files cost no runs"
        complete("政府工作报告")
        asked = look(None)
        assert isinstance(asked, dg.SensorResult)
        assert len(asked.run_requests or []) == 1
        assert isinstance(look(asked.cursor), dg.SkipReason)
        complete("政府工作报告，改")
        assert isinstance(look(asked.cursor), dg.SensorResult)


def test_what_the_settings_say_holds(home: Home, loaded: dg.Definitions) -> None:
    (home.root / "duixian.toml").write_text(
        "[schedule]\ncron = '0 5 * * *'\nenabled = false\n[inbox]\nenabled = false\n[engine]\nthreads = 1\n"
    )
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in home.environment().items():
                patch.setenv(name, value)
            patch.setenv("DUIXIAN_ENGINE_THREADS", "7")
            other = definitions(home)
            assert os.environ["DUIXIAN_ENGINE_THREADS"] == "1"
    finally:
        (home.root / "duixian.toml").unlink()
    assert other.resolve_schedule_def("daily").cron_schedule == "0 5 * * *"
    assert other.resolve_schedule_def("daily").default_status == dg.DefaultScheduleStatus.STOPPED
    assert other.resolve_sensor_def("inbox").default_status == dg.DefaultSensorStatus.STOPPED


def test_importing_makes_no_folder_and_runs_no_dbt(tmp_path: Path) -> None:
    home = tmp_path / "home"
    code = (
        "import sys\n"
        "def watch(event, told):\n"
        "    if event == 'subprocess.Popen' and 'dbt' in str(told[:2]):\n        sys.exit(event)\n"
        "sys.addaudithook(watch)\n"
        "import orchestration.definitions\n"
        "assert 'dbt.version' not in sys.modules and not any(name.startswith('dbt.adapters') for name in sys.modules)\n"
        "import dbt.version"
    )
    environment = {**os.environ, "DUIXIAN_HOME": str(home)}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, check=True)
    assert not home.exists()


def test_nothing_calls_home(home: Home, loaded: dg.Definitions) -> None:
    settings = (home.dagster / "dagster.yaml").read_text(encoding="utf-8")
    assert "telemetry:\n  enabled: false" in settings
    assert "nux:\n  enabled: false" in settings


def test_no_asset_of_the_lake_is_partitioned_by_file(loaded: dg.Definitions) -> None:
    graph = loaded.resolve_asset_graph()
    assert all(not graph.get(dg.AssetKey(name)).is_partitioned for name in ("raw_files", "documents", "mentions"))


def test_home_is_named_by_folder(tmp_path: Path) -> None:
    assert Home(tmp_path).warehouse == tmp_path / "warehouse.duckdb"
