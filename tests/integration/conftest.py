"""Runs of the real command in homes of their own; each home is made once."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks.corpus import write

from .harmful import write_harmful
from .town import write_town

PROGRAM = Path(sys.executable).parent / "duixian"
ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
Once = Callable[[str, Callable[[Path], None]], Path]


def duixian(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command, as a user calls it."""
    return subprocess.run(
        [str(PROGRAM), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def begin_run(home: Path, *arguments: str | Path, **environment: str) -> "subprocess.Popen[str]":
    """A run in a group of its own; standard output and error are pipes."""
    return subprocess.Popen(
        [str(PROGRAM), "run", "--home", str(home), *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run_until(home: Path, words: str) -> "subprocess.Popen[str]":
    """A run that has said these words."""
    started = begin_run(home)
    assert started.stderr
    for said in started.stderr:
        if words in said:
            break
    return started


# a loaded machine answers late
PATIENCE = 120.0


@contextmanager
def served(home: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """`duixian serve` over a home: its address and its process, which has ended by itself afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [str(PROGRAM), "serve", "--home", str(home), "--port", str(port)]
    server = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(f"http://127.0.0.1:{port}/server_info"):
            assert server.poll() is None, "the server ended by itself"
            assert time.monotonic() < end, "the server did not answer in time"
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(60)
        finally:
            server.kill()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@dataclass(frozen=True)
class Finished:
    """A home after a run."""

    home: Path
    outcome: subprocess.CompletedProcess[str]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the published warehouse."""
        with duckdb.connect(str(self.home / "warehouse.duckdb"), read_only=True) as warehouse:
            return warehouse.execute(query).fetchall()


@pytest.fixture(scope="session")
def command() -> Run:
    return duixian


def finished(once: Once, name: str, *arguments: str | Path) -> Finished:
    """A home after one run, the same for all tests."""

    def make(folder: Path) -> None:
        done = duixian("run", "--home", folder / "home", *arguments)
        told = {"returncode": done.returncode, "stdout": done.stdout, "stderr": done.stderr}
        (folder / "outcome.json").write_text(json.dumps(told), encoding="utf-8")

    folder = once(name, make)
    told = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
    return Finished(folder / "home", subprocess.CompletedProcess(["duixian", "run"], **told))


@pytest.fixture(scope="session")
def first_run(once: Once) -> Finished:
    """The bundled examples in a fresh home; tests that change it take a copy."""
    return finished(once, "examples")


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a test has a home: nothing is there yet."""
    return tmp_path_factory.mktemp("place") / "home"


def copy_of(done: Finished, place: Path) -> Finished:
    """A home that a test may change, as it was after a run."""
    shutil.copytree(done.home, place, symlinks=True, dirs_exist_ok=True)
    return Finished(place, done.outcome)


@pytest.fixture
def copied(first_run: Finished, place: Path) -> Finished:
    """A home of its own after a run on the bundled examples."""
    return copy_of(first_run, place)


@pytest.fixture(scope="session")
def shared_run(once: Once, shared: Path) -> Finished:
    """The real reports in a fresh home."""
    found = finished(once, "shared", "--reports", shared / "reports")
    assert found.outcome.returncode == 0, found.outcome.stdout + found.outcome.stderr
    return found


@pytest.fixture(scope="session")
def made_up(once: Once) -> Path:
    """Nine synthetic reports with what is planted in them, reports that mean harm, and those of a town."""

    def make(folder: Path) -> None:
        assert write(folder, 9, 2022, 2024, seed=7) == 9
        write_harmful(folder / "reports")
        write_town(folder / "reports")

    return once("made-up-reports", make)


@pytest.fixture(scope="session")
def made_up_run(once: Once, made_up: Path) -> Finished:
    """Both in a fresh home."""
    return finished(once, "made-up", "--reports", made_up / "reports")
