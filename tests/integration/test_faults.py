"""Faults that were found once, each tried on a whole home: nothing lost, nothing torn, nothing silent."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from .conftest import PROGRAM, ROOT, Finished, Run, run_until

WRITE_AND_DIE = """
import duckdb, os, sys
connection = duckdb.connect(sys.argv[1])
connection.sql("set checkpoint_threshold = '1TB'")
connection.sql("update marts.fct_attainment set verdict = 'missed'")
os._exit(1)
"""
VERDICTS = "select target_id, verdict from marts.fct_attainment order by all"


def test_a_foreign_log_changes_no_verdict_and_is_told(copied: Finished, first_run: Finished, command: Run) -> None:
    published = (copied.home / "warehouse.duckdb").resolve()
    published.chmod(0o644)
    subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(copied.home / "warehouse.duckdb")], check=False)
    assert copied.rows(VERDICTS) != first_run.rows(VERDICTS), "the log alters what readers see"
    again = command("run", "--home", copied.home)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "somebody wrote into the published warehouse" in again.stderr.replace("\n", " ")
    assert "nothing new" in again.stderr
    assert copied.rows(VERDICTS) == first_run.rows(VERDICTS)


def test_damaged_state_is_told_set_aside_and_made_again(copied: Finished, first_run: Finished, command: Run) -> None:
    home = copied.home
    harmed = [
        home / "lake" / "documents" / "report_year=2024" / "documents.parquet",
        home / "lake" / "mentions" / "report_year=2023" / "mentions.parquet",
        home / "lake" / "links.parquet",
        home / "lake" / "made_from" / "sketches-2024.parquet",
        home / "dagster" / "history" / "runs.db",
        home / "build" / "dbt" / "manifest.json",
        home / "build" / "built.json",
    ]
    for path in harmed:
        path.write_bytes(b"neither parquet nor sqlite nor json")
    (home / "warehouse.duckdb").resolve().chmod(0o644)
    (home / "warehouse.duckdb").resolve().write_bytes(b"no database")
    asked = command("doctor", "--home", home)
    assert asked.returncode == 0, asked.stderr
    for path in [*harmed, (home / "warehouse.duckdb").resolve()]:
        assert str(path) in asked.stdout
    assert "Traceback" not in asked.stdout + asked.stderr
    again = command("run", "--home", home)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Traceback" not in again.stdout + again.stderr
    assert copied.rows(VERDICTS) == first_run.rows(VERDICTS)
    assert len(list((home / "set-aside").iterdir())) >= len(harmed)
    assert "all is well" in command("doctor", "--home", home).stdout


def test_doctor_mends_and_names_what_only_a_person_can_bring_back(copied: Finished, command: Run) -> None:
    (copied.home / "lake" / "links.parquet").write_bytes(b"x")
    raw = next(path for path in (copied.home / "raw").glob("??/*") if len(path.name) == 64)
    raw.chmod(0o644)
    raw.write_bytes(b"altered")
    told = command("doctor", "--home", copied.home, "--mend")
    assert told.returncode == 1
    assert "links.parquet" in told.stdout
    assert not (copied.home / "lake" / "links.parquet").exists()
    assert f"({raw}) is missing or not what came in: put the original into the inbox" in told.stdout
    assert raw.exists()


def test_a_warehouse_that_another_program_writes_is_told_in_one_line(copied: Finished, command: Run) -> None:
    published = (copied.home / "warehouse.duckdb").resolve()
    published.chmod(0o644)
    code = "import duckdb, sys\nheld = duckdb.connect(sys.argv[1])\nprint(1, flush=True)\nsys.stdin.read()"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code, str(published)], stdin=pipe, stdout=pipe) as holder:
        assert holder.stdin and holder.stdout and holder.stdout.readline()
        for arguments in (["run"], ["show", "山东", "2023"], ["explain", "x:1"], ["export", copied.home / "given"]):
            done = command(*arguments, "--home", copied.home)
            assert done.returncode == 1, arguments
            assert "another program has it open for writing" in done.stderr.replace("\n", " "), arguments
            assert "Traceback" not in done.stderr
        holder.stdin.close()
    assert command("run", "--home", copied.home).returncode == 0


def test_any_selection_can_be_materialised(place: Path) -> None:
    """As the UI does it, in a home where nothing was ever made: one table, then another with what is published."""
    code = (
        "import sys, dagster as dg\nfrom orchestration.definitions import definitions\n"
        "from orchestration.home import home_of\nhome = home_of()\ndefs = definitions(home)\n"
        "job = defs.resolve_job_def('everything')\n"
        "for selection in sys.argv[1:]:\n"
        "    keys = [dg.AssetKey(one.split('/')) for one in selection.split()]\n"
        "    with dg.DagsterInstance.get() as instance:\n"
        "        result = job.execute_in_process(instance=instance, asset_selection=keys, raise_on_error=False)\n"
        "    made = {event.asset_key for event in result.get_asset_materialization_events()}\n"
        "    if not result.success or made != set(keys):\n"
        "        sys.exit(selection)\n"
        "    print(selection, 'published' if home.warehouse.exists() else 'not published')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "marts/dim_region", "marts/fct_attainment published_warehouse"],
        env={**os.environ, "DUIXIAN_HOME": str(place)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "marts/dim_region not published\n" in done.stdout, "a part is not published"
    with duckdb.connect(str(place / "warehouse.duckdb"), read_only=True) as warehouse:
        assert warehouse.execute("select count(*) from marts.fct_attainment").fetchall() == [(0,)]


def test_sql_reads_the_warehouse_and_nothing_else(first_run: Finished, command: Run, tmp_path: Path) -> None:
    for query in (
        f"copy (select 1) to '{tmp_path / 'x.csv'}'",
        f"attach '{tmp_path / 'x.duckdb'}'",
        "from read_text('/etc/hostname')",
        "set enable_external_access = true",
    ):
        done = command("sql", "--home", first_run.home, query)
        assert done.returncode == 1, query
        assert len(done.stderr.strip().splitlines()) <= 5
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["sql", "from range(200000)"], ["doctor"], ["extract"]])
def test_a_closed_pipe_is_no_failure(first_run: Finished, arguments: list[str]) -> None:
    home = [] if arguments == ["extract"] else ["--home", str(first_run.home)]
    files = sorted(map(str, (ROOT / "examples").glob("*.txt"))) * 5 if arguments == ["extract"] else []
    line = [str(PROGRAM), *arguments, *files, *home]
    program = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert program.stdout and program.stderr
    program.stdout.readline()
    program.stdout.close()
    errors = program.stderr.read()
    assert program.wait(60) == 0, errors
    assert "Traceback" not in errors and "BrokenPipe" not in errors


def test_a_home_that_cannot_be_is_told_in_one_line(command: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for arguments in (["run"], ["fetch", str(ROOT / "examples" / "catalogues" / "state-council.csv")]):
        done = command(*arguments, "--home", tmp_path / "file" / "home")
        assert done.returncode == 1
        assert "a file stands where a folder is needed" in done.stderr.replace("\n", " ")
        assert "Traceback" not in done.stderr


def test_a_disk_that_is_full_is_told_in_one_line(first_run: Finished) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [str(PROGRAM), "sql", "--home", str(first_run.home), "from range(100000)"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_stops_with_a_word(place: Path) -> None:
    started = run_until(place, "mentions:")
    os.killpg(started.pid, signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 130, errors
    assert "stopped; what is published stands" in errors.replace("\n", " ")
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("arguments", "loading", "meanwhile"),
    [
        (["run"], "orchestration.cli", "pressed()"),
        (["run"], "orchestration.run", "pressed()"),
        (["run"], "duckdb", "pressed()"),
        (["sql", "select 1"], "duckdb", "pressed()"),
        # in the moment in which an object is cleared away, Python drops what is raised
        (["run"], "orchestration.run", "type('Cleared', (), {'__del__': lambda _: pressed()})()"),
    ],
)
def test_ctrl_c_while_it_loads_stops_with_a_word_too(
    first_run: Finished, arguments: list[str], loading: str, meanwhile: str, tmp_path: Path
) -> None:
    code = (
        "import signal, sys\n"
        "pressed = lambda: signal.raise_signal(signal.SIGINT)\n"
        "class Ctrl:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {loading!r}:\n            {meanwhile}\n"
        "sys.meta_path.insert(0, Ctrl())\n"
        "from orchestration.entry import main\nmain()\n"
    )
    home = first_run.home if arguments[0] == "sql" else tmp_path
    line = [sys.executable, "-c", code, *arguments, "--home", str(home)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 130, done.stdout + done.stderr
    assert done.stderr.replace("\n", " ").startswith("stopped; what is published stands")
    assert len(done.stderr.splitlines()) == 1
