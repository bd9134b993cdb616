"""Fixtures that every kind of test shares."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# no test touches the home that its user works in
os.environ["DUIXIAN_HOME"] = tempfile.mkdtemp(prefix="duixian-home-")
atexit.register(shutil.rmtree, os.environ["DUIXIAN_HOME"], ignore_errors=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and gold labels: beside the checkout in CI, absent at users'."""
    folder = Path(os.environ.get("DUIXIAN_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing, and CI must not skip what needs it")
        pytest.skip(f"{folder} (real reports and gold labels) is not here")
    return folder
