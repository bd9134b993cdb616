"""Stretches of a text that are not part of the report: marked, never cut."""

from ingest.identity.model import Stretch
from ingest.identity.page import Page


def find_furniture(page: Page) -> list[Stretch]:
    """The stretches, in order and without overlap."""
    return []
