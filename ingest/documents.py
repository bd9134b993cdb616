"""Raw files to the DOCUMENTS table: readers, identity and sections, for what changed only."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from ingest.built import Built
from ingest.excess import excess
from ingest.identity import Identity, NotAReport, Sidecar, identify, sidecars_of
from ingest.identity.kind import OTHER
from ingest.identity.named_file import FILE
from ingest.identity.repeats import repeats_of_report
from ingest.lake import Lake, file_digest, write_parquet
from ingest.mentions.candidates import candidates
from ingest.readers import Rejected, Settings, SourceText, read
from ingest.readers.base import Blob
from ingest.readers.sniff import sniff
from ingest.reading import reading_of
from ingest.schemas import DOCUMENTS, QUARANTINE, polars_schema
from ingest.sections import Section, find_sections
from ingest.several import parted
from ingest.store import Entry, RawStore, fill_quarantine

# texts are spilled to disk whenever this many characters have been gathered
SPILL_CHARS: Final = 48_000_000
PLANS: Final = ("plan", "term_plan")
PROGRESS_EVERY: Final = 500
DAMAGED: Final = "damaged"
ALTERED: Final = "the stored bytes are missing or not those that came in: put the original into the inbox and run again"
DEFAULT_SETTINGS: Final = Settings()
PROCESSED: Final = {"sha256": pl.String, "made_by": pl.String, "format": pl.String}

Row = dict[str, Any]
# digest of the code that reads a format
MadeBy = Callable[[str], str]


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
                refused.append(_quarantine_row(item.sha256, item.file_name or source.name, item))
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


def place(file_name: str | None, member: str | None) -> str:
    """A file and the member or record in it as a person reads them: ``x.zip/空.txt``, ``x.jsonl#00001``."""
    if not member:
        return file_name or ""
    return f"{file_name or ''}{'' if member.startswith('#') else '/'}{member}"


def document_rows(
    data: bytes | Path,
    entry: Entry,
    sidecar: Sidecar | None = None,
    *,
    any_text: bool = False,
    settings: Settings = DEFAULT_SETTINGS,
) -> Iterator[Row]:
    """The texts of one raw file as rows: of DOCUMENTS, or of QUARANTINE (those have a ``reason``).

    A plain file's document is named by its sha256, a record or member also by its number in the file.
    ``any_text`` lets through what is no report as kind ``other``, with the reason in ``identity_notes``.
    """
    for number, item in enumerate(_items(data, entry.file_name, settings), start=1):
        if isinstance(item, Rejected):
            yield _quarantine_row(entry.sha256, entry.file_name, item)
            continue
        said = sidecar.of(item.member) if sidecar else None
        hints = {**item.hints, FILE: place(entry.file_name, item.member)}
        identity = identify(item.text, title=item.title, hints=hints, sidecar=said, any_text=any_text)
        if isinstance(identity, NotAReport):
            rejected = Rejected(item.member, identity.reason, identity.detail)
            yield _quarantine_row(entry.sha256, entry.file_name, rejected)
            continue
        reading = reading_of(item.text)
        found = candidates(reading.text)
        too_much = excess(item.text, found, settings.limits)
        if too_much is not None:
            yield _quarantine_row(entry.sha256, entry.file_name, Rejected(item.member, "too_large", too_much))
            continue
        n_headings = sum(block.kind == "heading" for block in reading.blocks)
        yield document_row(item, identity, entry, number, len(found), n_headings)


def _items(data: bytes | Path, file_name: str, settings: Settings) -> Iterator[Rejected | SourceText]:
    """What the readers give, each report of a text that holds several on its own."""
    for item in read(data, file_name, settings):
        if isinstance(item, Rejected):
            yield item
        else:
            yield from parted(item)


