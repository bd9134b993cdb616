"""Documents to mentions, for what changed only."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import polars as pl

from ingest.built import Built
from ingest.canonical.statements import statements_of
from ingest.lake import Lake, file_digest
from ingest.mentions import extract_mentions
from ingest.schemas import MENTIONS, polars_schema
from ingest.stamps import read_stamp, row_digest, stamp_of, write_stamp
from ingest.tasks import passages_of, tasks_of

# documents are handed to the extraction in batches of about this many characters
BATCH_CHARS: Final = 8_000_000
# what else is read of the documents, table by table
BESIDE: Final[dict[str, Callable[[pl.DataFrame], pl.DataFrame]]] = {
    "statements": statements_of,
    "tasks": tasks_of,
    "passages": passages_of,
}


def build_mentions(home: Path, made_by: str, say: Callable[[str], None]) -> Built:
    """Bring the mentions up to date with the documents: a document is read again only when it or the code changed."""
    lake = Lake(home / "lake")
    rewritten = extracted = 0
    gone = [year for year in lake.years("mentions") if year not in lake.years("documents")]
    for year in gone:
        stamp_of(lake, year).unlink(missing_ok=True)
        rewritten += lake.write_year("mentions", year, pl.DataFrame(schema=polars_schema(MENTIONS)))
        for table in BESIDE:
            lake.write_year(table, year, pl.DataFrame())
    for year in lake.years("documents"):
        digest = file_digest(lake.partition("documents", year))
        state = read_stamp(stamp_of(lake, year))
        if state.get("made_by") == made_by and state.get("documents") == digest:
            continue
        known = state.get("rows", {}) if state.get("made_by") == made_by else {}
        documents = lake.read_year("documents", year)
        rows = {row["document_id"]: row_digest(row) for row in documents.iter_rows(named=True)}
        fresh = documents.filter(
            pl.Series([known.get(key) != rows[key] for key in documents["document_id"]], dtype=pl.Boolean)
        )
        kept_ids = [key for key in rows if known.get(key) == rows[key]]
        kept = lake.read_year("mentions", year).filter(pl.col("document_id").is_in(kept_ids))
        say(f"mentions: {fresh.height:,} documents of {year or 'unknown year'}")
        found = [extract_mentions(batch).select(kept.columns) for batch in _batches(fresh)]
        rewritten += lake.write_year("mentions", year, pl.concat([kept, *found]))
        for table, read in BESIDE.items():
            known_rows = lake.read_year(table, year).filter(pl.col("document_id").is_in(kept_ids))
            lake.write_year(table, year, pl.concat([known_rows, read(fresh)]))
        extracted += fresh.height
        write_stamp(stamp_of(lake, year), {"made_by": made_by, "documents": digest, "rows": rows})
    lake.ensure()
    total = lake.scan("mentions").select(pl.len()).collect().item()
    counts = {"mentions": total, "documents_extracted": extracted, "years_rewritten": rewritten}
    return Built(f"{total:,} in the lake, {extracted:,} documents extracted", counts)


def _batches(documents: pl.DataFrame) -> Iterator[pl.DataFrame]:
    start = chars = 0
    for number, length in enumerate(documents["n_chars"]):
        chars += length
        if chars >= BATCH_CHARS:
            yield documents[start : number + 1]
            start, chars = number + 1, 0
    if start < documents.height:
        yield documents[start:]
