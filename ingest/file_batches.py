"""Raw files to rows of DOCUMENTS and QUARANTINE, batch by batch: what a worker process does of the reading."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from ingest.identity import Sidecar
from ingest.lake import write_parquet
from ingest.readers import Settings
from ingest.readers.base import Blob
from ingest.readers.sniff import sniff
from ingest.schemas import DOCUMENTS, polars_schema
from ingest.store import Entry, RawStore
from ingest.texts import Row, document_rows

DAMAGED: Final = "damaged"
# what one batch holds at most: files that take seconds each (scans) shall not wait for each other
BATCH_BYTES: Final = 2_000_000
BATCH_FILES: Final = 32
# rows of a bulk file go through the disk whenever their texts have this many characters
PIECE_CHARS: Final = 16_000_000


@dataclass(frozen=True, slots=True)
class File:
    """A raw file with what a person said about it."""

    entry: Entry
    sidecar: Sidecar | None

    def made_from(self, code: str) -> str:
        """Digest of all that its documents are made from besides its bytes."""
        facts = (code, self.entry.file_name, self.entry.source_url, self.sidecar)
        return hashlib.sha256(repr(facts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FileBatch:
    """Files of one home; rows that are too many for memory go to ``folder``."""

    home: Path
    folder: Path
    files: tuple[File, ...]


@dataclass(slots=True)
class Readout:
    """What files hold: documents (in memory, or the files that hold them), rejects, and the format of each file."""

    pieces: list[pl.DataFrame | Path] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)
    formats: dict[str, str] = field(default_factory=dict)


def file_batches(home: Path, folder: Path, files: Iterable[File]) -> Iterator[tuple[int, FileBatch]]:
    """The files in their order in batches, each with the number of its last file."""
    batch: list[File] = []
    size = number = 0
    for number, file in enumerate(files, start=1):
        batch.append(file)
        size += file.entry.size_bytes
        if size >= BATCH_BYTES or len(batch) >= BATCH_FILES:
            yield number, FileBatch(home, folder, tuple(batch))
            batch, size = [], 0
    if batch:
        yield number, FileBatch(home, folder, tuple(batch))


def read_files(batch: FileBatch) -> Readout:
    """Read the files of a batch; the format of one that is not as it came in is DAMAGED, and it gives no row."""
    store, settings = RawStore(batch.home), Settings(scratch=batch.home / "build")
    readout, rows, chars = Readout(), list[Row](), 0
    for file in batch.files:
        sha256, name = file.entry.sha256, file.entry.file_name
        path = store.path(sha256)
        if not store.is_sound(sha256):
            readout.formats[sha256] = DAMAGED
            continue
        readout.formats[sha256] = sniff(Blob.of(path), name, settings)
        for row in document_rows(path, file.entry, file.sidecar, settings=settings):
            if "reason" in row:
                readout.rejects.append(row)
                continue
            rows.append(row)
            chars += row["n_chars"]
            if chars >= PIECE_CHARS:
                place = batch.folder / f"piece-{sha256}-{len(readout.pieces)}.parquet"
                write_parquet(_table(rows), place)
                readout.pieces.append(place)
                rows, chars = [], 0
    if rows:
        readout.pieces.append(_table(rows))
    return readout


def _table(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(DOCUMENTS))
