"""How much of the warehouse the next build makes anew."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import polars as pl

from ingest.lake import Lake
from orchestration.build_state import reusable
from orchestration.home import Home
from orchestration.tongue import say
from orchestration.touched import digests, touched

# dbt's macro `touched` reads it
VARIABLE: Final = "DUIXIAN_TOUCHED"


@dataclass(frozen=True, slots=True)
class Plan:
    """``changed``: the documents of the regions that changed, None where everything is built.

    ``inputs``: the digests of all documents, counted beside dbt where they are not needed before.
    """

    changed: list[str] | None
    inputs: "Future[pl.DataFrame]"

    @property
    def sentence(self) -> str:
        """What dbt does, for a person."""
        if self.changed is None:
            return say("go.dbt_all")
        return say("go.dbt_part", n=len(self.changed))

    @contextmanager
    def told_to_dbt(self, home: Home) -> Iterator[None]:
        """A dbt that is started in here knows what changed; nothing that is started later does."""
        if self.changed is not None:
            os.environ[VARIABLE] = str(home.touched)
        try:
            yield
        finally:
            os.environ.pop(VARIABLE, None)


def planned(home: Home) -> Plan:
    """What is to be built, from what the last build was made of and what the lake holds now."""
    lake, before = Lake(home.lake), reusable(home)
    beside = ThreadPoolExecutor(1)
    inputs = beside.submit(digests, lake, before)
    beside.shutdown(wait=False)
    changed = touched(lake, home.unpublished, before, inputs.result()) if before is not None else None
    return Plan(changed, inputs)
