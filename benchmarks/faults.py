"""What is promised of unattended runs, tried: kills, Ctrl-C, full disks, readers through publications, other machines.

    python benchmarks/faults.py [--parts kills] [--kills 200] [--minutes 60] [--seed 1] [--readers 50] ..

Each part prints one line with what was tried and what went wrong; exits with 1 where anything did. ``--minutes`` bounds
the kills, the interrupts and the full disks (about two runs each), each of these parts by itself, and the time in which
files fall into the inbox. Every stop says on standard error what it hit.
"""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from benchmarks.homes import PROGRAM, ROOT, duixian, environ, marts, report
from benchmarks.stops import full_disks, interrupts, kills
from orchestration.home import Home
from orchestration.versions import publish_version, reading

PARTS = ("readers", "machines", "kills", "interrupts", "full", "inbox")
# how long nothing may be published before what was dropped counts as lost
PATIENCE = 900.0
FORMATS = ("csv", "parquet", "xlsx", "dta", "datapackage")
READER = """
import duckdb, os, sys, time
if os.geteuid() == 0:
    os.setuid(65534)  # nobody: whom a read-only file keeps from writing
path, seconds, mistaken = sys.argv[1], float(sys.argv[2]), sys.argv[3] == "rw"
end, answers = time.monotonic() + seconds, 0
while time.monotonic() < end:
    try:
        with duckdb.connect(path, read_only=not mistaken) as warehouse:
            rows = warehouse.execute("select n, count(*) from marts.answer group by n").fetchall()
            told = warehouse.execute("select n from marts.dim_run").fetchall()
        assert len(rows) == 1 and rows[0][1] == 1000 and [rows[0][0]] == [n for (n,) in told], (rows, told)
        answers += 1
        if mistaken:
            raise SystemExit("a read-only file was opened for writing")
    except duckdb.Error as error:
        if not mistaken:
            raise SystemExit(str(error))
print(answers)
"""


