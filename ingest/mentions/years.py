"""The year a figure belongs to, from the years named around it and the part of the report in which it stands."""

import re
from typing import Final, NamedTuple

from ingest import lexicon
from ingest.frame.clause import Words
from ingest.mentions.numerals import DIGITS

# 以来 and comparisons name a base year, not the year of the figure
_BASE: Final = lexicon.pattern("base_year")
_COMPARED: Final = lexicon.pattern("compared_year")
_ON_TOP: Final = lexicon.pattern("year_of_base")
_ATTRIBUTE: Final = lexicon.pattern("year_of_attribute")
# in front of the second year of （2018—2020年）
_SPAN_IN_BRACKETS: Final = re.compile(r"（(?:19|20)\d\d年?[—～至到-]$")
_YEARS_BACK: Final = lexicon.pattern("base_years_back")
_TITLE: Final = 40
# times that look back and tell no year: 目前, 近年来
_WITHOUT_YEAR: Final = frozenset({"now", "since"})
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100


class NamedYear(NamedTuple):
    """A year written in the text.

    ``is_base``: it is only what another is compared with (2020年以来), or tells which things are meant (2020年开工的);
    ``from_year``: something rose or fell from it, or came on top of it (在2020年增长5%的基础上).
    """

    start: int
    year: int
    is_base: bool
    from_year: bool


def read_year(text: str, start: int, end: int) -> NamedYear | None:
    """The year that the four digits ``text[start:end]`` (2035, 二〇三五) name, when 年 follows."""
    if end - start != 4 or not text.startswith("年", end):
        return None
    year = year_of(text[start:end])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    before = text[max(0, start - 3) : start]
    compared = _COMPARED.search(before)
    from_year = (compared is not None and compared[0] in ("从", "由")) or bool(_ON_TOP.match(text, end))
    is_base = bool(_BASE.match(text, end)) or bool(_ATTRIBUTE.match(text, end)) or _in_title(text, start)
    is_base = is_base or (compared is not None and not from_year)
    return NamedYear(start, year, is_base, from_year)


def year_of(digits: str) -> int:
    """The year that four digits of either script tell; 0 where they are none."""
    if not digits.isdigit():
        digits = "".join(str(DIGITS[digit]) for digit in digits if digit in DIGITS)
    return int(digits) if len(digits) == 4 else 0


def is_of_several_years(words: str, year: int | None) -> bool:
    """Whether the words of a figure of ``year`` compare it with what stood more than a year before: 比2015年增长80%."""
    bases = list(_YEARS_BACK.finditer(words))
    if not bases:
        return False
    base = bases[-1]
    return bool(base["several"]) or (year is not None and year - year_of(base["year"]) > 1)


def _in_title(text: str, start: int) -> bool:
    """Whether a year stands in the name of a paper: 《…三年行动计划（2021—2024年）》, 行动方案（2018—2020年）."""
    low = max(0, start - _TITLE, text.rfind("\n", 0, start))
    opening = text.rfind("《", low, start)
    if opening >= 0 and text.find("》", opening, start) < 0:
        return True
    return bool(_SPAN_IN_BRACKETS.search(text, max(0, start - 8), start))


def target_year(words: Words, position: int, default: int | None, report_year: int | None) -> int | None:
    """The year a target is due: the end of the nearest time named before it that is not over."""
    for time in reversed(words.times):
        if time.start < position and time.last is not None and (report_year is None or time.last >= report_year):
            return time.last
    return default


def result_year(
    words: Words, position: int, clause_start: int, default: int | None, report_year: int | None
) -> int | None:
    """The year of a result: one named in its own clause, else before it in its sentence, not later than the report."""
    for low in (clause_start, 0):
        for time in reversed(words.times):
            if not low <= time.start < position or time.last is None or time.kind in _WITHOUT_YEAR:
                continue
            if time.kind == "from" and time.start < clause_start:
                continue
            if report_year is None or time.last <= report_year:
                return time.last
    return default
