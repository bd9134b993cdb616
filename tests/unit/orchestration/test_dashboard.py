"""Corrections of the pages go through the checks of `duixian correct`, in the process that reads the warehouse."""

from pathlib import Path

import pytest

from dashboard.corrections import Correction, RefusedError
from dashboard.data import LOCKED
from orchestration.dashboard import keep
from orchestration.home import Home
from orchestration.versions import LOCKED as READ_WITH


def test_pages_and_command_line_read_with_one_configuration() -> None:
    assert LOCKED == READ_WITH


def test_what_the_command_line_refuses_the_pages_refuse(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="say why"):
        keep(Home(tmp_path), Correction("d:1", "", "value", "5", "6", ""))
    assert not (tmp_path / "corrections.csv").exists()
