"""What pip installs works without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .conftest import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_no_name_hides_another_package(installed: Path) -> None:
    names = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert names == {"ingest", "expectations", "orchestration", "dashboard"}
    (licence,) = installed.glob("*.dist-info/licenses/LICENSE")
    assert "Apache License" in licence.read_text(encoding="utf-8")


def test_it_runs_outside_of_the_checkout(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    for arguments, told in (
        (["run"], "Verdicts"),
        (["sql", "select count(*) > 0 as there from marts.fct_attainment", "--format", "csv"], "True"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "orchestration.cli", *arguments, "--home", str(tmp_path / "home")],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert told in done.stdout
    code = "import dashboard.app as a, orchestration.home as h; print(a.__file__, h.DBT_PROJECT, h.EXAMPLES)"
    told = subprocess.check_output([sys.executable, "-c", code], cwd=tmp_path, env=environment, text=True)
    assert all(part.startswith(str(installed)) for part in told.split())
    assert not (installed / "orchestration" / "bundled" / "dbt" / "target").exists()
