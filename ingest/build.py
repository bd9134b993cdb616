"""The steps from documents to links and mentions."""

from ingest.extraction import build_mentions
from ingest.linking import build_links

__all__ = ["build_links", "build_mentions"]
