"""dagster-dbt without dbt in this process: dbt runs as a program of its own, its library is a second of every start.

dagster-dbt has definitions of its own for where dbt's library is absent; it takes those when it is imported from here.
"""

import sys

_ABSENT = "dbt.version"
_is_there = _ABSENT in sys.modules
if not _is_there:
    # what stands as None cannot be imported
    sys.modules[_ABSENT] = None  # type: ignore[assignment]
try:
    from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets, get_asset_key_for_model
finally:
    if not _is_there:
        del sys.modules[_ABSENT]

__all__ = ["DagsterDbtTranslator", "DbtCliResource", "DbtProject", "dbt_assets", "get_asset_key_for_model"]
