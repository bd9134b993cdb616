"""Reports -> the sentences of their review, for what has no number to be found by."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl

from ingest.reading import reading_of
from ingest.schemas import PASSAGES, polars_schema
from ingest.tasks.bare import bare

_REVIEW: Final = "review"
_SENTENCE: Final = re.compile(r"[^。！？；\n]+")
# shorter ones are headings
_SHORTEST: Final = 8


def passages_of(documents: pl.DataFrame) -> pl.DataFrame:
    """Passages of a batch of documents: ingest.schemas.DOCUMENTS in, ingest.schemas.PASSAGES out."""
    needed = documents.filter(kind="report").select("document_id", "report_year", "text", "sections")
    rows = [
        {"document_id": document_id, "report_year": year, **passage}
        for document_id, year, text, parts in needed.iter_rows()
        for passage in passages_in(text, [part for part in parts or () if part["section"] == _REVIEW])
    ]
    return pl.DataFrame(rows, schema=polars_schema(PASSAGES))


def passages_in(text: str, parts: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The sentences of the given stretches of a text, with their places in it."""
    reading = reading_of(text) if parts else None
    for part in parts:
        assert reading is not None
        for found in _SENTENCE.finditer(reading.text, reading.seen(part["start"]), reading.seen(part["end"])):
            sentence = found[0].strip()
            words = bare(sentence)
            if len(words) < _SHORTEST:
                continue
            start, end = reading.raw_span(found.start(), found.end())
            yield {"passage_start": start, "passage_end": end, "sentence": sentence, "words": words}
