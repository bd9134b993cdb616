"""What is known of the sources is kept for all homes, as long as they do not change."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration import imports
from orchestration.imports import KEPT, TREE, sources_of

ENTRIES = ["ingest.linking"]


@pytest.fixture(params=["the user's cache", "the home"])
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Path]:
    home, cache = tmp_path / "home", tmp_path / "cache"
    monkeypatch.setenv("DUIXIAN_HOME", str(home))
    monkeypatch.setenv("DUIXIAN_CACHE", str(cache))
    (home / "build").mkdir(parents=True)
    if request.param == "the home":
        cache.touch()  # no folder can be made there
    imports._place.cache_clear()
    place = imports._place()
    assert place.is_relative_to(home) == (request.param == "the home") and place.name == KEPT
    yield place
    imports._tree.cache_clear()
    imports._place.cache_clear()


def reading_fails(*_: object) -> None:
    raise AssertionError("the sources are read again")


def test_the_second_time_no_source_is_parsed_and_the_answer_is_the_same(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sources_of(ENTRIES, ["ingest.lake"])
    assert kept.exists()
    monkeypatch.setattr(imports, "_followed", reading_fails)
    assert sources_of(ENTRIES, ["ingest.lake"]) == first
    with pytest.raises(AssertionError, match="read again"):
        sources_of(ENTRIES)


def test_another_state_of_the_sources_or_a_damaged_file_is_read_again(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sources_of(ENTRIES)
    facts = json.loads(kept.read_text(encoding="utf-8"))
    kept.write_text(json.dumps(facts | {TREE: "other sources"}), encoding="utf-8")
    assert sources_of(ENTRIES) == first
    assert json.loads(kept.read_text(encoding="utf-8")) == facts
    kept.write_text("neither", encoding="utf-8")
    assert sources_of(ENTRIES) == first
    monkeypatch.setattr(imports, "_tables", lambda: frozenset({"another.csv"}))
    imports._tree.cache_clear()
    monkeypatch.setattr(imports, "_followed", reading_fails)
    with pytest.raises(AssertionError, match="read again"):
        sources_of(ENTRIES)


def test_where_there_is_no_home_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIXIAN_HOME", str(tmp_path / "none"))
    assert sources_of(ENTRIES).files
    assert not (tmp_path / "none").exists()
