"""The dbt models as assets, and whether there is anything to build."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg

from ingest.lake import PARTITIONED, Lake
from orchestration.assets.lake import OWNERS
from orchestration.assets.retries import tried_again
from orchestration.build_plan import planned
from orchestration.build_state import begin, built, is_published, is_whole, warehouse_fingerprint
from orchestration.column_lineage import with_lineage
from orchestration.corrections import check_corrections
from orchestration.dbt_failures import with_rows
from orchestration.dbt_project import DbtError, manifest_of, project_of, run_dbt
from orchestration.home import Home
from orchestration.light_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets
from orchestration.progress import hand_on, say
from orchestration.resources import HomeResource
from orchestration.touched import digests

# unit tests check the models, not the data: `make test` runs them
WHOLE = ["build", "--exclude-resource-types", "unit_test"]


def ensure_whole(home: Home, run_id: str) -> None:
    """Build and test everything outside Dagster's events where the unpublished warehouse is not whole.

    Raises dagster's Failure with dbt's words.
    """
    # a table without any row still has columns, for dbt and for the audit
    Lake(home.lake).ensure(PARTITIONED)
    if is_whole(home):
        return
    say("go.dbt_all")
    wanted = warehouse_fingerprint(home)
    begin(home, run_id)
    try:
        run_dbt(home, *WHOLE)
    except DbtError as error:
        raise dg.Failure(f"the warehouse could not be built: {error}", allow_retries=False) from error
    built(home, wanted, digests(Lake(home.lake)))


class Translator(DagsterDbtTranslator):
    """Models as dagster-dbt shows them, with somebody to ask."""

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:
        """The project's team; models name nobody."""
        return super().get_owners(dbt_resource_props) or OWNERS

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: Any
    ) -> dg.AssetCheckSpec | None:
        """The check of a test of dbt, with what it looks at: its description, or the column and the kind of test."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is None:
            return None
        test = manifest["nodes"][unique_id]
        kind = (test.get("test_metadata") or {}).get("name", "")
        return dg.AssetCheckSpec(
            name=spec.name,
            asset=spec.asset_key,
            description=test.get("description") or f"{test.get('column_name')}: {kind.replace('_', ' ')}",
            additional_deps=spec.additional_deps,
            blocking=spec.blocking,
            metadata=spec.metadata,
        )


def told_of(home: Home, events: Iterator[Any]) -> Iterator[Any]:
    """The events of a dbt run, with the columns behind each model's and the rows against each failed check."""
    yield from with_rows(home, with_lineage(home, Translator().get_asset_key, events))


def _made(context: dg.AssetExecutionContext, dbt: DbtCliResource, place: Home) -> Iterator[Any]:
    """What Dagster is told of the models that were chosen, as they are made; nothing where nothing is new."""
    run_id = context.run_id
    wrong = check_corrections(place)
    if wrong:
        raise dg.Failure("\n".join(wrong), allow_retries=False)
    is_part = context.op_execution_context.is_subset
    if not is_part and is_published(place):
        context.log.info("nothing new: the published warehouse stands")
        say("go.nothing_new")
        return
    wanted = warehouse_fingerprint(place)
    if is_part:
        # whatever is chosen, its parents are there and the whole stays publishable
        ensure_whole(place, run_id)
        run_dbt(place, "run", "--select", "config.schema:staging", keeps_views=True)
        run = dbt.cli(WHOLE, context=context, target_path=place.dbt_target)
        yield from told_of(place, run.stream())
        built(place, wanted)
        return
    plan = planned(place)
    begin(place, run_id, plan.changed)
    hand_on(plan.sentence)
    with plan.told_to_dbt(place):
        run = dbt.cli(WHOLE, context=context, target_path=place.dbt_target)
    yield from told_of(place, run.stream())
    built(place, wanted, plan.inputs.result(), plan.changed is not None)


def warehouse_assets(home: Home) -> dg.AssetsDefinition:
    """The dbt seeds, models and tests of the project, as assets and checks with the lake upstream."""

    @dbt_assets(
        manifest=manifest_of(home), project=project_of(home), name="warehouse", dagster_dbt_translator=Translator()
    )
    def warehouse(context: dg.AssetExecutionContext, dbt: DbtCliResource, home: HomeResource) -> Iterator[Any]:
        with tried_again():
            yield from _made(context, dbt, home.home)

    return warehouse
