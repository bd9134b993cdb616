"""A DuckLake beside the published file: one commit per publication, held against what was audited, with its history."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import ducklake
from orchestration.ducklake import DuckLakeError, snapshots
from orchestration.home import Home
from orchestration.readers_copy import mart_fingerprints
from orchestration.settings import SettingsError, ducklake_of, settings_of
from orchestration.versions import Version, catch_up, current, publish_version, reading, roll_back, versions

SET = 'warehouse = "ducklake"\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "家 home's")
    made.build.mkdir(parents=True)
    written(made, SET)
    return made


def written(home: Home, settings: str) -> None:
    (home.root / "duixian.toml").write_text(settings, encoding="utf-8")


def publish(home: Home, number: int, keep: int = 5) -> Version:
    home.unpublished.unlink(missing_ok=True)
    with duckdb.connect(str(home.unpublished)) as built:
        built.sql(f"""
            create schema marts;
            create table marts.answer as select {number} as n, range as i from range(50);
            comment on column marts.answer.n is 'what was asked''s answer';
            create table marts.same as select range as i from range(9);
            create schema kitchen; create table kitchen.pan as select 1 as i
        """)
    facts = {"fingerprint": f"inputs {number}", "run_id": f"run {number}", "input_hash": f"hash {number}"}
    return publish_version(home, home.unpublished, facts, keep)


@contextmanager
def opened(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """As a reader opens it: DuckDB and its extensions, nothing of ours; the catalogue says where the data is."""
    with duckdb.connect() as reader:
        for name in ("ducklake", "sqlite_scanner"):
            spec = find_spec(f"duckdb_extension_{name}")
            assert spec and spec.submodule_search_locations
            reader.execute(f"load '{next(Path(spec.submodule_search_locations[0]).rglob('*.duckdb_extension'))}'")
        place = f"ducklake:sqlite:{home.root / 'ducklake/catalogue.sqlite'}".replace("'", "''")
        reader.execute(f"attach '{place}' as lake (read_only)")
        yield reader


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    with opened(home) as reader:
        return reader.execute(query).fetchall()


def test_a_publication_is_one_commit_that_names_its_run(home: Home) -> None:
    first, second = publish(home, 1), publish(home, 2)
    made = snapshots(home)
    assert [one.told["version"] for one in made] == [second.name, first.name]
    assert [(one.told["run_id"], one.told["input_hash"]) for one in made] == [("run 2", "hash 2"), ("run 1", "hash 1")]
    # the catalogue's own beginning is no publication
    assert rows(home, "select count(*) from lake.snapshots() where author is not null") == [(2,)]
    assert rows(home, "select count(*), min(n) from lake.marts.answer") == [(50, 2)]
    assert rows(home, "select table_name from duckdb_tables() where database_name = 'lake' order by 1") == [
        ("answer",),
        ("same",),
    ]
    told = "select comment from duckdb_columns() where database_name = 'lake' and column_name = 'n'"
    assert rows(home, told) == [("what was asked's answer",)]


def test_readers_travel_in_time(home: Home) -> None:
    publish(home, 1)
    publish(home, 2)
    then = snapshots(home)[-1].number
    assert rows(home, f"select distinct n from lake.marts.answer at (version => {then})") == [(1,)]
    # every mart is a file that any program reads, and one that says the same keeps it
    data = home.root / "ducklake" / "data" / "marts"
    assert {folder.name: len(list(folder.glob("*.parquet"))) for folder in data.iterdir()} == {"answer": 2, "same": 1}


def test_going_back_is_a_commit_like_any_other(home: Home) -> None:
    first = publish(home, 1)
    publish(home, 2)
    roll_back(home, None)
    assert [one.told["version"] for one in snapshots(home)][::2] == [first.name, first.name]
    assert rows(home, "select distinct n from lake.marts.answer") == [(1,)]


def test_as_many_snapshots_are_kept_as_versions(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    written(home, f"{SET}[retention]\nversions = 2\n")
    monkeypatch.setattr(ducklake, "GRACE", "interval '-1 day'")
    for number in range(4):
        publish(home, number, keep=2)
    assert [one.told["run_id"] for one in snapshots(home)] == ["run 3", "run 2"]
    assert rows(home, "select count(*) from lake.snapshots()") == [(2,)]
    with opened(home) as reader, pytest.raises(duckdb.Error, match="No snapshot found at version 1"):
        reader.execute("from lake.marts.answer at (version => 1)")


def test_a_reader_keeps_its_version_while_others_are_published(home: Home) -> None:
    written(home, f"{SET}[retention]\nversions = 1\n")
    publish(home, 1, keep=1)
    with opened(home) as reader:
        reader.begin()
        assert reader.execute("select count(*) from lake.marts.same").fetchall() == [(9,)]
        publish(home, 2, keep=1)
        publish(home, 3, keep=1)
        # not the newest, and not nothing
        assert reader.execute("select distinct n from lake.marts.answer").fetchall() == [(1,)]


def test_a_reader_who_comes_in_mid_commit_is_shown_one_state_of_the_catalogue(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(home, f"{SET}[retention]\nversions = 1\n")
    monkeypatch.setattr(ducklake, "GRACE", "interval '-1 day'")
    newest = "select max(snapshot_id) from __ducklake_metadata_lake.ducklake_snapshot"
    for number in range(3):
        publish(home, number, keep=1)
        with opened(home) as reader:
            reader.begin()
            # as DuckLake asks: the first question fixes the state, and all others are asked of it
            reader.execute("from __ducklake_metadata_lake.ducklake_table")
            before = reader.execute(newest).fetchall()
            publish(home, 10 + number, keep=1)
            assert reader.execute(newest).fetchall() == before


def test_snapshots_go_after_a_day_and_then_their_files_with_those_of_dead_runs(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(home, f"{SET}[retention]\nversions = 1\n")
    publish(home, 1, keep=1)
    data = home.root / "ducklake" / "data" / "marts" / "answer"
    (data / "ducklake-of-a-dead-run.parquet").write_bytes(b"half")
    publish(home, 2, keep=1)
    assert len(list(data.glob("*.parquet"))) == 3
    monkeypatch.setattr(ducklake, "GRACE", "interval '-1 day'")
    monkeypatch.setattr(ducklake, "FILES_GRACE", "interval '-1 day'")
    publish(home, 3, keep=1)
    # the newest snapshot, and the one before it
    assert len(list(data.glob("*.parquet"))) == 2
    assert rows(home, "select distinct n from lake.marts.answer") == [(3,)]
    assert rows(home, "select max(i) from lake.marts.same") == [(8,)]


def test_a_column_with_another_name_and_the_same_values_is_written_anew(home: Home) -> None:
    publish(home, 1)
    with duckdb.connect(str(home.unpublished)) as built:
        built.sql("alter table marts.same rename column i to j; drop table marts.answer")
    publish_version(home, home.unpublished, {}, 5)
    assert rows(home, "select max(j) from lake.marts.same") == [(8,)]
    assert rows(home, "select count(*) from duckdb_tables() where database_name = 'lake'") == [(1,)]


def test_files_that_were_lost_are_written_anew(home: Home) -> None:
    publish(home, 1)
    for path in (home.root / "ducklake" / "data" / "marts").rglob("*.parquet"):
        path.unlink()
    publish(home, 2)
    assert rows(home, "select distinct n from lake.marts.answer") == [(2,)]
    assert rows(home, "select max(i) from lake.marts.same") == [(8,)]


def test_what_somebody_altered_is_written_anew(home: Home) -> None:
    publish(home, 1)
    place = ducklake_of(home)
    assert place
    with ducklake._opened(home, place) as lake:
        lake.execute("delete from marts.same")
    assert rows(home, "select count(*) from lake.marts.same") == [(0,)]
    publish(home, 2)
    assert rows(home, "select count(*) from lake.marts.same") == [(9,)]


def test_a_home_that_had_none_catches_up(home: Home) -> None:
    written(home, "")
    seen = publish(home, 1)
    catch_up(home)
    assert not (home.root / "ducklake").exists()
    written(home, SET)
    catch_up(home)
    catch_up(home)
    assert [one.told["version"] for one in snapshots(home)] == [seen.name]


def test_what_was_not_audited_is_not_committed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish(home, 1)

    def spoilt(lake: duckdb.DuckDBPyConnection) -> Any:
        found = mart_fingerprints(lake)
        return {name: [*facts[:1], "other"] for name, facts in found.items()}

    monkeypatch.setattr(ducklake, "mart_fingerprints", spoilt)
    with pytest.raises(DuckLakeError, match="not what was audited"):
        publish(home, 2)
    assert rows(home, "select distinct n from lake.marts.answer") == [(1,)]
    seen = current(home)
    assert seen and seen.name == first.name
    with reading(home.warehouse) as warehouse:
        assert warehouse.execute("select distinct n from marts.answer").fetchall() == [(1,)]


def test_where_nothing_was_published_and_it_refuses_nothing_is(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ducklake, "mart_fingerprints", lambda _: {})
    with pytest.raises(DuckLakeError, match="not what was audited"):
        publish(home, 1)
    assert current(home) is None and not home.warehouse.exists()
    assert len(versions(home)) == 1


def test_the_package_that_is_missing_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ducklake, "find_spec", lambda _: None)
    with pytest.raises(DuckLakeError, match=r'duckdb-extension-ducklake==.+pip install "duixian\[ducklake\]"'):
        catch_up(home)


def test_a_catalogue_that_does_not_answer_is_named_without_its_password(home: Home) -> None:
    line = f'{SET}[ducklake]\ncatalogue = "postgres:host={home.root / "no where"} user=a password=geheim dbname=b"\n'
    written(home, line.replace("no where", "nowhere").replace(str(home.root), "/nonexistent"))
    with pytest.raises(DuckLakeError, match=r"postgres:host=/nonexistent.+cannot be opened") as refused:
        catch_up(home)
    assert "geheim" not in str(refused.value)
    written(home, f'{SET}[ducklake]\ncatalogue = "duixian.toml/x.sqlite"\n')
    with pytest.raises(DuckLakeError, match=r"duixian\.toml.*cannot be written"):
        catch_up(home)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("postgres:dbname=a password='two words' user=b", "postgres:dbname=a password=… user=b"),
        ("postgres:postgresql://me:secret@db:5432/a", "postgres:postgresql://me:…@db:5432/a"),
        ("/srv/a:b/catalogue.sqlite", "/srv/a:b/catalogue.sqlite"),
    ],
)
def test_no_message_holds_a_password(words: str, expected: str) -> None:
    assert ducklake._without_password(words) == expected


def test_data_that_cannot_be_written_is_named(home: Home) -> None:
    written(home, f'{SET}[ducklake]\ndata = "duixian.toml"\n')
    with pytest.raises(DuckLakeError, match=r"duixian\.toml cannot be written"):
        catch_up(home)


def test_a_folder_of_somebody_else_is_left_alone(home: Home) -> None:
    data = home.root / "ducklake" / "data"
    data.mkdir(parents=True)
    (data / "theirs.parquet").write_bytes(b"")
    with pytest.raises(DuckLakeError, match="is not empty"):
        catch_up(home)
    assert [path.name for path in data.iterdir()] == ["theirs.parquet"]


def test_data_elsewhere_than_the_catalogue_says_is_told(home: Home) -> None:
    publish(home, 1)
    moved = Home(home.root.rename(home.root.with_name("moved")))
    with pytest.raises(DuckLakeError, match=r"docs/ducklake\.md"):
        catch_up(moved)
    # as docs/ducklake.md says
    with sqlite3.connect(moved.root / "ducklake" / "catalogue.sqlite") as catalogue:
        place = f"{moved.root}/ducklake/data/"
        catalogue.execute("update ducklake_metadata set value = ? where key = 'data_path'", [place])
    publish(moved, 2)
    assert rows(moved, "select distinct n from lake.marts.answer at (version => 1)") == [(1,)]


def test_settings_choose_it(home: Home) -> None:
    place = ducklake_of(home)
    assert place and place.catalogue == str(home.root / "ducklake" / "catalogue.sqlite")
    written(home, f'{SET}[ducklake]\ncatalogue = "postgres:dbname=x"\ndata = "/srv/lake"\n')
    place = ducklake_of(home)
    assert place and (place.catalogue, place.data) == ("postgres:dbname=x", "/srv/lake")
    written(home, f'{SET}[ducklake]\ncatalogue = "postgresql://db/x"\n')
    place = ducklake_of(home)
    assert place and place.catalogue == "postgres:postgresql://db/x"
    written(home, "")
    assert ducklake_of(home) is None
    written(home, 'warehouse = "iceberg"\n')
    with pytest.raises(SettingsError, match="duckdb or ducklake, not 'iceberg'"):
        settings_of(home)
