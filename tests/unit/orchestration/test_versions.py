"""What is published: whole, verified, out of reach of any log that was left behind, and to be had back."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration import versions as module
from orchestration.damage import sweep
from orchestration.home import Home
from orchestration.versions import (
    PublishError,
    clear_foreign,
    current,
    publish_version,
    reading,
    roll_back,
    versions,
)

FOREIGN_WRITE = """
import duckdb, os, sys
connection = duckdb.connect(sys.argv[1])
connection.sql("set checkpoint_threshold = '1TB'")
connection.sql("update marts.answer set n = 99")
os._exit(1)
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "家 home")
    made.build.mkdir(parents=True)
    return made


def publish(home: Home, number: int, keep: int = 5) -> module.Version:
    home.unpublished.unlink(missing_ok=True)
    with duckdb.connect(str(home.unpublished)) as built:
        built.sql(f"create schema marts; create table marts.answer as select {number} as n, range as i from range(50)")
    return publish_version(home, home.unpublished, {"fingerprint": f"inputs {number}"}, keep)


def answers(home: Home) -> list[tuple[int]]:
    with reading(home.warehouse) as warehouse:
        return warehouse.execute("select distinct n from marts.answer").fetchall()


def write_and_die(path: Path) -> None:
    """Somebody opens the file for writing, leaves a log and is gone."""
    subprocess.run([sys.executable, "-c", FOREIGN_WRITE, str(path)], check=False, capture_output=True)


def writable(version: module.Version) -> None:
    version.path.chmod(0o644)


def test_readers_follow_one_path_to_read_only_versions(home: Home) -> None:
    first = publish(home, 1)
    assert answers(home) == [(1,)]
    second = publish(home, 2)
    assert answers(home) == [(2,)]
    assert home.warehouse.is_symlink()
    assert current(home) == second
    assert [one.name for one in versions(home)] == [second.name, first.name]
    assert {one.path.stat().st_mode & 0o777 for one in versions(home)} == {0o444}
    assert second.facts["marts"]["answer"][0] == 50


def test_readers_see_the_marts_and_nothing_of_the_kitchen(home: Home) -> None:
    with duckdb.connect(str(home.unpublished)) as built:
        built.sql("create schema marts; create schema intermediate; create table intermediate.step as select 1 as n")
        built.sql('create table marts.answer (n integer not null, "的" varchar)')
        built.sql("insert into marts.answer select range, 'it''s ' || range from range(3000)")
        built.sql("comment on table marts.answer is 'what''s asked'")
        built.sql("comment on column marts.answer.n is 'a number'")
    publish_version(home, home.unpublished, {}, 5)
    with reading(home.warehouse) as warehouse:
        tables = warehouse.sql("select schema_name, table_name, comment from duckdb_tables()").fetchall()
        first = warehouse.sql("select * from marts.answer limit 2").fetchall()
        meant = warehouse.sql("select comment from duckdb_columns() where table_name = 'answer'").fetchall()
        kept = warehouse.sql("select constraint_text from duckdb_constraints()").fetchall()
    assert tables == [("marts", "answer", "what's asked")]
    assert first == [(0, "it's 0"), (1, "it's 1")]
    assert meant == [("a number",), (None,)]
    assert kept == [("NOT NULL",)]


def test_a_log_that_was_left_behind_touches_no_later_version(home: Home) -> None:
    writable(publish(home, 1))
    write_and_die(home.warehouse)
    logs = [*home.root.glob("*.wal"), *home.published.glob("*.wal")]
    assert logs, "the foreign write left a log"
    publish(home, 2)
    assert answers(home) == [(2,)]
    told: list[str] = []
    clear_foreign(home, told.append)
    assert [one for one in told if "set aside" in one]
    assert not [*home.root.glob("*.wal"), *home.published.glob("*.wal")]
    assert list(home.set_aside.glob("*.wal"))


def test_a_log_beside_the_present_version_is_set_aside(home: Home) -> None:
    version = publish(home, 1)
    writable(version)
    write_and_die(home.warehouse)
    assert not version.is_sound()
    clear_foreign(home, lambda _: None)
    assert version.is_sound()
    assert answers(home) == [(1,)]


@pytest.mark.parametrize("build", ["is there", "is gone"])
def test_an_altered_version_never_stands(home: Home, build: str) -> None:
    earlier, altered = publish(home, 1), publish(home, 2)
    writable(altered)
    with duckdb.connect(str(home.warehouse)) as foreign:
        foreign.sql("update marts.answer set n = 99")
    if build == "is gone":
        home.unpublished.unlink()
    told: list[str] = []
    clear_foreign(home, told.append)
    assert answers(home) == [(2,)] if build == "is there" else [(1,)]
    assert current(home) == (altered if build == "is there" else earlier)
    assert len(told) == 2
    assert list(home.set_aside.glob(f"*{altered.path.name}")), "what somebody wrote is kept"


def test_a_plain_file_in_the_place_is_kept_aside(home: Home) -> None:
    with duckdb.connect(str(home.warehouse)) as plain:
        plain.sql("create table t as select 1 as n")
    publish(home, 1)
    assert answers(home) == [(1,)]
    [kept] = home.set_aside.iterdir()
    with duckdb.connect(str(kept), read_only=True) as aside:
        assert aside.execute("from t").fetchall() == [(1,)]


