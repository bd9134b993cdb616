"""What the identity of a document is made of."""

from dataclasses import dataclass, field
from datetime import date

Span = tuple[int, int]
Stretch = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports what, when; the fields are those of the DOCUMENTS table of the same names.

    ``furniture`` are stretches (start, end, kind) of the text that are not part of the report: kind ``furniture``
    (navigation, share bars, signatures, licences, links), ``appendix`` (glossaries behind the report) or ``repeat``
    (copies of a passage of the report, which must not count twice).
    They are in order, do not overlap, and are offsets into the text as given.
    """

    title: str | None
    region_code: str | None
    region_name: str | None
    region_level: str | None
    report_year: int | None
    delivered_on: date | None
    office: str | None
    kind: str
    completeness: str
    part_label: str | None
    identity_source: str
    identity_notes: str | None
    furniture: list[Stretch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NotAReport:
    """A text that is no work report and no responsibility breakdown.

    ``reason`` is one of lexicon/quarantine_reasons.csv (``empty``, ``not_a_report``), ``detail`` a sentence for a
    person, ``what`` what it is instead, after lexicon/kinds.csv (resolution, press, glossary, ...; unknown).
    """

    reason: str
    detail: str
    what: str = "unknown"
