"""The rows that reading a text yields, and what the reader must know of the document around it."""

from dataclasses import dataclass, field

from ingest.frame.clause import Carried


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences of one document have in common; ``spoken_year`` is what 今年 means where it differs."""

    report_year: int | None
    region_code: str | None
    spoken_year: int | None = None

    @property
    def this_year(self) -> int | None:
        """The year that 今年 means."""
        return self.spoken_year or self.report_year


@dataclass(slots=True)
class Mention:
    """One candidate with its verdict; the columns of ingest.schemas.MENTIONS without those of the document."""

    start: int
    end: int
    role: str = "none"
    reason: str | None = None
    indicator: str | None = None
    indicator_status: str | None = None
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
    """What a sentence takes over from the words before it.

    ``indicator`` named last, ``parts`` where the last words named several things (进口、出口), ``region`` named last,
    ``carried``: the stance of a lead (主要预期目标是：…).
    """

    indicator: str = ""
    parts: list[str] = field(default_factory=list)
    region: str = ""
    carried: Carried = field(default_factory=Carried)


@dataclass(slots=True)
class Special:
    """A number that is no plain quantity: a rank, a run, or a word that stands for a number.

    ``value`` is None where the candidate's own counts; ``end`` lies behind the words that belong to it;
    ``drop``: how many characters before it do (居全国第, 连续); ``reason`` is set where it measures nothing;
    ``indicator`` where the words themselves say what is measured (十九连丰).
    """

    measure: str
    value: float | None
    unit: str
    comparator: str
    end: int
    drop: int = 0
    reason: str = ""
    indicator: str = ""
