"""The last steps: the audited warehouse takes its place, and the Data Docs say what was audited."""

import os
import shutil
from collections.abc import Iterable

import dagster as dg

from expectations.docs import render
from expectations.run import SuiteResult
from orchestration.assets.warehouse import warehouse_fingerprint
from orchestration.fingerprint import remember
from orchestration.home import Home
from orchestration.progress import say
from orchestration.resources import HomeResource


def publish(home: Home) -> None:
    """Put a copy of the built warehouse over the published one; readers see the old one or the new one, whole."""
    beside = home.warehouse.with_name(f".{home.warehouse.name}.tmp")
    shutil.copyfile(home.unpublished, beside)
    with beside.open("rb") as stream:
        os.fsync(stream.fileno())
    beside.replace(home.warehouse)
    remember(home.build / "published.json", fingerprint=warehouse_fingerprint(home))


def render_docs(home: Home) -> None:
    """Write the Data Docs from the results of the last audit."""
    results = [result for path in sorted(home.audit.glob("*.json")) if (result := SuiteResult.load(path))]
    render(results, home.docs)


def publish_assets(models: Iterable[dg.AssetKey]) -> list[dg.AssetsDefinition]:
    """The published warehouse, downstream of every model, and the Data Docs."""

    @dg.asset(group_name="publication", deps=sorted(models), kinds={"duckdb"})
    def published_warehouse(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
        """The audited warehouse, swapped in at once; made only where the audit holds."""
        publish(home.home)
        say("publish: the warehouse is in its place")
        size = home.home.warehouse.stat().st_size
        return dg.MaterializeResult(metadata={"path": str(home.home.warehouse), "bytes": size})

    @dg.asset(group_name="publication", deps=[published_warehouse], kinds={"html"})
    def data_docs(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
        """What was expected and what was found, as pages that need no network."""
        render_docs(home.home)
        return dg.MaterializeResult(metadata={"path": str(home.home.docs / "index.html")})

    return [published_warehouse, data_docs]
