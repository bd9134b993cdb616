"""The last steps: the audited warehouse takes its place, and the Data Docs say what was audited."""

import time
from collections.abc import Iterable
from dataclasses import asdict

import dagster as dg

from orchestration.assets.lake import OWNERS
from orchestration.assets.retries import tried_again
from orchestration.assets.told import told
from orchestration.assets.warehouse import ensure_whole
from orchestration.audit import audit_all
from orchestration.build_state import run_facts, warehouse_fingerprint
from orchestration.data_docs import keep_results, render_docs
from orchestration.home import Home
from orchestration.progress import say
from orchestration.resources import HomeResource
from orchestration.settings import settings_of
from orchestration.versions import Version, publish_version


class AuditError(Exception):
    """Expectations that do not hold: nothing is published."""


def publish(home: Home, run_id: str) -> Version:
    """Publish the unpublished warehouse, built whole and audited; AuditError where an expectation does not hold."""
    ensure_whole(home, run_id)
    failed = [finding.name for result in audit_all(home) for finding in result.failed]
    if failed:
        raise AuditError(f"these expectations do not hold: {', '.join(failed)}")
    made_from = {"fingerprint": warehouse_fingerprint(home), **asdict(run_facts(home))}
    version = publish_version(home, home.unpublished, made_from, settings_of(home).retention.versions)
    keep_results(home, version)
    return version


def publish_assets(models: Iterable[dg.AssetKey]) -> list[dg.AssetsDefinition]:
    """The published warehouse, downstream of every model, and the Data Docs."""

    @dg.asset(group_name="publication", deps=sorted(models), kinds={"duckdb"}, owners=OWNERS)
    def published_warehouse(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
        """The audited warehouse, swapped in at once; made only where the audit holds."""
        began = time.monotonic()
        with tried_again():
            version = publish(home.home, context.run_id)
        say("go.in_place")
        rows = {f"rows_of_{name}": facts[0] for name, facts in version.facts["marts"].items()}
        facts = {
            "path": dg.MetadataValue.path(str(home.home.warehouse)),
            "version": version.name,
            "bytes": version.path.stat().st_size,
            **rows,
        }
        return dg.MaterializeResult(
            metadata=told(home.home, facts, began), data_version=dg.DataVersion(version.inputs[:16])
        )

    @dg.asset(group_name="publication", deps=[published_warehouse], kinds={"html"}, owners=OWNERS)
    def data_docs(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
        """What was expected and what was found, as pages that need no network."""
        with tried_again():
            render_docs(home.home, context.run_id)
        return dg.MaterializeResult(
            metadata={"data_docs": dg.MetadataValue.url((home.home.docs / "index.html").as_uri())}
        )

    return [published_warehouse, data_docs]
