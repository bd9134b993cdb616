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
_span: Final = attrgetter("start", "end")
_sentence_span: Final = attrgetter("sentence_start", "sentence_end")


@uncollected()
def extract_mentions(documents: pl.DataFrame) -> pl.DataFrame:
    """Mentions of a batch of documents: ingest.schemas.DOCUMENTS in, ingest.schemas.MENTIONS out.

    A pure function of its input, row by row: batches may be cut anywhere and run anywhere.
    """
    return with_canonical(_read(documents), indicator_id, is_name)


def _read(documents: pl.DataFrame) -> pl.DataFrame:
    """The columns that stand in the text itself, those of ingest.schemas.CANONICAL not."""
    columns: Columns = {column.name: [] for column in _READ if column.name != "mention_id"}
    delivered = pl.col("delivered_on").dt.year() if "delivered_on" in documents.columns else pl.lit(None, pl.Int32)
    needed = documents.select("document_id", "report_year", "region_code", "text", "sections", spoken_year=delivered)
    for document_id, report_year, region_code, text, parts, spoken_year in needed.iter_rows():
        sections = [Section(part["start"], part["end"], part["section"]) for part in parts or ()]
        context = Context(report_year, region_code, spoken_year)
        _extend(columns, document_id, context, text, read_document(text, sections, context))
    schema = polars_schema(_READ)
    frame = pl.DataFrame(columns, schema={name: kind for name, kind in schema.items() if name in columns})
    return frame.with_columns(mention_id=pl.format("{}:{}", "document_id", "value_start")).select(schema.names())


def _extend(columns: Columns, document_id: str, context: Context, text: str, mentions: list[Mention]) -> None:
    """Append the mentions of one document, column by column."""
    for name, values in zip(_AS_READ, zip(*map(_as_read, mentions), strict=True), strict=False):
        columns[name].extend(values)
    columns["document_id"].extend([document_id] * len(mentions))
    columns["report_year"].extend([context.report_year] * len(mentions))
    spans = list(map(_span, mentions))
    columns["value_start"].extend([start for start, _ in spans])
    columns["value_end"].extend([end for _, end in spans])
    columns["value_text"].extend([text[start:end] for start, end in spans])
    columns["indicator_id"].extend(
        [
            indicator_id(mention.indicator, mention.measure or "", mention.unit or "") if mention.indicator else None
            for mention in mentions
        ]
    )
    columns["region_code"].extend(
        [region_code_of(mention.region, context.region_code) if mention.region else None for mention in mentions]
    )
    # most sentences hold several numbers
    sentence_spans = list(map(_sentence_span, mentions))
    sentences = {span: _stripped(text, *span) for span in dict.fromkeys(sentence_spans)}
    columns["sentence"].extend([sentences[span][0] for span in sentence_spans])
    columns["sentence_start"].extend([sentences[span][1] for span in sentence_spans])


def _stripped(text: str, start: int, end: int) -> tuple[str, int]:
    """A sentence without the blanks around it, and where it then begins."""
    sentence = text[start:end]
    return sentence.strip(), start + len(sentence) - len(sentence.lstrip())
