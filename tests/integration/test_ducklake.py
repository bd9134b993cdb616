"""A DuckLake with its catalogue in PostgreSQL, as a department has it, and in a file: whole runs, kills, readers."""

import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.ducklake import snapshots
from orchestration.home import Home
from orchestration.settings import ducklake_of
from orchestration.versions import catch_up, current

from .conftest import PATIENCE, ROOT, Finished, Run, copy_of

# Debian's place, and that of one built by hand
PROGRAMS = ("usr/lib/postgresql/*/bin", "usr/local/pgsql/bin")
# a reader as docs/ducklake.md describes it: DuckDB and two extensions, nothing of ours
OPENED = """
import duckdb, importlib.util, pathlib
def opened(catalogue):
    reader = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    for name in ("ducklake", "sqlite_scanner", "postgres_scanner"):
        folder, = importlib.util.find_spec("duckdb_extension_" + name).submodule_search_locations
        reader.execute(f"load '{next(pathlib.Path(folder).rglob('*.duckdb_extension'))}'")
    reader.execute(f"attach 'ducklake:{catalogue}' as lake (read_only)")
    return reader
"""
READER = """
import sys, time
end, seen = time.monotonic() + 240, set()
print("ready", flush=True)
while time.monotonic() < end and (3, 3) not in seen:
    with opened(sys.argv[1]) as reader:
        reader.begin()
        of = [reader.execute(f"select min(n), max(n) from lake.marts.{name}").fetchone() for name in "ab"]
        reader.commit()
    assert of[0] == of[1] and of[0][0] == of[0][1], of
    seen.add(of[0])
print(len(seen))
"""
PUBLISHER = """
import os, signal, sys
from pathlib import Path
import duckdb
from orchestration import ducklake
from orchestration.home import Home
from orchestration.settings import ducklake_of
from orchestration.versions import publish_version
home, first, last, is_killed = Home(Path(sys.argv[1])), *map(int, sys.argv[2:])
if is_killed:  # all is written, nothing committed
    looked, count = ducklake.mart_fingerprints, iter((False, True))
    ducklake.mart_fingerprints = lambda lake: os.kill(os.getpid(), signal.SIGKILL) if next(count) else looked(lake)
home.build.mkdir(parents=True, exist_ok=True)
for number in range(first, last):
    home.unpublished.unlink(missing_ok=True)
    with duckdb.connect(str(home.unpublished)) as built:
        built.execute("create schema marts")
        for name in "ab":
            built.execute(f"create table marts.{name} as select {number} as n, range as i from range(1000)")
    publish_version(home, home.unpublished, {"run_id": str(number)}, 5)
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[Callable[[], str]]:
    """A PostgreSQL of our own, gone afterwards: a database of it for each call, as a setting names it."""
    found = sorted(path.parent for pattern in PROGRAMS for path in Path("/").glob(f"{pattern}/initdb"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing, and CI must not skip what needs it")
        pytest.skip("no PostgreSQL here (apt install postgresql)")
    # no server runs as root, none reaches into root's temporary folders, and a socket's path is short
    folder = Path(tempfile.mkdtemp(prefix="duixian-pg-", dir="/tmp"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        user = {"user": "postgres", "group": "postgres", "extra_groups": []}

    def call(program: str, *arguments: str) -> None:
        # its words into a file: a server that goes on would hold a pipe open
        with (folder / "words").open("ab") as words:
            line = [str(found[-1] / program), *arguments]
            subprocess.run(line, cwd=folder, check=True, stdout=words, stderr=words, **user)

    def database() -> str:
        name = f"lake_{next(count)}"
        call("createdb", "--host", str(folder), "--username", "duixian", name)
        return f"postgres:host={folder} user=duixian dbname={name}"

    count, data = itertools.count(), ["--pgdata", str(folder / "data")]
    try:
        call("initdb", *data, "--auth=trust", "--username=duixian", "--encoding=UTF8", "--no-sync")
        call("pg_ctl", *data, "--wait", "--options", f"-F -k {folder} -c listen_addresses=", "start")
        try:
            yield database
        finally:
            call("pg_ctl", *data, "--wait", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["postgres", "file"])
def home(request: pytest.FixtureRequest, place: Path) -> Home:
    """A home of which the DuckLake has its catalogue in PostgreSQL, and one that has it in a file."""
    place.mkdir()
    catalogue = request.getfixturevalue("postgres")() if request.param == "postgres" else "catalogue.sqlite"
    (place / "duixian.toml").write_text(settings(catalogue), encoding="utf-8")
    return Home(place)


def settings(catalogue: str) -> str:
    return f'warehouse = "ducklake"\n[ducklake]\ncatalogue = "{catalogue}"\n'


def source(home: Home) -> str:
    """The catalogue as a reader names it."""
    place = ducklake_of(home)
    assert place
    return place.catalogue if place.catalogue.startswith("postgres:") else f"sqlite:{place.catalogue}"


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    names: dict[str, Any] = {}
    exec(OPENED, names)
    with names["opened"](source(home)) as reader:
        found: list[tuple[Any, ...]] = reader.execute(query).fetchall()
        return found


def documented(home: Home) -> Iterator[str]:
    """What docs/ducklake.md says on travelling in time, of this catalogue and the first snapshot."""
    page = (ROOT / "docs" / "ducklake.md").read_text(encoding="utf-8").partition("## Travelling in time")[2]
    block = page.partition("```sql\n")[2].partition("```")[0]
    assert "version => 12" in block and "'7 days'" in block and "snapshot_version 12" in block
    block = re.sub(r"'ducklake:[^']+'", lambda _: f"'ducklake:{source(home)}'", block)
    block = block.replace("12", "1").replace("7 days", "0 days")
    yield from (statement for statement in block.split(";") if statement.strip())


def python(program: str, *arguments: object) -> "subprocess.Popen[str]":
    line = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_kill_in_mid_publish_leaves_the_last_snapshot_whole(home: Home) -> None:
    assert python(PUBLISHER, home.root, 1, 2, 0).wait(PATIENCE) == 0
    assert python(PUBLISHER, home.root, 2, 3, 1).wait(PATIENCE) == -signal.SIGKILL
    assert [one.told["run_id"] for one in snapshots(home)] == ["1"]
    for name in "ab":
        assert rows(home, f"select count(*), min(n), max(n) from lake.marts.{name}") == [(1000, 1, 1)]
    # the next run finds it behind the file
    catch_up(home)
    assert rows(home, "select min(n), max(n) from lake.marts.b") == [(2, 2)]


def test_readers_see_one_whole_snapshot_while_it_is_published(home: Home) -> None:
    assert python(PUBLISHER, home.root, 0, 1, 0).wait(PATIENCE) == 0
    readers = [python(OPENED + READER, source(home)) for _ in range(2)]
    for reader in readers:
        assert reader.stdout and reader.stdout.readline() == "ready\n"
    assert python(PUBLISHER, home.root, 1, 4, 0).wait(PATIENCE) == 0
    for reader in readers:
        told, _ = reader.communicate(timeout=2 * PATIENCE)
        assert reader.returncode == 0 and int(told.splitlines()[-1]) > 1  # after a bar of DuckDB's, where it is slow


def test_a_run_commits_what_it_publishes_and_going_back_is_a_commit(
    first_run: Finished, place: Path, command: Run, postgres: Callable[[], str]
) -> None:
    home = Home(copy_of(first_run, place).home)
    (place / "duixian.toml").write_text(settings(postgres()), encoding="utf-8")
    first = current(home)
    verdicts = "select verdict, count(*) from {}marts.fct_attainment {} group by all order by all"
    before = first_run.rows(verdicts.format("", ""))
    text = (ROOT / "examples" / "shandong-2024.txt").read_text(encoding="utf-8").replace("2024", "2014")
    (place / "inbox").mkdir(exist_ok=True)
    (place / "inbox" / "more.txt").write_text(text, encoding="utf-8")
    done = command("run", "--home", place)
    assert done.returncode == 0 and "DuckLake     snapshot 2\n" in done.stdout, done.stdout + done.stderr
    [(run_id, input_hash)] = rows(home, "select run_id, input_hash from lake.marts.dim_run")
    newest, oldest = snapshots(home)
    # what stood when it was set was committed before the work
    assert first and oldest.told["version"] == first.name
    assert (newest.told["run_id"], newest.told["input_hash"]) == (run_id, input_hash)
    assert rows(home, verdicts.format("lake.", "at (version => 1)")) == before

    for statement in documented(home):
        assert rows(home, statement) is not None
    told = json.loads(command("doctor", "--home", place, "--json").stdout)
    assert [one["snapshot"] for one in told["ducklake"]] == [2, 1]
    assert command("rollback", "--home", place).returncode == 0
    assert snapshots(home)[0].told["version"] == first.name
    assert rows(home, verdicts.format("lake.", "")) == before


def test_a_catalogue_out_of_reach_is_told_before_the_work(place: Path, command: Run) -> None:
    place.mkdir()
    (place / "duixian.toml").write_text(settings("postgres:host=/nonexistent dbname=x"), encoding="utf-8")
    done = command("run", "--home", place)
    assert done.returncode == 1
    assert "ducklake.catalogue: postgres:host=/nonexistent dbname=x cannot be opened" in done.stdout + done.stderr
    assert not list(place.glob("lake/documents/*"))
