"""What the head of a column and the words above a table say of the figures below them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.mentions.suffixes import unit_at
from ingest.mentions.tables.model import PROSE, Column
from ingest.mentions.years import year_of

YEAR: Final = re.compile(r"((?:19|20)\d\d)(?!年\d{1,2}月)年?|([一二三四五六七八九〇零]{4})年")
MARKS: Final = re.compile(r"[*\u200b]|<br ?/?>|^ *[-#]+ +")
# —九八四年: a dash for 一, as scanned papers have it
_DASHED_YEAR: Final = re.compile("—(?=九[一二三四五六七八九〇零]{2}年)")
_UNIT: Final = re.compile(r"（(?:单位：)?([^（）]{1,8})）$|单位：(\S{1,8})$|(%)$")
_CAPTION_UNIT: Final = re.compile(r"单位：([^\s（）|*]{1,8})|（(%)）$")
_CAPTION: Final = lexicon.pattern("table_caption")


def column_of(head: str, report_year: int | None) -> Column:
    """What the head of a column says.

    >>> column_of("2024年目标（亿元）", 2024)
    Column(use='value', role='target', measure='', unit='亿元', year=2024, which='', thing='', shift=None)
    """
    words = bare(head)
    if words in lexicon.column("task_labels", "label"):
        return Column("owner")
    unit = unit_in(words)
    plain = _UNIT.sub("", words)
    if use := _says("use", plain):
        return Column(use, unit=unit)
    year = _year_in(plain)
    told = _says("shift", plain)
    shift = int(told) if told is not None else None
    role, measure = _says("role", words), _says("measure", words)
    if role is None and year is not None and report_year is not None:
        role = "target" if year >= report_year else "result"
    thing = next((thing for thing in lexicon.word_list("column_things") if plain.endswith(thing)), "")
    is_plain = plain in lexicon.word_list("plain_columns")
    which = "" if role or measure or thing or is_plain or year is not None or shift is not None else plain
    return Column("value", role, measure or "", unit or ("%" if measure else ""), year, which, thing, shift)


def columns_of(heads: Sequence[str], report_year: int | None, above: Column) -> list[Column]:
    """The columns under their heads; ``above``: what the words above the table say of all of them."""
    found = [column_of(head, report_year) for head in heads]
    if any(column.measure for column in found) or "%" not in (above.unit, *(column.unit for column in found)):
        above = replace(above, measure="")
    return _dated(
        [
            replace(
                column, measure=column.measure or above.measure, year=above.year if column.year is None else column.year
            )
            if column.use == "value"
            else column
            for column in found
        ]
    )


def _dated(columns: list[Column]) -> list[Column]:
    """Columns without a year (五年累计, 增长%) beside such of past years alone: they end with the last of these."""
    values = [column for column in columns if column.use == "value"]
    years = [column.year for column in values if column.year is not None and column.role == "result"]
    if not years or any(column.role == "target" for column in values):
        return columns
    return [
        replace(column, role="result", year=max(years))
        if column in values and column.role is None and column.year is None and column.shift is None
        else column
        for column in columns
    ]


def unit_in(words: str) -> str:
    """The unit that stands in brackets or behind 单位： at the end of words; "" for none."""
    found = _UNIT.search(words)
    unit = next(filter(None, found.groups()), "") if found else ""
    scale = unit.lstrip("十百千万亿")
    return unit if unit and (not scale or unit_at(scale, 0)[0] == scale) else ""


def _says(axis: str, words: str) -> str | None:
    return next((what for what, pattern in _patterns(axis) if pattern.search(words)), None)


@cache
def _patterns(axis: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = lexicon.rows("table_columns")
    return tuple((row["what"], re.compile(row["pattern"])) for row in rows if row["says"] == axis)


def _year_in(words: str) -> int | None:
    """The first year that a head names: what it is compared with stands behind it."""
    found = YEAR.search(words)
    return year_of(found[1] or found[2]) if found else None


def bare(words: str) -> str:
    """Words without the marks and blanks of a table."""
    return _DASHED_YEAR.sub("一", MARKS.sub("", words).replace(" ", "").strip("“”"))


def caption_of(words: str, report_year: int | None) -> Column:
    """What the lines above a table say of all its figures."""
    plain = bare(words)
    thing = next((thing for thing in lexicon.word_list("caption_things") if thing in plain), "")
    thing = thing or ("产量" if lexicon.pattern("caption_output").search(plain) else "")
    unit = _CAPTION_UNIT.search(plain)
    told = next(filter(None, unit.groups()), "") if unit else ""
    measure = _says("measure", plain) if len(plain) <= PROSE else None
    year = YEAR.search(plain)
    named = int(year[1]) if year and year[1] and len(plain) <= PROSE else None
    unit_told = told if unit_at(told.lstrip("十百千万亿"), 0)[0] else ""
    return Column("value", None, measure or "", unit_told, named, "", thing)


def is_caption(line: str) -> bool:
    """Whether a line above a table is its title or its unit and no head of columns."""
    plain = bare(line)
    return any(_CAPTION.search(words) for words in (plain, _UNIT.sub("", plain)))
