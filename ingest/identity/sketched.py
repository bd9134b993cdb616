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
from ingest.identity.unlisted import bare_name
from ingest.identity.view import squeeze
from ingest.normalise import normalise
from ingest.schemas import REPEAT

FURNITURE: Final = "furniture"
LEFT_OUT: Final = (FURNITURE, "appendix")
COMPLETE: Final = ("full", "part", "abstract")
HEAD: Final = 300

_SUPERSEDES: Final = re.compile(r"version: supersedes (.+?) after ")

_REPORT_OF: Final = re.compile(r"(?:^|年)(?P<place>[一-鿿]{3,16})工作报告")

Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Sketched:
    """A document for linking: who reports what (``key``, None where it is not known), how much of it, which words.

    ``place``, ``code``: its region where the beginning of the text (``head``) names it, also where no code is known.
    ``year``: that of the report where ``head`` names it. None where they were told otherwise.
    """

    document_id: str
    key: Key | None
    kind: str
    head: str
    place: str | None
    code: str | None
    year: int | None
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

    def is_another(self, other: "Sketched") -> bool:
        """Whether both texts begin with the names of their regions or years, and these are two.

        What two neighbours wrote in the same words is no copy, nor is what a town writes every year; a place under
        another code keeps its name, and a copy that was placed or dated wrongly has the names of the other in it.
        """
        return self.lacks(other) or other.lacks(self)

    def lacks(self, other: "Sketched") -> bool:
        """Whether the beginning of the text names place or year of its own, and not those of the other."""
        places = self.place and other.place and self.code != other.code
        if places and other.place and other.place[:-1] not in self.head:
            return True
        return bool(self.year and other.year and str(other.year) not in self.head)

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
    head = squeeze(seen[:HEAD])
    place = row["region_name"] or _titled(row["title"])
    return Sketched(
        document_id=row["document_id"],
        key=(row["region_code"], row["report_year"], row["kind"]) if known else None,
        kind=row["kind"],
        head=head,
        place=place if place and place in head else None,
        code=row["region_code"],
        year=row["report_year"] if str(row["report_year"]) in head else None,
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


def _titled(title: str | None) -> str | None:
    """The place before the words 政府工作报告 of a title, where no region could be told: one of several 鼓楼区."""
    match = _REPORT_OF.search(squeeze(title or ""))
    return bare_name(match["place"]) if match else None


def _site(address: str | None) -> str | None:
    try:
        return urlsplit(address or "").hostname
    except ValueError:
        return None


@cache
def _corrected() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in rows("version_markers")))
