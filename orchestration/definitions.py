"""What Dagster loads: ``defs`` for the home in DUIXIAN_HOME. Importing this makes no folder and parses nothing."""

import os

import dagster as dg

from orchestration.assets.lake import DOCUMENTS, document_checks, links, mentions, raw_files, read_documents
from orchestration.assets.publish import publish_assets
from orchestration.assets.warehouse import warehouse_assets
from orchestration.automation import everything, schedules_of, sensors
from orchestration.checks import audit_checks
from orchestration.dbt_project import dbt_of
from orchestration.home import Home, home_of
from orchestration.light_dbt import get_asset_key_for_model
from orchestration.resources import HomeResource
from orchestration.settings import engine_environment


def definitions(home: Home) -> dg.Definitions:
    """Assets, checks, schedule and sensor that work in one home folder."""
    home.prepare()
    os.environ.update(engine_environment(home))
    warehouse = warehouse_assets(home)
    attainment = get_asset_key_for_model([warehouse], "fct_attainment")
    guarded = {
        "documents": DOCUMENTS,
        "mentions": mentions.key,
        "document_checks": document_checks.key,
        "attainment": attainment,
    }
    return dg.Definitions(
        assets=[
            raw_files,
            read_documents,
            links,
            mentions,
            document_checks,
            warehouse,
            *publish_assets(warehouse.keys),
        ],
        asset_checks=audit_checks(guarded),
        jobs=[everything],
        schedules=schedules_of(home),
        sensors=sensors(home),
        resources={"home": HomeResource(folder=str(home.root)), "dbt": dbt_of(home)},
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """For the home in DUIXIAN_HOME, when Dagster asks."""
    return definitions(home_of())
