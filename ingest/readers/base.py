"""What every reader takes and gives: the bytes (:class:`Blob`), the circumstances (:class:`Context`), the result."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final

from ingest.readers.columns import DEFAULT_COLUMNS, Columns
from ingest.readers.limits import DEFAULT_LIMITS, Limits

NO_HINTS: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text as its file gave it.

    ``text`` is what all offsets point into. ``member`` names the record or archive member (null for a plain file).
    ``hints`` are fields of a bulk record or of page metadata (region, year, publish_date, ...): hints, never facts;
    ``unreadable_characters`` among them counts the bytes that stand as U+FFFD in the text; ``furniture_from`` is the
    offset from which a text only holds the running heads and page numbers of its pages.
    """

    text: str
    format: str
    encoding: str | None = None
    member: str | None = None
    title: str | None = None
    source_url: str | None = None
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """What could not be read: ``reason`` from lexicon/quarantine_reasons.csv, ``detail`` one sentence for a person.

    ``file_name`` and ``sha256`` are filled by the store, which knows them; readers leave them empty.
    """

    member: str | None
    reason: str
    detail: str
    file_name: str | None = None
    sha256: str | None = None


Item = SourceText | Rejected


@dataclass(frozen=True, slots=True)
class Blob:
    """The raw bytes, in memory or in a file, so that a large bulk file need not be loaded whole."""

    source: bytes | Path
    size: int

    @classmethod
    def of(cls, source: bytes | Path) -> "Blob":
        """A blob over bytes or over the file at a path."""
        return cls(source, len(source) if isinstance(source, bytes) else source.stat().st_size)

    def head(self, length: int) -> bytes:
        """The first bytes."""
        if isinstance(self.source, bytes):
            return self.source[:length]
        with self.source.open("rb") as stream:
            return stream.read(length)

    def open(self) -> BinaryIO:
        """A seekable stream over the bytes; the caller closes it."""
        return io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")

    def bytes(self) -> bytes:
        """All bytes; only for formats whose size is bounded."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set: limits, column names of bulk files, where a converter may write while it works."""

    limits: Limits = DEFAULT_LIMITS
    columns: Columns = DEFAULT_COLUMNS
    scratch: Path | None = None


@dataclass(slots=True)
class Budget:
    """What an archive may still unfold to; shared by all archives nested in it."""

    members: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Context:
    """Where the bytes stand: their name, the archive path that leads to them, how deep, and what is allowed."""

    file_name: str
    settings: Settings
    member: str | None = None
    depth: int = 0
    budget: Budget | None = None

    def inside(self, name: str, budget: Budget) -> "Context":
        """The context of an archive member."""
        path = name if self.member is None else f"{self.member}/{name}"
        return replace(self, file_name=name, member=path, depth=self.depth + 1, budget=budget)

    def record(self, number: int) -> str:
        """Name of a record of a bulk file, counted from 1: ``#00012`` or ``folder/file.csv#00012``."""
        return f"{self.member or ''}#{number:05d}"

    def reject(self, reason: str, detail: str) -> Rejected:
        """A rejection of these bytes as a whole."""
        return Rejected(self.member, reason, detail)


Reader = Callable[[Blob, Context], Iterator[Item]]
