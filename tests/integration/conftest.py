"""Runs of the real command in homes of their own; each home is made once."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

PROGRAM = Path(sys.executable).parent / "duixian"
ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


def duixian(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command, as a user calls it."""
    return subprocess.run(
        [str(PROGRAM), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


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


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The bundled examples in a fresh home."""
    home = tmp_path_factory.mktemp("examples") / "home"
    return Finished(home, duixian("run", "--home", home))


@pytest.fixture(scope="session")
def shared_run(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Finished:
    """The real reports in a fresh home."""
    home = tmp_path_factory.mktemp("shared") / "home"
    outcome = duixian("run", "--home", home, "--reports", shared / "reports")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return Finished(home, outcome)
