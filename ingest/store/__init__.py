"""The raw store: files are taken up once they are complete, kept by content, and never altered or deleted."""

from ingest.store.manifest import Entry
from ingest.store.quarantine import fill_quarantine
from ingest.store.raw import Arrival, RawStore

__all__ = ["Arrival", "Entry", "RawStore", "fill_quarantine"]
