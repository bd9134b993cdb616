"""The texts of raw files as rows of the DOCUMENTS and QUARANTINE tables: readers, identity and sections."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ingest.excess import excess
from ingest.identity import Identity, NotAReport, Sidecar, identify
from ingest.identity.kind import OTHER
from ingest.identity.named_file import FILE
from ingest.identity.repeats import repeats_of_report
from ingest.mentions.candidates import candidates
from ingest.readers import Rejected, Settings, SourceText, read
from ingest.reading import reading_of
from ingest.sections import Section, find_sections
from ingest.several import parted
from ingest.store import Entry

PLANS: Final = ("plan", "term_plan")
DEFAULT_SETTINGS: Final = Settings()

Row = dict[str, Any]


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
            yield quarantine_row(entry.sha256, entry.file_name, item)
            continue
        said = sidecar.of(item.member) if sidecar else None
        hints = {**item.hints, FILE: place(entry.file_name, item.member)}
        identity = identify(item.text, title=item.title, hints=hints, sidecar=said, any_text=any_text)
        if isinstance(identity, NotAReport):
            rejected = Rejected(item.member, identity.reason, identity.detail)
            yield quarantine_row(entry.sha256, entry.file_name, rejected)
            continue
        reading = reading_of(item.text)
        found = candidates(reading.text)
        too_much = excess(item.text, found, settings.limits)
        if too_much is not None:
            yield quarantine_row(entry.sha256, entry.file_name, Rejected(item.member, "too_large", too_much))
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


def quarantine_row(sha256: str | None, file_name: str, rejected: Rejected) -> Row:
    """One row of QUARANTINE."""
    return {
        "sha256": sha256,
        "file_name": file_name,
        "member": rejected.member,
        "reason": rejected.reason,
        "detail": rejected.detail,
    }