def document_row(
    item: SourceText, identity: Identity, entry: Entry, number: int, n_candidates: int, n_headings: int
) -> Row:
    """One row of DOCUMENTS; ``number`` is the text's place among those of its file, from 1."""
    sections = _sections(item.text, identity)
    return {
        "document_id": entry.sha256[:16] + ("" if item.member is None else f"-{number:05d}"),
        "sha256": entry.sha256,
        "file_name": entry.file_name,
        "member": item.member,
        "source_url": item.source_url or entry.source_url,
        "format": item.format,
        "encoding": item.encoding,
        "text": item.text,
        "text_sha256": hashlib.sha256(item.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "n_chars": len(item.text),
        "title": identity.title,
        "region_code": identity.region_code,
        "region_name": identity.region_name,
        "region_level": identity.region_level,
        "report_year": identity.report_year,
        "delivered_on": identity.delivered_on,
        "office": identity.office,
        "kind": identity.kind,
        "completeness": identity.completeness,
        "part_label": identity.part_label,
        "identity_source": identity.identity_source,
        "identity_notes": identity.identity_notes,
        "sections": [{"start": s.start, "end": s.end, "section": s.section} for s in sections],
        "n_candidates": n_candidates,
        "n_headings": n_headings,
    }


def _sections(text: str, identity: Identity) -> list[Section]:
    """The sections, with passages that stand twice left out."""
    plain = find_sections(text, identity.kind, identity.report_year, identity.furniture)
    is_report = identity.kind in ("report", OTHER)
    turn = next((section.start for section in plain if section.section in PLANS), None) if is_report else None
    repeats = [(start, end, "repeat") for start, end in repeats_of_report(text, turn)]
    if not repeats:
        return plain
    excluded = [*identity.furniture, *repeats]
    return find_sections(text, identity.kind, identity.report_year, sorted(excluded))


def build_documents(home: Path, made_by: str | MadeBy, say: Callable[[str], None]) -> Built:
    """Bring documents and quarantine up to date with the raw store.

    ``made_by`` is the digest of the code, or gives it for a format: a raw file is read again only when it or the code
    that reads it is new. Memory is bounded by one report year; the bytes of the tables do not depend on the order in
    which files arrived. A raw file that the disk altered is rejected, and read again once its bytes are back.
    """
    code: MadeBy = made_by if callable(made_by) else lambda _: made_by
    lake, store, settings = Lake(home / "lake"), RawStore(home), Settings(scratch=home / "build")
    (home / "build").mkdir(parents=True, exist_ok=True)
    bundled = frozenset(_bundled(lake))
    files, wrong = _files(store, bundled)
    made, todo = _to_read(store, lake, files, code, settings)
    spill = _Spill(lake.root / ".spill")
    rejects = [_quarantine_row(one.sha256, one.file_name or "", one) for one in wrong]
    for number, file in enumerate(todo, start=1):
        if number % PROGRESS_EVERY == 0:
            say(f"documents: {number:,} of {len(todo):,} files read")
        if not store.is_sound(file.entry.sha256):
            say(f"documents: the raw file of {file.entry.file_name} is damaged: {store.give_up(file.entry.sha256)}")
            rejects.append(_quarantine_row(file.entry.sha256, file.entry.file_name, Rejected(None, "damaged", ALTERED)))
            made[file.entry.sha256] = (DAMAGED, DAMAGED)
            continue
        for row in document_rows(store.path(file.entry.sha256), file.entry, file.sidecar, settings=settings):
            if "reason" in row:
                rejects.append(row)
            else:
                spill.add(row)
    spill.flush()
    known = pl.Series(list(made), dtype=pl.String)
    redone = pl.Series([file.entry.sha256 for file in todo], dtype=pl.String)
    changed = _merge(lake, spill, known, redone)
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


def _to_read(
    store: RawStore, lake: Lake, files: list["_File"], code: MadeBy, settings: Settings
) -> tuple[dict[str, tuple[str, str]], list["_File"]]:
    """What each file is made from, with its format; and the files that have to be read, new or anew."""
    done = {sha256: (made_by, name) for sha256, made_by, name in _processed(lake).iter_rows()}
    made, todo = dict[str, tuple[str, str]](), list[_File]()
    for file in files:
        sha256 = file.entry.sha256
        known = done.get(sha256)
        if known is None or known[0] != file.made_from(code(known[1])):
            todo.append(file)
            path = store.path(sha256)
            name = sniff(Blob.of(path), file.entry.file_name, settings) if path.exists() else DAMAGED
            known = (file.made_from(code(name)), name)
        made[sha256] = known
    return made, todo


@dataclass(frozen=True, slots=True)
class _File:
    """A raw file with what a person said about it."""

    entry: Entry
    sidecar: Sidecar | None

    def made_from(self, code: str) -> str:
        """Digest of all that its documents are made from besides its bytes."""
        facts = (code, self.entry.file_name, self.entry.source_url, self.sidecar)
        return hashlib.sha256(repr(facts).encode()).hexdigest()


def _files(store: RawStore, examples: frozenset[str]) -> tuple[list[_File], list[Rejected]]:
    """The documents' files with their sidecars (the examples only where there is nothing else), and bad sidecars."""
    entries = store.entries()
    said, wrong = sidecars_of(store, entries)
    files = [_File(entry, said.get(entry.sha256)) for entry in entries if entry.role == "document"]
    own = [file for file in files if file.entry.sha256 not in examples]
    return own or files, wrong


@dataclass(slots=True)
class _Spill:
    """Rows waiting to be merged: in memory up to a bound, then on disk by report year."""

    folder: Path
    rows: list[Row] = field(default_factory=list)
    chars: int = 0
    files: dict[int | None, list[Path]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self.chars += row["n_chars"]
        if self.chars >= SPILL_CHARS:
            self.flush()

    def flush(self) -> None:
        if not self.rows:
            return
        frame = pl.DataFrame(self.rows, schema=polars_schema(DOCUMENTS))
        for (year,), part in frame.group_by("report_year"):
            paths = self.files.setdefault(year if isinstance(year, int) else None, [])
            path = self.folder / f"{year}-{len(paths)}.parquet"
            write_parquet(part, path)
            paths.append(path)
        self.rows, self.chars = [], 0

    def of(self, year: int | None) -> pl.DataFrame:
        paths = self.files.get(year, [])
        return (
            pl.concat([pl.read_parquet(path) for path in paths])
            if paths
            else pl.DataFrame(schema=polars_schema(DOCUMENTS))
        )


def _merge(lake: Lake, spill: _Spill, known: pl.Series, redone: pl.Series) -> int:
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
    shutil.rmtree(spill.folder, ignore_errors=True)
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


def _quarantine_row(sha256: str | None, file_name: str, rejected: Rejected) -> Row:
    return {
        "sha256": sha256,
        "file_name": file_name,
        "member": rejected.member,
        "reason": rejected.reason,
        "detail": rejected.detail,
    }
