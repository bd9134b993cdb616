"""One line for a person: what is wrong, and what to do."""

import errno
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.history import RunRecord, history, record
from orchestration.home import Home
from orchestration.processes import MARK, end_orphans
from orchestration.trouble import explained, no_room


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), ["/data/x", "the disk is full", "make room"]),
        (OSError(errno.EROFS, "Read-only file system", "/data"), ["/data", "read-only", "--home"]),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "/proc/x"), ["/proc/x", "nothing", "--home"]),
        (PermissionError(errno.EACCES, "Permission denied", "/data"), ["/data", "may not write", "--home"]),
        (RuntimeError("a trace\nIO Error: No space left on device\nmore"), ["IO Error", "the disk is full"]),
        (RuntimeError("(sqlite3.OperationalError) database or disk is full\n(Background: ..)"), ["make room"]),
        (ValueError("what it says"), ["ValueError: what it says"]),
        (KeyError(), ["KeyError"]),
    ],
)
def test_the_line_names_place_and_remedy(error: Exception, words: list[str]) -> None:
    line = explained(error)
    assert "\n" not in line
    for word in words:
        assert word in line


def test_what_a_dead_run_left_is_ended_and_others_are_left_alone(tmp_path: Path) -> None:
    mine, other = Home(tmp_path / "mine"), Home(tmp_path / "other")
    started = [
        subprocess.Popen(["sleep", "60"], env={"PATH": "/usr/bin:/bin", MARK: str(home.root)}) for home in (mine, other)
    ]
    try:
        time.sleep(0.1)
        assert end_orphans(mine) == 1
        assert started[0].wait(5) == -9
        assert started[1].poll() is None
        assert end_orphans(mine) == 0
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a service of Linux")
def test_dbt_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """A parent that is killed takes its dbt with it; something that waits stands for dbt here."""
    parent = (
        "import subprocess, sys\n"
        "code = 'import orchestration.tethered as t, time\\n'\n"
        "code += 't.dbt = lambda: print(1, flush=True) or time.sleep(60)\\nt.main()'\n"
        "child = subprocess.Popen([sys.executable, '-c', code], stdout=subprocess.PIPE)\nchild.stdout.readline()\n"
        "print(child.pid, flush=True)\nchild.wait()\n"
    )
    started = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True)
    assert started.stdout
    pid = int(started.stdout.readline())
    cmdline = Path(f"/proc/{pid}/cmdline")
    deadline = time.monotonic() + 20
    started.kill()
    started.wait()
    while cmdline.exists() and cmdline.read_bytes() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not cmdline.exists() or cmdline.read_bytes() == b""


def test_the_history_keeps_the_newest_and_survives_damage(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert history(home) == []
    for number in range(5):
        record(home, RunRecord(str(number), "2026-01-01 00:00:00", "published"), keep=3)
    assert [run.run_id for run in history(home)] == ["2", "3", "4"]
    record(home, RunRecord("3", "2026-01-02 00:00:00", "failed", "why"), keep=3)
    assert [(run.run_id, run.outcome) for run in history(home)] == [
        ("2", "published"),
        ("4", "published"),
        ("3", "failed"),
    ]
    home.history.write_text(home.history.read_text() + '{"half": ', encoding="utf-8")
    assert len(history(home)) == 3


def test_a_full_disk_is_told_by_its_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert no_room(tmp_path) is None
    used = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: used._replace(free=4096))
    assert str(no_room(tmp_path)).startswith("the disk is full: make room")
