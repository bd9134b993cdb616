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
    for row in documents.iter_rows(named=True):
        text = row["text"]
        sections = [Section(part["start"], part["end"], part["section"]) for part in row["sections"] or ()]
        context = Context(row["report_year"], row["region_code"])
        for mention in read_document(text, sections, context):
            _append(columns, row, text, mention)
    return pl.DataFrame(columns, schema=polars_schema(MENTIONS))


def _append(columns: dict[str, list[object]], document: dict[str, object], text: str, mention: Mention) -> None:
    metric = mention.role != "none"
    values = {
        "mention_id": f"{document['document_id']}:{mention.start}",
        "document_id": document["document_id"],
        "report_year": document["report_year"],
        "value_start": mention.start,
        "value_end": mention.end,
        "value_text": text[mention.start : mention.end],
        "role": mention.role,
        "reason": mention.reason,
        "indicator": mention.indicator,
        "indicator_id": indicator_id(mention.indicator) if metric and mention.indicator else None,
        "measure": mention.measure,
        "value": mention.value,
        "unit": mention.unit,
        "comparator": mention.comparator,
        "year": mention.year,
        "period": mention.period,
        "region": mention.region,
        "region_code": region_code_of(mention.region, document["region_code"]),  # type: ignore[arg-type]
        "commitment": mention.commitment,
        "relation": mention.relation,
        "subject": mention.subject,
        "reference": mention.reference,
        "section": mention.section,
        "sentence": text[mention.sentence_start : mention.sentence_end].strip(),
        "sentence_start": mention.sentence_start,
    }
    for name, value in values.items():
        columns[name].append(value)
