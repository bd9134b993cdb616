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
from ingest.identity.fidelity import Blemishes, blemishes, telling_figures
from ingest.identity.lexicon import rows
from ingest.identity.page import begins
from ingest.identity.published import figures, published_on
from ingest.identity.shingles import Sketch, count_letters, sketch
from ingest.identity.view import squeeze
from ingest.normalise import normalise
from ingest.schemas import REPEAT

FURNITURE: Final = "furniture"
LEFT_OUT: Final = (FURNITURE, "appendix")
COMPLETE: Final = ("full", "part", "abstract")
HEAD: Final = 300

_SUPERSEDES: Final = re.compile(r"version: supersedes (.+?) after ")

Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Sketched:
    """A document for linking: who reports what (``key``, None where it is not known), how much of it, which words.

    ``place``: code and name of its region where the beginning of the text names it, None where it was told otherwise.
    """

    document_id: str
    key: Key | None
    kind: str
    place: str | None
    is_told: bool
    completeness: str
    rank: int
    size: int
    blemishes: Blemishes
    n_figures: int
    is_corrected: bool
    supersedes: str | None
    published_on: date | None
    figures: str
    site: str | None
    names: frozenset[str]
    sketch: Sketch

    def is_of_another_place(self, other: "Sketched") -> bool:
        """Whether both texts begin with the names of their regions, and these are two, neither within the other.

        What two neighbours wrote in the same words is no copy; a place under another code keeps its name.
        """
        if self.place is None or other.place is None:
            return False
        (code, name), (other_code, other_name) = self.place.split(" ", 1), other.place.split(" ", 1)
        bare, other_bare = code.rstrip("0"), other_code.rstrip("0")
        return name[:-1] != other_name[:-1] and not code.startswith(other_bare) and not other_code.startswith(bare)

    def strength(self) -> tuple[Any, ...]:
        """Sorts documents: what a person identified, then the more complete, then the one with more letters first."""
        return (not self.is_told, COMPLETE.index(self.completeness), -self.size, self.document_id)


def _is_left_out(section: str) -> bool:
    return section in LEFT_OUT or section.endswith(REPEAT)


def sketched(documents: pl.DataFrame) -> Iterator[Sketched]:
    """Sketches of the rows of a DOCUMENTS table, one at a time."""
    for row in documents.iter_rows(named=True):
        yield _sketched(row)


def _sketched(row: dict[str, Any]) -> Sketched:
    text: str = row["text"]
    # script and width tell no copy from another
    seen = normalise(text)
    sections = row["sections"] or ()
    left_out = [(s["start"], s["end"]) for s in sections if _is_left_out(s["section"])]
    around = [(s["start"], s["end"]) for s in sections if s["section"] == FURNITURE or s["section"].endswith(REPEAT)]
    known = row["region_code"] is not None and row["report_year"] is not None
    notes = _SUPERSEDES.search(row["identity_notes"] or "")
    return Sketched(
        document_id=row["document_id"],
        key=(row["region_code"], row["report_year"], row["kind"]) if known else None,
        kind=row["kind"],
        place=_place(row["region_code"], row["region_name"], squeeze(seen[:HEAD])),
        is_told=row["identity_source"] in ("sidecar", "reports.csv"),
        completeness=row["completeness"],
        rank=part_rank(row["part_label"], begins(text)),
        size=count_letters(seen, left_out),
        blemishes=blemishes(text, around),
        n_figures=telling_figures(seen, left_out),
        is_corrected=bool(_corrected().search(f"{row['title'] or ''}\n{squeeze(text[:HEAD])}")),
        supersedes=notes[1] if notes else None,
        published_on=published_on(text, left_out, row["identity_notes"]),
        figures=figures(seen, left_out),
        site=_site(row["source_url"]),
        names=frozenset(filter(None, (row["document_id"], row["sha256"], row["file_name"], row["source_url"]))),
        sketch=sketch(seen, left_out),
    )


def _place(code: str | None, name: str | None, head: str) -> str | None:
    return f"{code} {name}" if code and name and name in head else None


def _site(address: str | None) -> str | None:
    try:
        return urlsplit(address or "").hostname
    except ValueError:
        return None


@cache
def _corrected() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in rows("version_markers")))
