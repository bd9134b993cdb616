"""The rows that reading a text yields, and what the reader must know of the document around it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences of one document have in common."""

    report_year: int | None
    region_code: str | None


@dataclass(slots=True)
class Mention:
    """One candidate with its verdict; the columns of ingest.schemas.MENTIONS without those of the document."""

    start: int
    end: int
    role: str = "none"
    reason: str | None = None
    indicator: str | None = None
    measure: str | None = None
    value: float | None = None
    unit: str | None = None
    comparator: str | None = None
    year: int | None = None
    period: str | None = None
    region: str = ""
    commitment: str | None = None
    relation: str | None = None
    subject: str | None = None
    reference: str | None = None
    section: str = ""
    sentence_start: int = 0
    sentence_end: int = 0


@dataclass(slots=True)
class Memory:
    """What a sentence takes over from the words before it."""

    indicator: str = ""
    parts: list[str] = field(default_factory=list)
    region: str = ""
