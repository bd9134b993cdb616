"""What linking needs to know of a document, without its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import polars as pl

from ingest.identity.completeness import part_rank
from ingest.identity.lexicon import rows
from ingest.identity.page import begins
from ingest.identity.published import figures, published_on
from ingest.identity.shingles import Sketch, sketch
from ingest.identity.view import squeeze
from ingest.schemas import REPEAT

LEFT_OUT: Final = ("furniture", "appendix")
COMPLETE: Final = ("full", "part", "abstract")
HEAD: Final = 300

_SUPERSEDES: Final = re.compile(r"version: supersedes (.+?) after ")

Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Sketched:
    """A document for linking: who reports what (``key``, None where it is not known), how much of it, which words."""

    document_id: str
    key: Key | None
    kind: str
    is_told: bool
    completeness: str
    rank: int
    size: int
    is_corrected: bool
    supersedes: str | None
    published_on: date | None
    figures: str
    site: str | None
    names: frozenset[str]
    sketch: Sketch

    def strength(self) -> tuple[Any, ...]:
        """Sorts documents: what a person identified, then the more complete, then the longer one first."""
        return (not self.is_told, COMPLETE.index(self.completeness), -self.size, self.document_id)


def _is_left_out(section: str) -> bool:
    return section in LEFT_OUT or section.endswith(REPEAT)


def sketched(documents: pl.DataFrame) -> Iterator[Sketched]:
    """Sketches of the rows of a DOCUMENTS table, one at a time."""
    for row in documents.iter_rows(named=True):
        yield _sketched(row)


def _sketched(row: dict[str, Any]) -> Sketched:
    text: str = row["text"]
    left_out = [(s["start"], s["end"]) for s in row["sections"] or () if _is_left_out(s["section"])]
    known = row["region_code"] is not None and row["report_year"] is not None
    notes = _SUPERSEDES.search(row["identity_notes"] or "")
    return Sketched(
        document_id=row["document_id"],
        key=(row["region_code"], row["report_year"], row["kind"]) if known else None,
        kind=row["kind"],
        is_told=row["identity_source"] in ("sidecar", "reports.csv"),
        completeness=row["completeness"],
        rank=part_rank(row["part_label"], begins(text)),
        size=len(text) - sum(end - start for start, end in left_out),
        is_corrected=bool(_corrected().search(f"{row['title'] or ''}\n{squeeze(text[:HEAD])}")),
        supersedes=notes[1] if notes else None,
        published_on=published_on(text, left_out, row["identity_notes"]),
        figures=figures(text, left_out),
        site=_site(row["source_url"]),
        names=frozenset(filter(None, (row["document_id"], row["sha256"], row["file_name"], row["source_url"]))),
        sketch=sketch(text, left_out),
    )


def _site(address: str | None) -> str | None:
    try:
        return urlsplit(address or "").hostname
    except ValueError:
        return None


@cache
def _corrected() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in rows("version_markers")))
