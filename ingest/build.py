"""Documents to links and mentions, for what changed only."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from ingest.documents import Built
from ingest.identity.kept import sketches_of, table_of
from ingest.identity.link import link_sketched
from ingest.identity.sketched import Sketched, sketched
from ingest.lake import Lake, file_digest, write_parquet
from ingest.mentions import extract_mentions
from ingest.schemas import MENTIONS, polars_schema

# documents are handed to the extraction in batches of about this many characters
BATCH_CHARS: Final = 8_000_000


def build_links(home: Path, made_by: str) -> Built:
    """Say anew which documents are parts, duplicates and versions of each other, where documents or code changed."""
    lake = Lake(home / "lake")
    stamp = lake.root / "links.json"
    wanted = {"documents": lake.fingerprint("documents"), "made_by": made_by}
    if not lake.file("links").exists() or _read_stamp(stamp) != wanted:
        lake.write(
            "links", link_sketched(one for year in lake.years("documents") for one in _sketches(lake, year, made_by))
        )
        _write_stamp(stamp, wanted)
    links = lake.read("links")
    counts = {"reports": links["report_id"].n_unique(), "not_primary": int((~links["is_primary"]).sum())}
    return Built(f"{counts['reports']:,} reports, {counts['not_primary']:,} documents stand back", counts)


def _sketches(lake: Lake, year: int | None, made_by: str) -> Iterator[Sketched]:
    """The sketches of a year's documents; a text is read again only when its row or the code changed."""
    stamp = _stamp(lake, year, "sketches")
    path = stamp.with_suffix(".parquet")
    wanted = {"made_by": made_by, "documents": file_digest(lake.partition("documents", year))}
    state = _read_stamp(stamp)
    is_known = path.exists() and state.get("made_by") == made_by
    known = list(sketches_of(pl.read_parquet(path))) if is_known else []
    if is_known and state == wanted:
        yield from (one for _, one in known)
        return
    kept = dict(known)
    documents = lake.read_year("documents", year)
    digests = [_row_digest(row) for row in documents.iter_rows(named=True)]
    fresh = sketched(documents.filter(pl.Series([digest not in kept for digest in digests], dtype=pl.Boolean)))
    now = [(digest, kept[digest] if digest in kept else next(fresh)) for digest in digests]
    stamp.unlink(missing_ok=True)
    write_parquet(table_of(now), path)
    _write_stamp(stamp, wanted)
    yield from (one for _, one in now)


def build_mentions(home: Path, made_by: str, say: Callable[[str], None]) -> Built:
    """Bring the mentions up to date with the documents: a document is read again only when it or the code changed."""
    lake = Lake(home / "lake")
    rewritten = extracted = 0
    gone = [year for year in lake.years("mentions") if year not in lake.years("documents")]
    for year in gone:
        _stamp(lake, year).unlink(missing_ok=True)
        rewritten += lake.write_year("mentions", year, pl.DataFrame(schema=polars_schema(MENTIONS)))
    for year in lake.years("documents"):
        digest = file_digest(lake.partition("documents", year))
        state = _read_stamp(_stamp(lake, year))
        if state.get("made_by") == made_by and state.get("documents") == digest:
            continue
        known = state.get("rows", {}) if state.get("made_by") == made_by else {}
        documents = lake.read_year("documents", year)
        rows = {row["document_id"]: _row_digest(row) for row in documents.iter_rows(named=True)}
        fresh = documents.filter(
            pl.Series([known.get(key) != rows[key] for key in documents["document_id"]], dtype=pl.Boolean)
        )
        kept_ids = [key for key in rows if known.get(key) == rows[key]]
        kept = lake.read_year("mentions", year).filter(pl.col("document_id").is_in(kept_ids))
        say(f"mentions: {fresh.height:,} documents of {year or 'unknown year'}")
        found = [extract_mentions(batch).select(kept.columns) for batch in _batches(fresh)]
        rewritten += lake.write_year("mentions", year, pl.concat([kept, *found]))
        extracted += fresh.height
        _write_stamp(_stamp(lake, year), {"made_by": made_by, "documents": digest, "rows": rows})
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


def _row_digest(row: dict[str, Any]) -> str:
    return hashlib.sha256(repr({**row, "text": None}).encode()).hexdigest()[:32]


def _stamp(lake: Lake, year: int | None, table: str = "mentions") -> Path:
    return lake.root / "made_from" / f"{table}-{year if year is not None else 'unknown'}.json"


def _read_stamp(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _write_stamp(path: Path, facts: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(path)
