"""Documents to links: parts, duplicates and versions of each other, for what changed only."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import polars as pl

from ingest.built import Built
from ingest.identity.kept import sketches_of, table_of
from ingest.identity.link import link_sketched
from ingest.identity.sketched import Sketched, sketched
from ingest.lake import Lake, file_digest, write_parquet
from ingest.stamps import read_stamp, row_digest, stamp_of, write_stamp
from ingest.workers import Workers, in_workers

# documents are handed to the sketching in batches of this many
BATCH: Final = 200
# what is less than this is done before other processes would have begun
FEW: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class _Year:
    """A report year whose sketches are brought up to date: what they are made from, and which of them are known."""

    year: int | None
    wanted: dict[str, str]
    digests: list[str]
    kept: dict[str, Sketched]

    @property
    def fresh(self) -> list[bool]:
        """Whether the document at each place has to be sketched."""
        return [digest not in self.kept for digest in self.digests]


def build_links(home: Path, made_by: str, workers: Workers = 1) -> Built:
    """Say anew which documents are parts, duplicates and versions of each other, where documents or code changed.

    Texts are sketched in so many processes; raises WorkerLostError or ClusterError where they are lost: the links are
    as they were.
    """
    lake = Lake(home / "lake")
    stamp = lake.root / "links.json"
    wanted = {"documents": lake.fingerprint("documents"), "made_by": made_by}
    if not lake.file("links").exists() or read_stamp(stamp) != wanted:
        lake.write("links", link_sketched(_sketches(lake, made_by, workers)))
        write_stamp(stamp, wanted)
    links = lake.read("links")
    counts = {"reports": links["report_id"].n_unique(), "not_primary": int((~links["is_primary"]).sum())}
    return Built(f"{counts['reports']:,} reports, {counts['not_primary']:,} documents stand back", counts)


def sketch_batch(documents: pl.DataFrame) -> list[Sketched]:
    """The sketches of a batch of documents."""
    return list(sketched(documents))


def _sketches(lake: Lake, made_by: str, workers: Workers) -> Iterator[Sketched]:
    """The sketches of all documents; a text is read again only when its row or the code changed."""
    todo: list[_Year] = []
    for year in lake.years("documents"):
        known, wanted, stands = _known(lake, year, made_by)
        if stands:
            yield from known.values()
        else:
            todo.append(_Year(year, wanted, _digests(lake, year), known))
    n_fresh = sum(sum(plan.fresh) for plan in todo)
    done = in_workers(sketch_batch, _batches(lake, todo), workers if n_fresh >= FEW else 1)
    for plan, found in groupby(done, key=itemgetter(0)):
        fresh = chain.from_iterable(sketches for _, sketches in found)
        now = [(digest, plan.kept[digest] if digest in plan.kept else next(fresh)) for digest in plan.digests]
        stamp = stamp_of(lake, plan.year, "sketches")
        stamp.unlink(missing_ok=True)
        write_parquet(table_of(now), stamp.with_suffix(".parquet"))
        write_stamp(stamp, plan.wanted)
        yield from (one for _, one in now)


def _known(lake: Lake, year: int | None, made_by: str) -> tuple[dict[str, Sketched], dict[str, str], bool]:
    """The sketches that are kept of a year, by the digest of their row; what a stamp must say; whether it says so."""
    stamp = stamp_of(lake, year, "sketches")
    path = stamp.with_suffix(".parquet")
    wanted = {"made_by": made_by, "documents": file_digest(lake.partition("documents", year))}
    state: dict[str, Any] = read_stamp(stamp)
    if not path.exists() or state.get("made_by") != made_by:
        return {}, wanted, False
    return dict(sketches_of(pl.read_parquet(path))), wanted, state == wanted


def _digests(lake: Lake, year: int | None) -> list[str]:
    # the texts stay on the disk
    path = lake.partition("documents", year)
    documents = pl.scan_parquet(path, hive_partitioning=False).with_columns(text=pl.lit(None, pl.String)).collect()
    return [row_digest(row) for row in documents.iter_rows(named=True)]


def _batches(lake: Lake, plans: list[_Year]) -> Iterator[tuple[_Year, pl.DataFrame]]:
    """The new documents of the years; at least one batch for each of these, with or without documents."""
    for plan in plans:
        fresh = lake.read_year("documents", plan.year).filter(pl.Series(plan.fresh, dtype=pl.Boolean))
        yield from ((plan, fresh[start : start + BATCH]) for start in range(0, max(fresh.height, 1), BATCH))
