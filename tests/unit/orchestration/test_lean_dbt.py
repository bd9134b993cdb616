"""dbt does without what nobody reads, and tells everything that somebody does."""

from types import SimpleNamespace
from typing import Any

import pytest
from dbt.parser import manifest
from dbt.task import runnable
from dbt_common.events.base_types import EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.types import Note

from orchestration.lean_dbt import spare


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EventManager, "fire_event", EventManager.fire_event)
    for module in (manifest, runnable):
        monkeypatch.setattr(module, "write_manifest", module.write_manifest)  # type: ignore[attr-defined]


def manager_of(level: EventLevel) -> tuple[Any, list[str]]:
    """A manager with one logger, and what that was given to write."""
    told: list[str] = []
    write = SimpleNamespace(level=level, filter=lambda _: True, write_line=lambda msg: told.append(msg.info.msg))
    manager = EventManager()
    manager.loggers.append(write)  # type: ignore[arg-type]
    return manager, told


def test_debug_events_are_told_where_a_logger_writes_them() -> None:
    spare(["build"])
    for level, heard in ((EventLevel.INFO, []), (EventLevel.DEBUG, ["a detail"])):
        manager, told = manager_of(level)
        manager.fire_event(Note(msg="a detail"), level=EventLevel.DEBUG)
        assert told == heard


def test_debug_events_are_told_where_somebody_listens() -> None:
    spare(["build"])
    manager, _ = manager_of(EventLevel.INFO)
    heard: list[Any] = []
    manager.add_callback(heard.append)
    manager.fire_event(Note(msg="a detail"), level=EventLevel.DEBUG)
    assert [one.info.msg for one in heard] == ["a detail"]


@pytest.mark.parametrize("level", [EventLevel.INFO, EventLevel.WARN, EventLevel.ERROR, None])
def test_all_other_events_are_told(level: EventLevel | None) -> None:
    spare(["build"])
    manager, told = manager_of(EventLevel.INFO)
    manager.fire_event(Note(msg="a word"), level=level)
    assert told == ["a word"]


@pytest.mark.parametrize(
    ("arguments", "writes"),
    [(["--quiet", "build"], False), (["test"], False), (["parse"], True), (["docs", "generate"], True)],
)
def test_only_a_build_keeps_the_manifest_of_the_parse(arguments: list[str], writes: bool) -> None:
    before = runnable.write_manifest  # type: ignore[attr-defined]
    spare(arguments)
    assert (runnable.write_manifest is before) == writes  # type: ignore[attr-defined]
    assert (manifest.write_manifest is before) == writes
