"""Raw files, documents, links and mentions: thin around ``ingest``."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import dagster as dg

from ingest.build import build_links, build_mentions
from ingest.built import Built
from ingest.checks.build import build_checks
from ingest.documents import build_documents, take_up
from orchestration.assets.retries import tried_again
from orchestration.assets.told import told, version_of
from orchestration.build_state import input_hash
from orchestration.home import EXAMPLES
from orchestration.progress import repeat, say
from orchestration.resources import HomeResource
from orchestration.settings import inboxes_of, workers_of
from orchestration.steps import checking_code, extraction_code, linking_code, reading_code
from orchestration.tongue import spoken
from orchestration.versions import catch_up

OWNERS = ["team:duixian"]
TABLES = {"python", "polars", "parquet"}
DOCUMENTS = dg.AssetKey("documents")
QUARANTINE = dg.AssetKey("quarantine")


class RawFilesConfig(dg.Config):
    """What to take up besides the inbox."""

    reports: str = ""


@dg.asset(
    group_name="lake",
    kinds={"file"},
    owners=OWNERS,
    # the daily run looks at the inboxes even where nothing is new
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=50), warn_window=timedelta(hours=26)),
)
def raw_files(
    context: dg.AssetExecutionContext, config: RawFilesConfig, home: HomeResource
) -> dg.MaterializeResult[None]:
    """Every byte that came in, kept under its sha256; rejects with their reason."""
    began = time.monotonic()
    sources = [*inboxes_of(home.home), *([Path(config.reports)] if config.reports else [])]
    say("go.taking_up", sources=", ".join(str(source) for source in sources))
    with tried_again():
        catch_up(home.home)  # before hours of work: a DuckLake that is set can be written
        intake = take_up(home.home.root, sources, EXAMPLES)
    context.log.info(intake.sentence)
    say("go.raw_files", what=spoken().reason(intake.sentence))
    return dg.MaterializeResult(
        metadata=told(home.home, intake.counts, began), data_version=dg.DataVersion(input_hash(home.home)[:16])
    )


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            DOCUMENTS,
            group_name="lake",
            deps=[raw_files],
            kinds=TABLES,
            owners=OWNERS,
            code_version=reading_code("")[:16],
            description="Texts with region, year, kind, completeness and sections, one Parquet file per report year.",
        ),
        dg.AssetSpec(
            QUARANTINE,
            group_name="lake",
            deps=[raw_files],
            kinds=TABLES,
            owners=OWNERS,
            code_version=reading_code("")[:16],
            description="What did not become a document, and why.",
        ),
    ]
)
def read_documents(context: dg.AssetExecutionContext, home: HomeResource) -> Iterator[dg.MaterializeResult[None]]:
    """Read what is new in the raw store."""
    began = time.monotonic()
    with tried_again():
        built = build_documents(home.home.root, reading_code, repeat, workers_of(home.home))
    context.log.info(built.sentence)
    say("go.documents", what=spoken().reason(built.sentence))
    shown = ("document_id", "file_name", "region_name", "report_year", "kind", "completeness")
    yield dg.MaterializeResult(
        asset_key=DOCUMENTS,
        metadata=told(home.home, built.counts, began, "documents", shown),
        data_version=version_of(home.home, "documents"),
    )
    refused = {"quarantined": built.counts["quarantined"]}
    yield dg.MaterializeResult(
        asset_key=QUARANTINE,
        metadata=told(home.home, refused, began, "quarantine", ("file_name", "member", "reason", "detail")),
        data_version=version_of(home.home, "quarantine"),
    )


@dg.asset(group_name="lake", deps=[DOCUMENTS], kinds=TABLES, owners=OWNERS, code_version=linking_code()[:16])
def links(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """Which documents are parts, duplicates or versions of one report."""
    return _table(context, home, "links", lambda: build_links(home.home.root, linking_code(), workers_of(home.home)))


@dg.asset(group_name="lake", deps=[DOCUMENTS, links], kinds=TABLES, owners=OWNERS, code_version=extraction_code()[:16])
def mentions(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """Every number of every document with its role, one Parquet file per report year."""
    place = home.home
    return _table(
        context, home, "mentions", lambda: build_mentions(place.root, extraction_code(), repeat, workers_of(place))
    )


@dg.asset(group_name="lake", deps=[DOCUMENTS, mentions], kinds=TABLES, owners=OWNERS, code_version=checking_code()[:16])
def document_checks(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """What was read of every document, in numbers, and what is suspicious about them."""
    return _table(
        context, home, "document_checks", lambda: build_checks(home.home.root, checking_code(), workers_of(home.home))
    )


SHOWN = {
    "links": ("document_id", "report_id", "part_no", "is_primary", "duplicate_of"),
    "mentions": ("mention_id", "role", "indicator", "value_text", "unit", "year", "sentence"),
    "document_checks": ("document_id", "report_year", "suspicions"),
}


SAID = {"links": "go.links", "mentions": "go.mentions", "document_checks": "go.checks"}


def _table(
    context: dg.AssetExecutionContext, home: HomeResource, table: str, build: Callable[[], Built]
) -> dg.MaterializeResult[None]:
    """Make a table of the lake, and tell of it."""
    began = time.monotonic()
    with tried_again():
        built = build()
    context.log.info(built.sentence)
    say(SAID[table], what=spoken().reason(built.sentence))
    return dg.MaterializeResult(
        metadata=told(home.home, built.counts, began, table, SHOWN[table]), data_version=version_of(home.home, table)
    )
