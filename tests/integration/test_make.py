"""The Makefile works in any folder and hands on any path; every target that it names exists."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT

STUB = '#!/bin/sh\nfor word in "$0" "$@"; do printf "%s\\n" "$word"; done >> "$CALLED"\n'
PROGRAMS = ("python", "duixian", "dbt", "ruff", "sqlfluff", "mypy", "lint-imports")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The Makefile in a folder with a hard name; the tools only tell how they were called."""
    folder = tmp_path / "克隆 with spaces & 'quotes'"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / "dbt" / "models").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder / "Makefile")
    for name in ("pyproject.toml", "requirements.lock"):
        (folder / name).write_text("")
    for name in PROGRAMS:
        stub = folder / ".venv" / "bin" / name
        stub.write_text(STUB)
        stub.chmod(0o755)
    (folder / ".venv" / ".ready").touch()
    return folder


def called(checkout: Path, *arguments: str) -> list[str]:
    log = checkout.parent / "called"
    log.unlink(missing_ok=True)
    environment = {**os.environ, "CALLED": str(log)}
    for name in ("MAKEFLAGS", "MAKELEVEL", "REPORTS", "HOME_DIR", "VENV", "CACHE"):
        environment.pop(name, None)
    command = ["make", "--no-print-directory", *arguments]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.mark.parametrize("reports", ["报告 2024/市 县", "it's", "a;b|c&d", "plain", "*"])
def test_any_path_of_reports_and_home_arrives_whole(checkout: Path, reports: str) -> None:
    words = called(checkout, "run", f"REPORTS={reports}", "HOME_DIR=家 of data")
    assert words[1:] == ["run", "--reports", reports, "--home", "家 of data"]


@pytest.mark.parametrize("target", ["lint", "types", "contracts", "unit", "serve", "format", "docs", "test"])
def test_targets_work_in_a_folder_with_a_hard_name(checkout: Path, target: str) -> None:
    words = called(checkout, target)
    assert words
    for word in words:
        if word.startswith("cache_dir="):
            assert word == f"cache_dir={checkout}/.cache/pytest"
    if target in ("lint", "test"):
        assert f"{checkout}/.cache/dbt" in words


def test_clean_removes_what_tools_left_and_nothing_else(checkout: Path) -> None:
    for name in (".cache", "dbt/target", "dbt/logs", "ingest/__pycache__", "data/lake"):
        (checkout / name).mkdir(parents=True)
    called(checkout, "clean")
    left = {path.relative_to(checkout).as_posix() for path in checkout.rglob("*") if path.is_dir()}
    assert left == {".venv", ".venv/bin", "dbt", "dbt/models", "ingest", "data", "data/lake"}


def test_every_target_that_is_named_exists_and_is_described() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(" ".join(re.findall(r"^\.PHONY:(.*)$", text, re.MULTILINE)).split())
    assert phony
    assert phony == set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