def inbox(work: Path, minutes: float, chance: random.Random) -> list[str]:
    """`duixian serve` alone with an inbox into which good, bad, doubled and half-written files fall."""
    home, wrong, number = work / "home", [], 0
    box = home / "inbox"
    box.mkdir(parents=True)
    waits, dropped = list[float](), Counter[str]()
    with _serving(home, work / "serve.log") as server:
        end = time.monotonic() + 60 * minutes
        while time.monotonic() < end or not waits:
            number += 1
            (box / f"{number}.txt").write_text(report(number), encoding="utf-8")
            dropped["good"] += 1
            began = time.monotonic()
            for kind in chance.sample(("bad", "doubled", "half"), 2):
                dropped[kind] += 1
                _drop(box, kind, number)
            if not _published(home, number):
                wrong.append(f"report {number} was not published within {PATIENCE:.0f} s")
                break
            waits.append(time.monotonic() - began)
            time.sleep(chance.random() * 10)
        if server.poll() is not None:
            wrong.append("the server ended by itself")
    for path in box.glob("*.part"):
        path.unlink()
    duixian("run", "--home", home)
    clean = work / "clean"
    duixian("run", "--home", clean, "--reports", box)
    if marts(home) != marts(clean):
        wrong.append("the marts differ from those of one clean run")
    ended = [json.loads(line)["outcome"] for line in (home / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    if "failed" in ended:
        wrong.append(f"{ended.count('failed')} runs failed")
    print(
        f"inbox: {dict(dropped)} dropped, {len(ended)} runs, published after {min(waits, default=0):.0f} to "
        f"{max(waits, default=0):.0f} s: {len(wrong)} faults",
        flush=True,
    )
    return wrong


def _drop(box: Path, kind: str, number: int) -> None:
    if kind == "bad":
        (box / f"bad-{number}.pdf").write_bytes(b"%PDF-1.4\n" + bytes([number % 256]) * 40)
    elif kind == "doubled":
        (box / f"again-{number}.txt").write_text(report(number), encoding="utf-8")
    else:
        (box / f"half-{number}.txt.part").write_text(report(number + 1000)[:80], encoding="utf-8")


def _published(home: Path, number: int) -> bool:
    """Wait until readers see as many different reports as were dropped."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(duckdb.Error), reading(home / "warehouse.duckdb") as warehouse:
            found = warehouse.execute("select count(distinct sha256) from marts.dim_document").fetchall()
            if found[0][0] >= number:
                return True
        time.sleep(0.5)
    return False


@contextmanager
def _serving(home: Path, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    line = [str(PROGRAM), "serve", "--home", str(home), "--port", port]
    with log.open("wb") as told:
        server = subprocess.Popen(line, cwd=ROOT, env=environ(), stdout=told, stderr=told)
        try:
            yield server
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def readers(work: Path, number: int, publications: int) -> list[str]:
    """Processes that read while versions are published; one in ten opens the file for writing by mistake."""
    home = Home(work / "home")
    home.build.mkdir(parents=True)
    for folder in (work, home.root):
        folder.chmod(0o755)
    _publish(home, 0)
    seconds, wrong = 4.0 + publications * 0.5, []
    started = []
    for one in range(number):
        kind = "rw" if one % 10 == 9 else "ro"
        line = [sys.executable, "-c", READER, str(home.warehouse), str(seconds), kind]
        started.append(
            (kind, subprocess.Popen(line, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        )
    for one in range(1, publications + 1):
        _publish(home, one)
        time.sleep(0.2)
    answers = 0
    for kind, process in started:
        said, errors = process.communicate()
        if process.returncode:
            wrong.append(f"{kind} reader: {errors.strip()[-200:]}")
        elif kind == "ro":
            answers += int(said)
    print(
        f"readers: {number} processes, {publications} publications, {answers:,} answers: {len(wrong)} faults",
        flush=True,
    )
    return wrong


def _publish(home: Home, number: int) -> None:
    home.unpublished.unlink(missing_ok=True)
    with duckdb.connect(str(home.unpublished)) as built:
        built.sql(
            f"create schema marts; create table marts.answer as select {number} as n, range as i from range(1000)"
        )
        built.sql(f"create table marts.dim_run as select {number} as n")
    publish_version(home, home.unpublished, {}, 5)


def machines(work: Path) -> list[str]:
    """The same files in another order, folder, language, time zone, mask, with one worker: the same exports."""
    reports = work / "reports"
    reports.mkdir()
    for number in range(12):
        (reports / f"{number:02d}.txt").write_text(report(number), encoding="utf-8")
    one, other = work / "one" / "home", work / "另 一台" / "家"
    duixian("run", "--home", one, "--reports", reports)
    first = work / "first"
    first.mkdir()
    for path in sorted(reports.iterdir())[::-3]:
        shutil.copy(path, first / path.name)
    other.mkdir(parents=True)
    (other / "duixian.toml").write_text("[engine]\nthreads = 1\nworkers = 1\n", encoding="utf-8")
    (work / "tmp").mkdir()
    strange = {"LC_ALL": "C", "LANG": "C", "TZ": "America/New_York", "TMPDIR": str(work / "tmp"), "PYTHONHASHSEED": "7"}
    with _mask(0o077):
        for folder in (first, reports):
            duixian("run", "--home", other, "--reports", folder, **strange)
    wrong, files = [], 0
    for kind in FORMATS:
        folders = [home / "exports" / kind for home in (one, other)]
        for home, folder, surroundings in zip((one, other), folders, ({}, strange), strict=True):
            duixian("export", folder, "--format", kind, "--home", home, **surroundings)
        made, same = ({path.name: path.read_bytes() for path in sorted(folder.glob("*"))} for folder in folders)
        files += len(made)
        wrong += [f"{kind}: {name} differs" for name in made.keys() | same.keys() if made.get(name) != same.get(name)]
        if not made:
            wrong.append(f"{kind}: nothing was exported")
    print(f"machines: {files} exported files of two homes compared: {len(wrong)} faults", flush=True)
    return wrong


@contextmanager
def _mask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def main() -> int:
    """Each part in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--stops", type=int, default=24, help="interrupts, and full disks")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--publications", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="duixian-faults-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        for name in options.parts:
            (work / name).mkdir()
        if "readers" in options.parts:
            wrong += readers(work / "readers", options.readers, options.publications)
        if "machines" in options.parts:
            wrong += machines(work / "machines")
        if "kills" in options.parts:
            wrong += kills(work / "kills", options.kills, options.minutes, random.Random(options.seed))
        if "interrupts" in options.parts:
            wrong += interrupts(work / "interrupts", options.stops, options.minutes, random.Random(options.seed))
        if "full" in options.parts:
            wrong += full_disks(work / "full", options.stops, options.minutes, random.Random(options.seed))
        if "inbox" in options.parts:
            wrong += inbox(work / "inbox", options.minutes, random.Random(options.seed))
    for told in wrong:
        print(told)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
