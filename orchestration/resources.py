"""What the assets work with: the home folder, held by one run at a time, and dbt."""

import fcntl
import importlib.metadata
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import dagster as dg
from packaging.version import Version

from orchestration.conclusion import conclude
from orchestration.damage import mend_home
from orchestration.home import Home
from orchestration.light_dbt import DbtCliResource
from orchestration.processes import end_orphans, mark
from orchestration.progress import hand_on
from orchestration.tongue import say


class HomeIsBusyError(Exception):
    """Another run is at work in the same home folder."""


@contextmanager
def held(home: Home) -> Iterator[None]:
    """Hold the home's lock; HomeIsBusyError where another process has it. The system frees it after a crash."""
    with (home.root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HomeIsBusyError(say("err.busy", home=home.root)) from error
        yield


class HomeResource(dg.ConfigurableResource["HomeResource"]):
    """The home folder; a run holds its lock from the first step to the last."""

    folder: str

    @property
    def home(self) -> Home:
        """The places below the folder."""
        return Home(Path(self.folder))

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["HomeResource"]:
        """Hold the home's lock as long as the run lasts; at its end, say what became of it."""
        self.home.prepare()
        with held(self.home):
            mended = clean_up(self.home)
            try:
                yield self
            finally:
                if context.run is not None and context.instance is not None:
                    conclude(self.home, context.instance, context.run.run_id, mended)


def clean_up(home: Home) -> list[str]:
    """End what a dead run left running, and set aside what is damaged; call while holding the home's lock.

    Returns what was done, a sentence each.
    """
    done: list[str] = []

    def tell(sentence: str) -> None:
        done.append(sentence)
        hand_on(sentence)

    if end_orphans(home):
        tell(say("go.ended"))
    mark(home)
    mend_home(home, tell)
    return done


class Dbt(DbtCliResource):
    """The dbt of this environment, in a subprocess.

    dagster-dbt would ask ``dbt --version`` (which looks for updates on the network) and load the adapter into this
    process (seconds, and a second opener of the database file); neither is needed with a pinned dbt.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(importlib.metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        return None


def dbt_executable() -> str:
    """The dbt beside this interpreter, tied to this process: it ends when the run does."""
    return str(Path(sys.executable).parent / "duixian-dbt")
