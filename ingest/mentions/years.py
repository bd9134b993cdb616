"""The year a figure belongs to, from the years named around it and the part of the report in which it stands."""

from dataclasses import dataclass
from typing import Final

from ingest import lexicon
from ingest.mentions.numerals import DIGITS

# 以来 and comparisons name a base year, not the year of the figure
_BASE: Final = lexicon.pattern("base_year")
_COMPARED: Final = lexicon.pattern("compared_year")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100


@dataclass(frozen=True, slots=True)
class NamedYear:
    """A year written in the text.

    ``is_base``: it is only what another is compared with (2020年以来); ``from_year``: something rose or fell from it.
    """

    start: int
    year: int
    is_base: bool
    from_year: bool


def read_year(text: str, start: int, end: int) -> NamedYear | None:
    """The year that the four digits ``text[start:end]`` (2035, 二〇三五) name, when 年 follows."""
    if end - start != 4 or not text.startswith("年", end):
        return None
    digits = text[start:end]
    if not digits.isdigit():
        digits = "".join(str(DIGITS[digit]) for digit in digits if digit in DIGITS)
    year = int(digits) if len(digits) == 4 else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    before = text[max(0, start - 3) : start]
    compared = _COMPARED.search(before)
    from_year = compared is not None and compared[0] in ("从", "由")
    is_base = bool(_BASE.match(text, end)) or (compared is not None and not from_year)
    return NamedYear(start, year, is_base, from_year)


def target_year(named: list[NamedYear], position: int, default: int, report_year: int) -> int:
    """The year a target is due: the nearest year at or after the report's own that is named before it."""
    for year in reversed(named):
        if year.start < position and not year.is_base and year.year >= report_year:
            return year.year
    return default


def result_year(named: list[NamedYear], position: int, clause_start: int, default: int, report_year: int) -> int:
    """The year of a result: one named in its own clause, not later than the report, else the default."""
    for year in reversed(named):
        if clause_start <= year.start < position and not year.is_base and year.year <= report_year:
            return year.year
    return default
