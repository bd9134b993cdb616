"""Raw files to the DOCUMENTS table: taken up, read where they are new or their code is, merged into the lake."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import polars as pl

from ingest.built import Built
from ingest.file_batches import DAMAGED, File, file_batches, read_files
from ingest.identity import sidecars_of
from ingest.lake import Lake, file_digest, write_parquet
from ingest.readers import Rejected
from ingest.schemas import QUARANTINE, polars_schema
from ingest.spill import Spill
from ingest.store import RawStore, fill_quarantine
from ingest.texts import Row, document_rows, place, quarantine_row
from ingest.workers import Workers, in_workers

__all__ = ["build_documents", "document_rows", "place", "take_up"]

PROGRESS_EVERY: Final = 500
ALTERED: Final = "the stored bytes are missing or not those that came in: put the original into the inbox and run again"
PROCESSED: Final = {"sha256": pl.String, "made_by": pl.String, "format": pl.String}

# digest of the code that reads a format
MadeBy = Callable[[str], str]
Say = Callable[[str], None]


def take_up(home: Path, sources: Iterable[Path], examples: Path) -> Built:
    """Take every complete file of the sources (files or folders) into the raw store.

    What could not be taken up stands in ``lake/refused.parquet`` until the next look; the sources are left untouched.
    Files from the folder of bundled ``examples`` are remembered as such: they stand back once there are others.
    """
    store, lake = RawStore(home), Lake(home / "lake")
    refused: list[Row] = []
    shown = set(_bundled(lake) if lake.file("examples").exists() else _recognised(store, examples))
    taken = new = 0
    for source in sources:
        for item in store.take_up(source):
            if isinstance(item, Rejected):
                refused.append(quarantine_row(item.sha256, item.file_name or source.name, item))
                continue
            taken += 1
            new += item.is_new
            if source.is_relative_to(examples):
                shown.add(item.sha256)
    frame = pl.DataFrame(refused, schema=polars_schema(QUARANTINE)).unique().sort("file_name", "member", "reason")
    write_parquet(frame, lake.file("refused"))
    write_parquet(pl.DataFrame({"sha256": sorted(shown)}, schema={"sha256": pl.String}), lake.file("examples"))
    counts = {"files": taken, "new_files": new, "refused": frame.height}
    return Built(f"{taken:,} files ({new:,} new), {frame.height:,} refused", counts)


def _bundled(lake: Lake) -> list[str]:
    path = lake.file("examples")
    return pl.read_parquet(path)["sha256"].to_list() if path.exists() else []


def _recognised(store: RawStore, examples: Path) -> list[str]:
    """The bundled files among those of the store, where it was lost which they were."""
    known = {entry.sha256 for entry in store.entries()}
    if not known:
        return []
    return [digest for path in sorted(examples.rglob("*")) if path.is_file() and (digest := file_digest(path)) in known]


def build_documents(home: Path, made_by: str | MadeBy, say: Say, workers: Workers = 1) -> Built:
    """Bring documents and quarantine up to date with the raw store.

    ``made_by`` is the digest of the code, or gives it for a format: a raw file is read again only when it or the code
    that reads it is new, in so many processes. Memory is bounded by one report year; the bytes of the tables depend
    neither on the order in which files arrived nor on the ``workers``. A raw file that the disk altered is rejected,
    and read again once its bytes are back. Raises WorkerLostError or ClusterError where those who read are lost: the
    lake is as it was.
    """
    code: MadeBy = made_by if callable(made_by) else lambda _: made_by
    lake, store = Lake(home / "lake"), RawStore(home)
    (home / "build").mkdir(parents=True, exist_ok=True)
    bundled = frozenset(_bundled(lake))
    files, wrong = _files(store, bundled)
    made, todo = _to_read(lake, files, code)
    spill = Spill(lake.root / ".spill")
    rejects = [quarantine_row(one.sha256, one.file_name or "", one) for one in wrong]
    try:
        formats, rejected = _read(home, store, todo, spill, say, workers)
        rejects += rejected
        for file in todo:
            name = formats[file.entry.sha256]
            damaged = (DAMAGED, DAMAGED)
            made[file.entry.sha256] = damaged if name == DAMAGED else (file.made_from(code(name)), name)
        known = pl.Series(list(made), dtype=pl.String)
        redone = pl.Series([file.entry.sha256 for file in todo], dtype=pl.String)
        changed = _merge(lake, spill, known, redone)
    finally:
        spill.clear()
    quarantine = _merge_quarantine(lake, rejects, known, redone)
    fill_quarantine(store, [Rejected(**row) for row in quarantine.iter_rows(named=True)])
    lake.ensure()
    rows = [(sha256, *how) for sha256, how in sorted(made.items())]
    write_parquet(pl.DataFrame(rows, schema=PROCESSED, orient="row"), lake.file("processed"))
    total = lake.scan("documents").select(pl.len()).collect().item()
    counts = {"documents": total, "files_read": len(todo), "quarantined": quarantine.height, "years_rewritten": changed}
    behind = f"; the {len(bundled):,} bundled examples stand back" if bundled.isdisjoint(made) and bundled else ""
    return Built(
        f"{total:,} in the lake, {len(todo):,} files read, {quarantine.height:,} in quarantine{behind}", counts
    )


def _to_read(lake: Lake, files: list[File], code: MadeBy) -> tuple[dict[str, tuple[str, str]], list[File]]:
    """What the files that stay are made from, with their formats; and the files that have to be read, new or anew."""
    done = {sha256: (made_by, name) for sha256, made_by, name in _processed(lake).iter_rows()}
    made, todo = dict[str, tuple[str, str]](), list[File]()
    for file in files:
        known = done.get(file.entry.sha256)
        if known is None or known[0] != file.made_from(code(known[1])):
            todo.append(file)
        else:
            made[file.entry.sha256] = known
    return made, todo


def _read(
    home: Path, store: RawStore, todo: list[File], spill: Spill, say: Say, workers: Workers
) -> tuple[dict[str, str], list[Row]]:
    """Fill the spill with the documents of the files; the format of each file, and what was rejected."""
    formats, rejects = dict[str, str](), list[Row]()
    told = 0
    for number, readout in in_workers(read_files, file_batches(home, spill.folder, todo), workers):
        formats |= readout.formats
        rejects += readout.rejects
        for piece in readout.pieces:
            spill.add(piece)
        if number // PROGRESS_EVERY > told:
            told = number // PROGRESS_EVERY
            say(f"documents: {number:,} of {len(todo):,} files read")
    spill.flush()
    for entry in (file.entry for file in todo if formats[file.entry.sha256] == DAMAGED):
        say(f"documents: the raw file of {entry.file_name} is damaged: {store.give_up(entry.sha256)}")
        rejects.append(quarantine_row(entry.sha256, entry.file_name, Rejected(None, "damaged", ALTERED)))
    return formats, rejects


def _files(store: RawStore, examples: frozenset[str]) -> tuple[list[File], list[Rejected]]:
    """The documents' files with their sidecars (the examples only where there is nothing else), and bad sidecars."""
    entries = store.entries()
    said, wrong = sidecars_of(store, entries)
    files = [File(entry, said.get(entry.sha256)) for entry in entries if entry.role == "document"]
    own = [file for file in files if file.entry.sha256 not in examples]
    return own or files, wrong


