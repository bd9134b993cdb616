"""Raw files, documents, links and mentions: thin around ``ingest``."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from ingest.build import build_links, build_mentions
from ingest.checks.build import build_checks
from ingest.documents import build_documents, take_up
from orchestration.home import EXAMPLES
from orchestration.progress import say
from orchestration.resources import HomeResource
from orchestration.settings import inboxes_of, workers_of
from orchestration.steps import checking_code, extraction_code, linking_code, reading_code

DOCUMENTS = dg.AssetKey("documents")
QUARANTINE = dg.AssetKey("quarantine")


class RawFilesConfig(dg.Config):
    """What to take up besides the inbox."""

    reports: str = ""


@dg.asset(group_name="lake", kinds={"file"})
def raw_files(
    context: dg.AssetExecutionContext, config: RawFilesConfig, home: HomeResource
) -> dg.MaterializeResult[None]:
    """Every byte that came in, kept under its sha256; rejects with their reason."""
    sources = [*inboxes_of(home.home), *([Path(config.reports)] if config.reports else [])]
    say("raw files: taking up " + ", ".join(str(source) for source in sources))
    intake = take_up(home.home.root, sources, EXAMPLES)
    context.log.info(intake.sentence)
    say(f"raw files: {intake.sentence}")
    return dg.MaterializeResult(metadata=intake.counts)


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            DOCUMENTS,
            group_name="lake",
            deps=[raw_files],
            kinds={"python", "polars", "parquet"},
            description="Texts with region, year, kind, completeness and sections, one Parquet file per report year.",
        ),
        dg.AssetSpec(
            QUARANTINE,
            group_name="lake",
            deps=[raw_files],
            kinds={"python", "polars", "parquet"},
            description="What did not become a document, and why.",
        ),
    ]
)
def read_documents(context: dg.AssetExecutionContext, home: HomeResource) -> Iterator[dg.MaterializeResult[None]]:
    """Read what is new in the raw store."""
    built = build_documents(home.home.root, reading_code, say, workers_of(home.home))
    context.log.info(built.sentence)
    say(f"documents: {built.sentence}")
    yield dg.MaterializeResult(asset_key=DOCUMENTS, metadata=built.counts)
    yield dg.MaterializeResult(asset_key=QUARANTINE, metadata={"quarantined": built.counts["quarantined"]})


@dg.asset(group_name="lake", deps=[DOCUMENTS], kinds={"python", "polars", "parquet"})
def links(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """Which documents are parts, duplicates or versions of one report."""
    built = build_links(home.home.root, linking_code(), workers_of(home.home))
    context.log.info(built.sentence)
    say(f"links: {built.sentence}")
    return dg.MaterializeResult(metadata=built.counts)


@dg.asset(group_name="lake", deps=[DOCUMENTS, links], kinds={"python", "polars", "parquet"})
def mentions(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """Every number of every document with its role, one Parquet file per report year."""
    built = build_mentions(home.home.root, extraction_code(), say, workers_of(home.home))
    context.log.info(built.sentence)
    say(f"mentions: {built.sentence}")
    return dg.MaterializeResult(metadata=built.counts)


@dg.asset(group_name="lake", deps=[DOCUMENTS, mentions], kinds={"python", "polars", "parquet"})
def document_checks(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """What was read of every document, in numbers, and what is suspicious about them."""
    built = build_checks(home.home.root, checking_code(), workers_of(home.home))
    context.log.info(built.sentence)
    say(f"document checks: {built.sentence}")
    return dg.MaterializeResult(metadata=built.counts)
