"""The command line that the end of a run tells is one that can be typed."""

import sys
from pathlib import Path

import pytest

from orchestration.home import DEFAULT_HOME
from orchestration.summary import command


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment of its own, as pipx and uv make them; nothing on the path yet."""
    program = tmp_path / "venvs" / "duixian" / "bin" / "duixian"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return program


def test_a_program_that_is_linked_into_the_path_is_told_by_its_name(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "bin" / "duixian").symlink_to(installed)
    assert command("dashboard", DEFAULT_HOME) == "duixian dashboard"


def test_another_program_of_the_name_is_not_this_one(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "bin" / "duixian").touch(mode=0o755)
    assert command("dashboard", DEFAULT_HOME) == f"{installed} dashboard"


def test_the_folder_of_the_environment_may_leave_the_path(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(installed.parent))
    assert command("dashboard", DEFAULT_HOME) == f"{installed} dashboard"
