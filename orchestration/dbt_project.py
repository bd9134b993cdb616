"""The dbt project as Dagster sees it: its manifest, made when the project changed."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Final

from orchestration.fingerprint import recall, remember
from orchestration.home import DBT_PROJECT, SELF_CONTAINED, Home
from orchestration.light_dbt import DbtProject
from orchestration.parsed import MANIFEST, PARTIAL, STAMP, give_parse
from orchestration.resources import Dbt, dbt_executable
from orchestration.steps import dbt_code

# what the audit needs, seconds to import
AUDIT: Final = "expectations.engine"


class DbtError(Exception):
    """dbt failed; the message is its own."""


def project_of(home: Home) -> DbtProject:
    """The project with its products in the home folder, so that the checkout stays clean."""
    return DbtProject(project_dir=DBT_PROJECT, target_path=home.dbt_target, profiles_dir=DBT_PROJECT)


def dbt_of(home: Home) -> Dbt:
    """The resource that runs dbt on this project."""
    return Dbt(project_dir=str(DBT_PROJECT), profiles_dir=str(DBT_PROJECT), dbt_executable=dbt_executable())


def manifest_of(home: Home) -> Path:
    """The manifest, put there anew only when the project, dbt or the home changed."""
    manifest = home.dbt_target / MANIFEST
    stamp = home.dbt_target / STAMP
    wanted = {"project": dbt_code(), "home": str(home.root)}
    if recall(stamp) != wanted or not recall(manifest):
        give_parse(home, _parse)
        remember(stamp, **wanted)
    return manifest


def _parse(home: Home, folder: Path) -> None:
    """What dbt kept of an earlier parse may be damaged: the second try is without it.

    While dbt is at work, this process imports what the audit will need.
    """
    with ThreadPoolExecutor(1) as beside:
        beside.submit(import_module, AUDIT)
        try:
            run_dbt(home, "parse", target=folder)
        except DbtError:
            (folder / PARTIAL).unlink(missing_ok=True)
            run_dbt(home, "parse", target=folder)


def run_dbt(home: Home, *arguments: str, target: Path | None = None, keeps_views: bool = False) -> None:
    """Run dbt outside Dagster, its products in ``target``; DbtError with dbt's last words where it fails.

    Where it ``keeps_views``, those over the lake stay for who comes next; what is published does without them.
    """
    products = str(target or home.dbt_target)
    command = [dbt_executable(), "--quiet", *arguments, "--project-dir", str(DBT_PROJECT)]
    places = ["--profiles-dir", str(DBT_PROJECT), "--target-path", products]
    done = subprocess.run(
        [*command, *places, "--log-path", products],
        env={**os.environ, **home.environment()} | ({SELF_CONTAINED: ""} if keeps_views else {}),
        cwd=DBT_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DbtError((done.stdout + done.stderr).strip()[-4000:])
