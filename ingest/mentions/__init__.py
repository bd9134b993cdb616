"""Documents -> mentions: every number-like token of a report, what it measures and what role it plays."""

import polars as pl

from ingest.mentions.catalogue import indicator_id
from ingest.mentions.document import read_document
from ingest.mentions.model import Context, Mention
from ingest.mentions.regions import region_code_of
from ingest.schemas import MENTIONS, polars_schema
from ingest.sections import Section

__all__ = ["Context", "Mention", "extract_mentions", "read_document"]


def extract_mentions(documents: pl.DataFrame) -> pl.DataFrame:
    """Mentions of a batch of documents: ingest.schemas.DOCUMENTS in, ingest.schemas.MENTIONS out.

    A pure function of its input, row by row: batches may be cut anywhere and run anywhere.
    """
    columns: dict[str, list[object]] = {column.name: [] for column in MENTIONS}
    needed = documents.select("document_id", "report_year", "region_code", "text", "sections")
    for document_id, report_year, region_code, text, parts in needed.iter_rows():
        sections = [Section(part["start"], part["end"], part["section"]) for part in parts or ()]
        mentions = read_document(text, sections, Context(report_year, region_code))
        _extend(columns, document_id, report_year, region_code, text, mentions)
    return pl.DataFrame(columns, schema=polars_schema(MENTIONS))


def _extend(
    columns: dict[str, list[object]], document_id: str, report_year: int | None, region_code: str | None, text: str,
    mentions: list[Mention],
) -> None:  # fmt: skip
    """Append the mentions of one document, column by column."""
    for name in _AS_READ:
        columns[name].extend([getattr(mention, name) for mention in mentions])
    columns["mention_id"].extend([f"{document_id}:{mention.start}" for mention in mentions])
    columns["document_id"].extend([document_id] * len(mentions))
    columns["report_year"].extend([report_year] * len(mentions))
    columns["value_start"].extend([mention.start for mention in mentions])
    columns["value_end"].extend([mention.end for mention in mentions])
    columns["value_text"].extend([text[mention.start : mention.end] for mention in mentions])
    columns["indicator_id"].extend([indicator_id(mention.indicator) if mention.indicator else None for mention in mentions])
    columns["region_code"].extend(
        [region_code_of(mention.region, region_code) if mention.region else None for mention in mentions]
    )
    sentences = [text[mention.sentence_start : mention.sentence_end] for mention in mentions]
    columns["sentence"].extend([sentence.strip() for sentence in sentences])
    columns["sentence_start"].extend(
        [
            mention.sentence_start + len(sentence) - len(sentence.lstrip())
            for mention, sentence in zip(mentions, sentences, strict=True)
        ]
    )


_AS_READ = tuple(column.name for column in MENTIONS if column.name in Mention.__slots__ and column.name != "sentence_start")
