"""What deploy/ holds works on a machine that has nothing else of the project."""

import ast
import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "deploy" / "duixian.service"


def _copied() -> list[str]:
    """What the container file takes of the checkout."""
    lines = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8").splitlines()
    return [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]


def _imported(source: Path) -> set[str]:
    """The first names of all that a source imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_the_container_holds_every_package_that_its_packages_import() -> None:
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    copied = set(_copied())
    wanted = {
        name for folder in copied & ours for source in (ROOT / folder).rglob("*.py") for name in _imported(source)
    }
    assert wanted & ours <= copied
    assert {"dbt", "examples", "requirements.lock"} <= copied


def test_what_the_container_holds_can_be_installed(tmp_path: Path) -> None:
    for name in _copied():
        place = tmp_path / name
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place, ignore=shutil.ignore_patterns("__pycache__", "target", "logs"))
        else:
            shutil.copy(ROOT / name, place)
    code = "import hatchling.build as b; print(b.build_wheel('.'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_unit_serves_a_home_that_it_may_write() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT.read_text(encoding="utf-8"))
    service = unit["Service"]
    program, command, option, home = service["ExecStart"].split()
    assert (Path(program).name, command, option) == ("duixian", "serve", "--home")
    assert home in service["ReadWritePaths"].split()
    assert service["Restart"] == "on-failure"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    # the program is another one here, and so is its user
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
    text = re.sub(r"^User=\S+", f"User={os.getuid()}", text, flags=re.MULTILINE)
    (tmp_path / UNIT.name).write_text(text, encoding="utf-8")
    line = ["systemd-analyze", "verify", "--man=no", str(tmp_path / UNIT.name)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert (done.returncode, told) == (0, []), done.stderr
