"""Documents -> mentions: every number-like token of a report, what it measures and what role it plays."""

from operator import attrgetter
from typing import Final

import polars as pl

from ingest.canonical import with_canonical
from ingest.collecting import uncollected
from ingest.mentions.catalogue import indicator_id, is_name
from ingest.mentions.document import read_document
from ingest.mentions.model import Context, Mention
from ingest.mentions.regions import region_code_of
from ingest.schemas import CANONICAL, MENTIONS, polars_schema
from ingest.sections import Section

__all__ = ["Context", "Mention", "extract_mentions", "read_document"]

Columns = dict[str, list[object]]
# sentence_start moves to the first character that is no blank
_AS_READ: Final = tuple(
    column.name for column in MENTIONS if column.name in Mention.__slots__ and column.name != "sentence_start"
)
_READ: Final = tuple(column for column in MENTIONS if column not in CANONICAL)
_as_read: Final = attrgetter(*_AS_READ)


@uncollected()
def extract_mentions(documents: pl.DataFrame) -> pl.DataFrame:
    """Mentions of a batch of documents: ingest.schemas.DOCUMENTS in, ingest.schemas.MENTIONS out.

    A pure function of its input, row by row: batches may be cut anywhere and run anywhere.
    """
    return with_canonical(_read(documents), indicator_id, is_name)


def _read(documents: pl.DataFrame) -> pl.DataFrame:
    """The columns that stand in the text itself, those of ingest.schemas.CANONICAL not."""
    columns: Columns = {column.name: [] for column in _READ}
    delivered = pl.col("delivered_on").dt.year() if "delivered_on" in documents.columns else pl.lit(None, pl.Int32)
    needed = documents.select("document_id", "report_year", "region_code", "text", "sections", spoken_year=delivered)
    for document_id, report_year, region_code, text, parts, spoken_year in needed.iter_rows():
        sections = [Section(part["start"], part["end"], part["section"]) for part in parts or ()]
        context = Context(report_year, region_code, spoken_year)
        _extend(columns, document_id, context, text, read_document(text, sections, context))
    return pl.DataFrame(columns, schema=polars_schema(_READ))


def _extend(columns: Columns, document_id: str, context: Context, text: str, mentions: list[Mention]) -> None:
    """Append the mentions of one document, column by column."""
    for name, values in zip(_AS_READ, zip(*map(_as_read, mentions), strict=True), strict=False):
        columns[name].extend(values)
    columns["document_id"].extend([document_id] * len(mentions))
    columns["report_year"].extend([context.report_year] * len(mentions))
    columns["value_start"].extend([mention.start for mention in mentions])
    columns["value_end"].extend([mention.end for mention in mentions])
    for mention in mentions:
        columns["mention_id"].append(f"{document_id}:{mention.start}")
        columns["value_text"].append(text[mention.start : mention.end])
        columns["indicator_id"].append(
            indicator_id(mention.indicator, mention.measure or "", mention.unit or "") if mention.indicator else None
        )
        columns["region_code"].append(region_code_of(mention.region, context.region_code) if mention.region else None)
        sentence = text[mention.sentence_start : mention.sentence_end]
        columns["sentence"].append(sentence.strip())
        columns["sentence_start"].append(mention.sentence_start + len(sentence) - len(sentence.lstrip()))
