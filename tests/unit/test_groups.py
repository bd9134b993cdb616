"""Tests that share what is dear to make go to one worker."""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from tests.conftest import GROUPS, ROOT

FIXTURE = """
import pytest

@pytest.mark.parametrize("number", range(6))
def test_one(number):
    assert True
"""


def test_every_file_of_a_group_is_there() -> None:
    assert [file for file in GROUPS if not (ROOT / file).is_file()] == []


def test_a_group_is_run_by_one_worker_and_comes_first(tmp_path: Path) -> None:
    """As `make test` calls it, over small files at the places of two groups."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    files = ["tests/integration/test_bad_input.py", "tests/browser/test_pages.py", "tests/unit/test_alone.py"]
    for file in ("tests/conftest.py", *files):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(FIXTURE, encoding="utf-8")
    (tmp_path / "tests" / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    command = [sys.executable, "-m", "pytest", "-v", "-n", "2", "--dist", "loadgroup", "--import-mode=importlib"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "tests"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    workers, orders = defaultdict(set), defaultdict(list)
    for worker, file in re.findall(r"^\[(gw\d)\].* PASSED (\S+?)::", done.stdout, flags=re.M):
        workers[file].add(worker)
        orders[worker].append(files.index(file))
    assert sum(map(len, orders.values())) == 18
    assert [len(workers[file]) for file in files[:2]] == [1, 1]
    # which worker is the faster one is not known, but each begins with a group
    assert all(order == sorted(order) and order[0] < 2 for order in orders.values())