def _merge(lake: Lake, spill: Spill, known: pl.Series, redone: pl.Series) -> int:
    """Replace the rows of files that were read again, drop those of files that are gone; count the years rewritten."""
    stands = lake.scan("documents").select("sha256", "report_year").unique().collect()
    stale = stands.filter(pl.col("sha256").is_in(redone.implode()) | ~pl.col("sha256").is_in(known.implode()))
    years = set(stale["report_year"]) | set(spill.files)
    rewritten = 0
    for year in sorted(years, key=lambda year: (year is None, year or 0)):
        kept = lake.read_year("documents", year).filter(
            ~pl.col("sha256").is_in(redone.implode()) & pl.col("sha256").is_in(known.implode())
        )
        rewritten += lake.write_year("documents", year, pl.concat([kept, spill.of(year)]))
    return rewritten


def _merge_quarantine(lake: Lake, rejects: list[Row], known: pl.Series, redone: pl.Series) -> pl.DataFrame:
    schema = polars_schema(QUARANTINE)
    kept = lake.read("quarantine").filter(
        pl.col("sha256").is_in(known.implode()) & ~pl.col("sha256").is_in(redone.implode())
    )
    refused = pl.read_parquet(lake.file("refused")) if lake.file("refused").exists() else pl.DataFrame(schema=schema)
    frame = pl.concat([kept, refused, pl.DataFrame(rejects, schema=schema)]).unique()
    frame = frame.sort("file_name", "member", "sha256", "reason")
    lake.write("quarantine", frame)
    return frame


def _processed(lake: Lake) -> pl.DataFrame:
    path = lake.file("processed")
    frame = pl.read_parquet(path) if path.exists() else pl.DataFrame(schema=PROCESSED)
    return frame if frame.schema == pl.Schema(PROCESSED) else pl.DataFrame(schema=PROCESSED)
