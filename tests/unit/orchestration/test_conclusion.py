"""A whole run that published nothing though it should have is no success, whatever its steps say."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from orchestration import conclusion
from orchestration.home import Home


def instance_of(**run: Any) -> Any:
    told = {"asset_selection": None, "step_keys_to_execute": None, **run}
    return SimpleNamespace(all_logs=lambda *_, **__: [], get_run_by_id=lambda _: SimpleNamespace(**told))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_whole_run_that_published_nothing_is_left_undone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conclusion, "is_published", lambda _: False)
    assert conclusion.left_undone(home, instance_of(), "run")


def test_a_run_of_some_assets_need_not_publish(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conclusion, "is_published", lambda _: False)
    assert not conclusion.left_undone(home, instance_of(asset_selection={"mentions"}), "run")


@pytest.mark.parametrize(("steps", "is_told"), [(["mentions", "published_warehouse"], True), (["mentions"], False)])
def test_a_run_of_the_command_line_names_its_steps(
    home: Home, monkeypatch: pytest.MonkeyPatch, steps: list[str], is_told: bool
) -> None:
    monkeypatch.setattr(conclusion, "is_published", lambda _: False)
    assert bool(conclusion.left_undone(home, instance_of(step_keys_to_execute=steps), "run")) == is_told


def test_what_stands_is_what_a_build_would_give(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conclusion, "is_published", lambda _: True)
    assert not conclusion.left_undone(home, instance_of(), "run")


def test_it_is_written_into_the_history_as_failed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(conclusion, "is_published", lambda _: False)
    monkeypatch.setattr(conclusion, "conclude_as", lambda home, run, outcome, detail, _: told.append((outcome, detail)))
    conclusion.conclude(home, instance_of(), "run", [])
    assert told[0][0] == conclusion.FAILED and told[0][1]
