"""Rows on their way to the lake: in memory up to a bound, then on disk by report year."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from ingest.lake import write_parquet
from ingest.schemas import DOCUMENTS, polars_schema

# texts are spilled to disk whenever this many characters have been gathered
SPILL_CHARS: Final = 48_000_000


@dataclass(slots=True)
class Spill:
    """Documents in pieces below ``folder``, which is emptied first: what a crash left there belongs to nothing."""

    folder: Path
    pieces: list[pl.DataFrame] = field(default_factory=list)
    chars: int = 0
    files: dict[int | None, list[Path]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clear()

    def add(self, piece: pl.DataFrame | Path) -> None:
        """Take rows, or the file that a worker put them into."""
        if isinstance(piece, Path):
            rows = pl.read_parquet(piece)
            piece.unlink()
            self.add(rows)
            return
        self.pieces.append(piece)
        self.chars += sum(piece["n_chars"])
        if self.chars >= SPILL_CHARS:
            self.flush()

    def flush(self) -> None:
        """Put what is in memory on disk."""
        if not self.pieces:
            return
        for (year,), part in pl.concat(self.pieces).group_by("report_year"):
            paths = self.files.setdefault(year if isinstance(year, int) else None, [])
            path = self.folder / f"{year}-{len(paths)}.parquet"
            write_parquet(part, path)
            paths.append(path)
        self.pieces, self.chars = [], 0

    def of(self, year: int | None) -> pl.DataFrame:
        """The rows of a report year that were flushed."""
        paths = self.files.get(year, [])
        empty = pl.DataFrame(schema=polars_schema(DOCUMENTS))
        return pl.concat([pl.read_parquet(path) for path in paths]) if paths else empty

    def clear(self) -> None:
        """Remove what is on disk."""
        shutil.rmtree(self.folder, ignore_errors=True)
