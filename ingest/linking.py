"""Documents to links: parts, duplicates and versions of each other, for what changed only."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from ingest.built import Built
from ingest.identity.kept import sketches_of, table_of
from ingest.identity.link import link_sketched
from ingest.identity.sketched import Sketched, sketched
from ingest.lake import Lake, file_digest, write_parquet
from ingest.stamps import read_stamp, row_digest, stamp_of, write_stamp


def build_links(home: Path, made_by: str) -> Built:
    """Say anew which documents are parts, duplicates and versions of each other, where documents or code changed."""
    lake = Lake(home / "lake")
    stamp = lake.root / "links.json"
    wanted = {"documents": lake.fingerprint("documents"), "made_by": made_by}
    if not lake.file("links").exists() or read_stamp(stamp) != wanted:
        lake.write(
            "links", link_sketched(one for year in lake.years("documents") for one in _sketches(lake, year, made_by))
        )
        write_stamp(stamp, wanted)
    links = lake.read("links")
    counts = {"reports": links["report_id"].n_unique(), "not_primary": int((~links["is_primary"]).sum())}
    return Built(f"{counts['reports']:,} reports, {counts['not_primary']:,} documents stand back", counts)


def _sketches(lake: Lake, year: int | None, made_by: str) -> Iterator[Sketched]:
    """The sketches of a year's documents; a text is read again only when its row or the code changed."""
    stamp = stamp_of(lake, year, "sketches")
    path = stamp.with_suffix(".parquet")
    wanted = {"made_by": made_by, "documents": file_digest(lake.partition("documents", year))}
    state = read_stamp(stamp)
    is_known = path.exists() and state.get("made_by") == made_by
    known = list(sketches_of(pl.read_parquet(path))) if is_known else []
    if is_known and state == wanted:
        yield from (one for _, one in known)
        return
    kept = dict(known)
    documents = lake.read_year("documents", year)
    digests = [row_digest(row) for row in documents.iter_rows(named=True)]
    fresh = sketched(documents.filter(pl.Series([digest not in kept for digest in digests], dtype=pl.Boolean)))
    now = [(digest, kept[digest] if digest in kept else next(fresh)) for digest in digests]
    stamp.unlink(missing_ok=True)
    write_parquet(table_of(now), path)
    write_stamp(stamp, wanted)
    yield from (one for _, one in now)
