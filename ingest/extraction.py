"""Documents to mentions, and to what else is read of their texts, for what changed only."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

import polars as pl

from ingest.built import Built
from ingest.canonical.statements import statements_of
from ingest.collecting import uncollected
from ingest.frame.words import words_of_reading
from ingest.lake import Lake, file_digest
from ingest.mentions import extract_mentions
from ingest.reading import reading_of
from ingest.stamps import read_stamp, row_digest, stamp_of, write_stamp
from ingest.tasks import passages_of, tasks_of
from ingest.workers import Workers, in_workers

# documents are handed to the extraction in batches of about this many characters
BATCH_CHARS: Final = 1_000_000
# what is less than this is done before other processes would have begun
FEW_CHARS: Final = 1_000_000

# what is read of a batch of documents, table by table
READERS: Final[dict[str, Callable[[pl.DataFrame], pl.DataFrame]]] = {
    "mentions": extract_mentions,
    "statements": statements_of,
    "tasks": tasks_of,
    "passages": passages_of,
}
Extracted = list[pl.DataFrame]


@dataclass(frozen=True, slots=True, eq=False)
class _Year:
    """A report year to bring up to date: what it is made from, and which of its documents are new."""

    year: int | None
    digest: str
    rows: dict[str, str]
    fresh: frozenset[str]
    chars: int


def build_mentions(home: Path, made_by: str, say: Callable[[str], None], workers: Workers = 1) -> Built:
    """Bring the mentions up to date with the documents: a document is read again only when it or the code changed.

    Batches of documents go to so many processes; the bytes of the tables do not depend on them. Raises WorkerLostError
    or ClusterError where they are lost: the years that were written before are whole, the others are as they were.
    """
    lake = Lake(home / "lake")
    rewritten = extracted = 0
    gone = {year for table in READERS for year in lake.years(table)} - set(lake.years("documents"))
    for year in sorted(gone, key=lambda year: (year is None, year or 0)):
        stamp_of(lake, year).unlink(missing_ok=True)
        gone_from = [lake.write_year(table, year, pl.DataFrame()) for table in READERS]
        rewritten += gone_from[0]
    todo = [plan for year in lake.years("documents") if (plan := _plan(lake, year, made_by)) is not None]
    workers = workers if sum(plan.chars for plan in todo) >= FEW_CHARS else 1
    done = in_workers(extract, _batches(lake, todo, say), workers)
    for plan, found in groupby(done, key=itemgetter(0)):
        rewritten += _write(lake, plan, (tables for _, tables in found))
        extracted += len(plan.fresh)
        write_stamp(stamp_of(lake, plan.year), {"made_by": made_by, "documents": plan.digest, "rows": plan.rows})
    lake.ensure()
    total = lake.scan("mentions").select(pl.len()).collect().item()
    counts = {"mentions": total, "documents_extracted": extracted, "years_rewritten": rewritten}
    return Built(f"{total:,} in the lake, {extracted:,} documents extracted", counts)


@uncollected()
def extract(documents: pl.DataFrame) -> Extracted:
    """The tables of a batch of documents, in the order of READERS."""
    try:
        return [read(documents) for read in READERS.values()]
    finally:
        # nobody asks again, and the next search for cycles need not look through them
        reading_of.cache_clear()
        words_of_reading.cache_clear()


def _plan(lake: Lake, year: int | None, made_by: str) -> _Year | None:
    """What there is to do for a year; nothing where it stands."""
    path = lake.partition("documents", year)
    digest = file_digest(path)
    state = read_stamp(stamp_of(lake, year))
    if state.get("made_by") == made_by and state.get("documents") == digest:
        return None
    known = state.get("rows", {}) if state.get("made_by") == made_by else {}
    # the texts stay on the disk
    documents = pl.scan_parquet(path, hive_partitioning=False).with_columns(text=pl.lit(None, pl.String)).collect()
    rows = {row["document_id"]: row_digest(row) for row in documents.iter_rows(named=True)}
    fresh = frozenset(key for key, made_from in rows.items() if known.get(key) != made_from)
    chars = sum(documents.filter(pl.col("document_id").is_in(fresh))["n_chars"])
    return _Year(year, digest, rows, fresh, chars)


def _batches(lake: Lake, plans: list[_Year], say: Callable[[str], None]) -> Iterator[tuple[_Year, pl.DataFrame]]:
    """The new documents of the years; at least one batch for each of these, with or without documents."""
    for plan in plans:
        say(f"mentions: {len(plan.fresh):,} documents of {plan.year or 'unknown year'}")
        documents = lake.read_year("documents", plan.year).filter(pl.col("document_id").is_in(plan.fresh))
        yield from ((plan, batch) for batch in cut(documents))


def cut(documents: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The documents in their order, so many at once as one worker reads."""
    start = chars = 0
    for number, length in enumerate(documents["n_chars"]):
        chars += length
        if chars >= BATCH_CHARS:
            yield documents[start : number + 1]
            start, chars = number + 1, 0
    if start < documents.height or not documents.height:
        yield documents[start:]


def _write(lake: Lake, plan: _Year, found: Iterable[Extracted]) -> bool:
    """Replace the rows of a year by the new ones and those of documents that did not change; whether mentions did."""
    changed = []
    for table, tables in zip(READERS, zip(*found, strict=True), strict=True):
        kept = lake.read_year(table, plan.year).filter(
            pl.col("document_id").is_in(plan.rows) & ~pl.col("document_id").is_in(plan.fresh)
        )
        rows = pl.concat([kept, *(one.select(kept.columns) for one in tables)])
        changed.append(lake.write_year(table, plan.year, rows))
    return changed[0]
