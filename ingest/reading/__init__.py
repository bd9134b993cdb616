"""A raw text as it is read: one clean text in blocks, every character with its way back."""

from ingest.reading.blocks import Block
from ingest.reading.view import Reading, reading_of

__all__ = ["Block", "Reading", "reading_of"]
