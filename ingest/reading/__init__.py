"""A raw text as it is read: one clean text in blocks, every character with its way back."""

from ingest.reading.blocks import Block
from ingest.reading.view import READINGS_KEPT, Reading, reading_of

__all__ = ["READINGS_KEPT", "Block", "Reading", "reading_of"]
