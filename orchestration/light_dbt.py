"""dagster-dbt without dbt in this process: dbt runs as a program of its own, its library is a second of every start.

dagster-dbt has definitions of its own for where dbt's library is absent; it takes those when it is imported from here.
Its parts for dbt's cloud and for projects without code, which nothing here uses, stay out as well.
"""

from expectations.left_out import left_out

with left_out(
    absent=["dbt.version"],
    unused=[
        "dagster_dbt.cloud",
        "dagster_dbt.cloud_v2",
        "dagster_dbt.cloud_v2.component",
        "dagster_dbt.components.dbt_project.component",
    ],
):
    from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets, get_asset_key_for_model

__all__ = ["DagsterDbtTranslator", "DbtCliResource", "DbtProject", "dbt_assets", "get_asset_key_for_model"]