def test_what_stands_is_verified_after_the_swap(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(home, 1)

    copied = module._copy

    def meddle(place: Home, source: Path, goal: Path) -> str:
        digest = copied(place, source, goal)
        goal.chmod(0o644)
        goal.write_bytes(goal.read_bytes()[:-4096] + b"\x01" * 4096)
        return digest

    monkeypatch.setattr(module, "_copy", meddle)
    with pytest.raises(PublishError, match="not the file that was audited"):
        publish(home, 2)
    assert answers(home) == [(1,)], "readers keep the version before"


def test_versions_are_kept_up_to_a_number_and_one_can_go_back(home: Home) -> None:
    made = [publish(home, number, keep=3) for number in range(1, 6)]
    assert [one.name for one in versions(home)] == [one.name for one in reversed(made[2:])]
    assert len(list(home.published.iterdir())) == 6
    assert roll_back(home, None) == made[3]
    assert answers(home) == [(4,)]
    assert module.is_held_back(home, made[4].inputs)
    assert not module.is_held_back(home, made[3].inputs)
    assert roll_back(home, None) == made[2]
    with pytest.raises(LookupError, match="no earlier version"):
        roll_back(home, None)
    assert roll_back(home, made[4].name) == made[4]
    assert not module.is_held_back(home, made[4].inputs)
    with pytest.raises(LookupError, match=r"there is no version nowhere; kept are"):
        roll_back(home, "nowhere")


def test_going_back_passes_over_what_says_the_same_and_what_is_damaged(home: Home) -> None:
    """A run was killed between the copy and the swap: the next one published the same once more."""
    first, second = publish(home, 1), publish(home, 2)
    third, again = publish(home, 3), publish(home, 3)
    writable(second)
    write_and_die(second.path)
    assert again.inputs == third.inputs
    assert roll_back(home, None) == first
    with pytest.raises(PublishError, match="choose another one"):
        roll_back(home, second.name)


def test_what_dead_runs_left_half_written_is_removed(home: Home) -> None:
    version = publish(home, 1)
    half = [
        home.published / ".20260101T000000000000Z.duckdb.tmp",
        home.lake / "mentions" / "report_year=2024" / ".mentions.parquet.77.tmp",
        home.lake / ".digests" / ".links.parquet.sha256.77",
        home.root / ".runs.jsonl.77",
        home.build / ".built.json.tmp",
    ]
    for path in half:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    pointer = home.root / f".{home.warehouse.name}.77"
    pointer.symlink_to(version.path)
    untold = home.published / "20260101T000000000000Z.duckdb"
    untold.write_bytes(version.path.read_bytes())
    ours = [home.corrections, home.inbox / ".hidden.txt", home.root / ".lock", home.lake / ".digests" / "links.sha256"]
    for path in ours:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"ours")
    assert sweep(home) == len(half) + 2
    assert not any(path.exists() or path.is_symlink() for path in [*half, pointer, untold])
    assert all(path.exists() for path in ours)
    assert answers(home) == [(1,)]
    assert sweep(home) == 0


def test_readers_see_whole_versions_through_many_publications(home: Home) -> None:
    publish(home, 0)
    code = (
        "import duckdb, sys, time\nend = time.monotonic() + float(sys.argv[2])\nseen = set()\n"
        "while time.monotonic() < end:\n"
        "    with duckdb.connect(sys.argv[1], read_only=True) as w:\n"
        "        rows = w.execute('select n, count(*) from marts.answer group by n').fetchall()\n"
        "    assert len(rows) == 1 and rows[0][1] == 50, rows\n    seen.add(rows[0][0])\n"
        "print(len(seen))\n"
    )
    readers = [
        subprocess.Popen([sys.executable, "-c", code, str(home.warehouse), "4"], stdout=-1, stderr=-1, text=True)
        for _ in range(3)
    ]
    number = 0
    while any(reader.poll() is None for reader in readers):
        number += 1
        publish(home, number)
    for reader in readers:
        seen, errors = reader.communicate()
        assert reader.returncode == 0, errors
        assert int(seen) >= 1
    assert number >= 2


@pytest.mark.parametrize(
    "query",
    [
        "copy marts.answer to '{there}'",
        "attach '{there}' as other",
        "install httpfs",
        "load httpfs",
        "from read_text('/etc/hostname')",
        "from glob('/*')",
        "export database '{there}'",
        "set enable_external_access = true",
        "update marts.answer set n = 3",
    ],
)
def test_questions_read_the_warehouse_and_nothing_else(home: Home, tmp_path: Path, query: str) -> None:
    publish(home, 1)
    there = tmp_path / "there"
    with reading(home.warehouse) as warehouse, pytest.raises(duckdb.Error):
        warehouse.execute(query.format(there=there))
    assert not there.exists()


def test_a_version_does_not_depend_on_the_mask_of_the_user(home: Home) -> None:
    before = os.umask(0o077)
    try:
        version = publish(home, 1)
    finally:
        os.umask(before)
    assert version.path.stat().st_mode & 0o777 == 0o444
