"""Fixtures that every kind of test shares."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from orchestration.garbage import collect_rarely

ROOT = Path(__file__).resolve().parent.parent

# thousands of tests are collected, and stay
collect_rarely()
# no test touches the home that its user works in
os.environ["DUIXIAN_HOME"] = tempfile.mkdtemp(prefix="duixian-home-")
atexit.register(shutil.rmtree, os.environ["DUIXIAN_HOME"], ignore_errors=True)
# what all homes share is kept from one run of the tests to the next, apart from the user's own
os.environ.setdefault("DUIXIAN_CACHE", str(ROOT / ".cache" / "duixian"))

# Files whose tests share what is dear to make: all of a group go to one worker, which makes it once while the other
# worker goes on with something else. The longest come first: none is left over for one worker at the end.
GROUPS = {
    "tests/unit/dbt_project/test_marts.py": "dbt",
    "tests/unit/dbt_project/test_scale.py": "dbt",
    "tests/integration/test_touched.py": "touched",
    "tests/integration/test_shared_reports.py": "shared-reports",
    "tests/integration/test_bad_input.py": "bad-input",
    "tests/browser/test_pages.py": "browser",
    "tests/browser/test_panel.py": "panel-pages",
    "tests/browser/test_dagster.py": "pipeline-page",
    "tests/integration/test_superset.py": "superset",
    "tests/integration/test_wheel.py": "wheel",
    "tests/integration/test_inert.py": "made-up",
    "tests/integration/test_planted.py": "made-up",
    "tests/integration/test_give_away.py": "give-away",
    "tests/integration/test_newcomer.py": "newcomer",
    "tests/integration/test_places_and_tables.py": "made-up",
    "tests/integration/test_open_panel.py": "open-panel",
    "tests/integration/test_definitions.py": "definitions",
    "tests/integration/test_extract.py": "extract",
    "tests/unit/orchestration/test_steps.py": "steps",
    "tests/integration/test_notebook.py": "notebook",
    "tests/integration/test_ducklake.py": "ducklake",
    "tests/unit/ingest/test_cluster.py": "cluster",
    "tests/unit/store/test_hostile_files.py": "hostile-files",
    "tests/unit/expectations/test_suites.py": "suites",
}


def _file_of(nodeid: str) -> str:
    return nodeid.split("::", 1)[0]


class ByGroup(LoadScopeScheduling):
    """Hands out groups whole and all other tests one by one, in the order in which they were collected.

    The marks of pytest-xdist for this are lost without a word under pytest 9.2, where a test's id cannot be changed.
    """

    def _split_scope(self, nodeid: str) -> str:
        return GROUPS.get(_file_of(nodeid), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup | None:
    """The scheduler of `--dist loadgroup`."""
    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False
    return ByGroup(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: groups, then runs of the whole pipeline; within each as they were."""
    places = {file: place for place, file in enumerate(GROUPS)}

    def rank(item: pytest.Item) -> tuple[int, bool]:
        file = _file_of(item.nodeid)
        return places.get(file, len(places)), not file.startswith("tests/integration/")

    items.sort(key=rank)


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a folder once for all tests, whichever worker asks first: once(name, make). Nobody may change it."""

    def made(name: str, make: Callable[[Path], None]) -> Path:
        root = tmp_path_factory.getbasetemp()
        root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
        folder = root / f"once-{name}"
        with (root / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / ".made").exists():
                folder.mkdir()
                make(folder)
                (folder / ".made").touch()
        return folder

    return made


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and gold labels: beside the checkout in CI, absent at users'."""
    folder = Path(os.environ.get("DUIXIAN_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing, and CI must not skip what needs it")
        pytest.skip(f"{folder} (real reports and gold labels) is not here")
    return folder
