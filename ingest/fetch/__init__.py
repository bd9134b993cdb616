"""Fetching: the reports of a catalogue of URLs into the inbox, politely, safely, on the record."""

from ingest.fetch.catalogue import CatalogueError
from ingest.fetch.fetcher import fetch_catalogue
from ingest.fetch.policy import Policy
from ingest.fetch.record import FetchOutcome

__all__ = ["CatalogueError", "FetchOutcome", "Policy", "fetch_catalogue"]
