"""Fixtures that every kind of test shares."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and gold labels: beside the checkout in CI, absent at users'."""
    folder = Path(os.environ.get("DUIXIAN_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing, and CI must not skip what needs it")
        pytest.skip(f"{folder} (real reports and gold labels) is not here")
    return folder
