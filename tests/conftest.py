"""Fixtures that every kind of test shares."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# no test touches the home that its user works in
os.environ["DUIXIAN_HOME"] = tempfile.mkdtemp(prefix="duixian-home-")
atexit.register(shutil.rmtree, os.environ["DUIXIAN_HOME"], ignore_errors=True)


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
