"""A step is tried again where what stopped it may pass, and only there."""

import errno
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from ingest.documents import take_up
from orchestration.assets import lake, retries
from orchestration.assets.retries import AGAIN, may_pass
from orchestration.dbt_project import DbtError
from orchestration.home import home_of
from orchestration.resources import HomeResource

LOCK = 'IO Error: Could not set lock on file "/home/build/warehouse.duckdb": Conflicting lock is held in PID 7'


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "WAIT", 0.0)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OSError(errno.EBUSY, "busy"), True),
        (OSError(errno.ESTALE, "stale file handle"), True),
        (duckdb.IOException(LOCK), True),
        (DbtError(f"Runtime Error\n  {LOCK}"), True),
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (OSError(errno.EACCES, "Permission denied"), False),
        (FileNotFoundError(errno.ENOENT, "No such file"), False),
        (DbtError("Compilation Error in model fct_attainment"), False),
        (ValueError("an expectation does not hold"), False),
        (MemoryError(), False),
    ],
    ids=lambda value: f"{type(value).__name__} {value}"[:30],
)
def test_what_may_pass(error: Exception, passes: bool) -> None:
    assert may_pass(error) == passes


def run_of(asset: dg.AssetsDefinition, folder: Path) -> dg.ExecuteInProcessResult:
    home = home_of(folder)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in home.environment().items():
            patch.setenv(name, value)
        home.prepare()
        return dg.materialize(
            [asset],
            instance=dg.DagsterInstance.ephemeral(),
            resources={"home": HomeResource(folder=str(folder))},
            raise_on_error=False,
        )


def failing(error: Exception, times: int, tries: list[int]) -> Callable[..., object]:
    def taken(*arguments: object) -> object:
        tries.append(1)
        if len(tries) <= times:
            raise error
        return take_up(*arguments)  # type: ignore[arg-type]

    return taken


def test_a_step_succeeds_once_the_trouble_has_passed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    monkeypatch.setattr(lake, "take_up", failing(OSError(errno.EBUSY, "busy"), AGAIN, tries))
    result = run_of(lake.raw_files, tmp_path)
    assert result.success
    assert len(tries) == AGAIN + 1
    assert len(result.filter_events(lambda event: event.is_step_restarted)) == AGAIN
    (made,) = result.asset_materializations_for_node("raw_files")
    assert made.metadata["seconds"] is not None


def test_trouble_that_stays_fails_with_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    monkeypatch.setattr(lake, "take_up", failing(OSError(errno.EBUSY, "the share is busy"), 99, tries))
    result = run_of(lake.raw_files, tmp_path)
    assert not result.success
    assert len(tries) == AGAIN + 1
    (failure,) = result.filter_events(lambda event: event.is_step_failure)
    assert "the share is busy" in str(failure.step_failure_data.error)


def test_what_cannot_pass_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    monkeypatch.setattr(lake, "take_up", failing(OSError(errno.ENOSPC, "No space left on device"), 99, tries))
    result = run_of(lake.raw_files, tmp_path)
    assert not result.success
    assert len(tries) == 1
