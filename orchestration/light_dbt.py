"""dagster-dbt without dbt in this process: dbt runs as a program of its own, its library is a second of every start.

dagster-dbt has definitions of its own for where dbt's library is absent; it takes those when it is imported from here.
Its parts for dbt's cloud and for projects without code, which nothing here uses, stay out as well.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_ABSENT = "dbt.version"
_UNUSED = (
    "dagster_dbt.cloud",
    "dagster_dbt.cloud_v2",
    "dagster_dbt.cloud_v2.component",
    "dagster_dbt.components.dbt_project.component",
)


class _Nothing(ModuleType):
    """A module from which whatever is taken is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


@contextmanager
def _left_out() -> Iterator[None]:
    # what stands as None cannot be imported
    stand_ins: dict[str, ModuleType | None] = {_ABSENT: None} | {name: _Nothing(name) for name in _UNUSED}
    put = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(put)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in put:
            del sys.modules[name]


with _left_out():
    from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets, get_asset_key_for_model

__all__ = ["DagsterDbtTranslator", "DbtCliResource", "DbtProject", "dbt_assets", "get_asset_key_for_model"]
