"""What a person says about a document, in ``name.meta.yml`` beside it or in a ``reports.csv`` of its folder."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Final

KINDS: Final = ("report", "responsibility_breakdown")
COMPLETENESS: Final = ("full", "part", "abstract")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The fields that a person sets; None leaves a field to the text. ``source``: sidecar or reports.csv."""

    region_code: str | None = None
    report_year: int | None = None
    delivered_on: date | None = None
    office: str | None = None
    kind: str | None = None
    completeness: str | None = None
    part_label: str | None = None
    title: str | None = None
    source_url: str | None = None
    supersedes: str | None = None
    source: str = "sidecar"

    def says_something(self) -> bool:
        """Whether any field of the identity is set."""
        return any(getattr(self, f.name) is not None for f in fields(self) if f.name not in ("source", "source_url"))
