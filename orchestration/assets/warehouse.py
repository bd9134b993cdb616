"""The dbt models as assets, and whether there is anything to build."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets

from ingest.lake import Lake, file_digest
from orchestration.dbt_project import dbt_fingerprint, manifest_of, project_of
from orchestration.fingerprint import code_fingerprint, combined, recall
from orchestration.home import PROJECT, Home
from orchestration.progress import say
from orchestration.resources import HomeResource

# unit tests check the models, not the data: `make test` runs them
BUILD = ["build", "--exclude-resource-types", "unit_test", "--vars", "{self_contained: true}"]
LAKE_TABLES = ("documents", "links", "mentions", "quarantine")


def warehouse_fingerprint(home: Home) -> str:
    """Digest of all that the warehouse is made from: lake, models, lexicon, corrections, expectations."""
    corrections = file_digest(home.corrections) if home.corrections.exists() else ""
    rules = code_fingerprint([PROJECT / "ingest" / "lexicon", PROJECT / "expectations"])
    return combined(Lake(home.lake).fingerprint(*LAKE_TABLES), dbt_fingerprint(), rules, corrections)


def is_published(home: Home) -> bool:
    """Whether the published warehouse is what a build would give."""
    kept = recall(home.build / "published.json").get("fingerprint")
    return home.warehouse.exists() and kept == warehouse_fingerprint(home)


def warehouse_assets(home: Home) -> dg.AssetsDefinition:
    """The dbt seeds, models and tests of the project, as assets and checks with the lake upstream."""

    @dbt_assets(manifest=manifest_of(home), project=project_of(home), name="warehouse")
    def warehouse(context: dg.AssetExecutionContext, dbt: DbtCliResource, home: HomeResource) -> Iterator[Any]:
        place = home.home
        if not context.op_execution_context.is_subset:
            if is_published(place):
                context.log.info("nothing new: the published warehouse stands")
                say("warehouse: nothing new, the published one stands")
                return
            place.unpublished.unlink(missing_ok=True)
        say("warehouse: dbt builds and tests the models")
        yield from dbt.cli(BUILD, context=context, target_path=place.dbt_target).stream()

    return warehouse
