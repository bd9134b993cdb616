"""Tables in a text: which lines are their rows, and what the head of each column says of the figures below it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from ingest import lexicon
from ingest.mentions.suffixes import unit_at
from ingest.mentions.years import year_of
from ingest.normalise import normalise
from ingest.reading import Reading
from ingest.reading.rows import FIGURE, cells_of, flat_row, is_row, is_rule

Span = tuple[int, int]

_LINE: Final = re.compile(r"[^\n]+")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)(?!年\d{1,2}月)年?|([一二三四五六七八九〇零]{4})年")
# —九八四年: a dash for 一, as scanned papers have it
_DASHED_YEAR: Final = re.compile("—(?=九[一二三四五六七八九〇零]{2}年)")
_UNIT: Final = re.compile(r"（(?:单位：)?([^（）]{1,8})）$|单位：(\S{1,8})$|(%)$")
_CAPTION_UNIT: Final = re.compile(r"单位：([^\s（）|*]{1,8})|（(%)）$")
_DIGIT: Final = re.compile(r"\d")
_NUMBERS: Final = re.compile(FIGURE)
_MARKS: Final = re.compile(r"[*\u200b]|<br ?/?>|^ *[-#]+ +")
_SPACED: Final = re.compile(r"(?<![^ ])([\u4e00-\u9fff]) +([\u4e00-\u9fff])(?=[ （]|$)")
_SHIFTS: Final = {"上年": -1, "去年": -1, "本年": 0, "今年": 0, "当年": 0}
_HEADING: Final = re.compile(r"#|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
_COMPARED: Final = re.compile(r"比 +")
_PROSE: Final = 60
# how many lines above its rows a flat table may have, and how many rows make one
_MOST_HEADS: Final = 5
_FEWEST_FLAT: Final = 3
# how many other lines may stand between two rows of one table
_MOST_BETWEEN: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    ``use``: name, number, unit, owner, note or value; ``role`` target or result and ``measure`` growth or share where
    its head says so; ``unit``, ``year`` likewise; ``which`` is what its head says of the things (城市, 某县),
    ``thing`` what it measures of them (产量), ``shift`` which year it names against that of its part (上年: -1).
    """

    use: str = "value"
    role: str | None = None
    measure: str = ""
    unit: str = ""
    year: int | None = None
    which: str = ""
    thing: str = ""
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it stands, its cells, and the columns that its table has; none where no head tells them.

    ``unit`` and ``thing`` are what the words above the table say of all its figures; ``is_head`` of a row of heads.
    """

    start: int
    end: int
    cells: tuple[Span, ...]
    columns: tuple[Column, ...]
    unit: str = ""
    thing: str = ""
    is_head: bool = False

    def column(self, number: int) -> Column:
        """What a column holds; figures or words where no head tells it."""
        return self.columns[number] if number < len(self.columns) else Column()


class Tables:
    """The rows of all tables of a text, in order."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = list(rows)
        self._starts = [row.start for row in self._rows]

    def at(self, position: int) -> Row | None:
        """The row in which a position stands; None outside of tables."""
        index = bisect_right(self._starts, position) - 1
        return self._rows[index] if index >= 0 and position < self._rows[index].end else None


def find_tables(reading: Reading, report_year: int | None, raw: str) -> Tables:
    """The tables of a reading; ``raw`` is its raw text, whose blanks part the heads of some columns."""
    lines = [match.span() for match in _LINE.finditer(reading.text)]
    rows = [*_piped(reading.text, lines, report_year), *_flat(reading, lines, report_year, raw)]
    return Tables(sorted(rows, key=lambda row: row.start))


def column_of(head: str, report_year: int | None) -> Column:
    """What the head of a column says.

    >>> column_of("2024年目标（亿元）", 2024)
    Column(use='value', role='target', measure='', unit='亿元', year=2024, which='', thing='', shift=None)
    """
    words = _bare(head)
    if words in lexicon.column("task_labels", "label"):
        return Column("owner")
    unit = unit_in(words)
    plain = _UNIT.sub("", words)
    if use := _says("use", plain):
        return Column(use, unit=unit)
    year = _year_in(plain)
    shift = next((shift for word, shift in _SHIFTS.items() if plain.startswith(word)), None)
    role, measure = _says("role", words), _says("measure", words)
    if role is None and year is not None and report_year is not None:
        role = "target" if year >= report_year else "result"
    thing = next((thing for thing in lexicon.word_list("column_things") if plain.endswith(thing)), "")
    is_plain = plain in lexicon.word_list("plain_columns")
    which = "" if role or measure or thing or is_plain or year is not None or shift is not None else plain
    return Column("value", role, measure or "", unit or ("%" if measure else ""), year, which, thing, shift)


def _columns(heads: Sequence[str], report_year: int | None, above: Column) -> list[Column]:
    """The columns under their heads; ``above``: what the words above the table say of all of them."""
    found = [column_of(head, report_year) for head in heads]
    if any(column.measure for column in found) or "%" not in (above.unit, *(column.unit for column in found)):
        above = replace(above, measure="")
    return [
        replace(
            column, measure=column.measure or above.measure, year=above.year if column.year is None else column.year
        )
        if column.use == "value"
        else column
        for column in found
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
    found = _YEAR.search(words)
    return year_of(found[1] or found[2]) if found else None


def _bare(words: str) -> str:
    return _DASHED_YEAR.sub("一", _MARKS.sub("", words).replace(" ", "").strip("“”"))


# --- rows with pipes between their cells --------------------------------------------------------------------------


def _piped(text: str, lines: Sequence[Span], report_year: int | None) -> Iterator[Row]:
    columns: tuple[Column, ...] = ()
    heads: list[list[str]] = []
    caption = Column()
    above: list[str] = []
    between = 0
    for start, end in lines:
        words = text[start:end].strip()
        if not is_row(words):
            between += 1
            if between > _MOST_BETWEEN or len(words) > _PROSE:
                columns, heads = (), []
            is_prose = len(words) > _PROSE or "。" in words
            above = [] if is_prose or _HEADING.match(words) else [*above[-1:], words]
            continue
        if is_rule(words):
            continue
        start += len(text[start:end]) - len(text[start:end].lstrip())
        row = Row(start, start + len(words), tuple(cells_of(text, start, start + len(words))), ())
        written = [_bare(text[slice(*cell)]) for cell in row.cells]
        if between and not columns:
            caption = _caption("".join(above), report_year)
        between = 0
        if _is_head(written, columns, report_year):
            heads = [*(heads if not columns else ()), written]
            columns = ()
            yield replace(row, is_head=True)
            continue
        if heads and not columns:
            columns = tuple(_columns(_joined(heads), report_year, caption))
        yield replace(row, columns=columns, unit=caption.unit, thing=caption.thing)


def _is_head(cells: Sequence[str], columns: Sequence[Column], report_year: int | None) -> bool:
    """Whether a row heads a table: no cell is a figure, and one says what it heads; a second table may follow."""
    if any(_DIGIT.match(cell) for cell in cells if not _YEAR.match(cell)) or sum(map(bool, cells)) < 2:
        return False
    told = [column_of(cell, report_year) for cell in cells if cell and len(cell) <= _PROSE // 2]
    known = sum(
        one.use != "value" or bool(one.role or one.measure or one.year or one.shift is not None) for one in told
    )
    return known > 0 and (not columns or known * 2 >= len(cells))


def _joined(heads: Sequence[Sequence[str]]) -> list[str]:
    """The words over each column: a head that reaches over several columns stands in the first of them."""
    joined: list[str] = []
    for number in range(max(map(len, heads))):
        parts = []
        for level, row in enumerate(heads):
            cell = row[number] if number < len(row) else ""
            if not cell and level + 1 < len(heads) and number:
                cell = next((row[at] for at in range(min(number, len(row)) - 1, -1, -1) if row[at]), "")
            if cell and cell not in parts:
                parts.append(cell)
        joined.append("".join(parts))
    return joined


def _caption(words: str, report_year: int | None) -> Column:
    """What the lines above a table say of all its figures."""
    bare = _bare(words)
    thing = next((thing for thing in lexicon.word_list("caption_things") if thing in bare), "")
    thing = thing or ("产量" if lexicon.pattern("caption_output").search(bare) else "")
    unit = _CAPTION_UNIT.search(bare)
    told = next(filter(None, unit.groups()), "") if unit else ""
    measure = _says("measure", bare) if len(bare) <= _PROSE else None
    year = _YEAR.search(bare)
    named = int(year[1]) if year and year[1] and len(bare) <= _PROSE else None
    unit_told = told if unit_at(told.lstrip("十百千万亿"), 0)[0] else ""
    return Column("value", None, measure or "", unit_told, named, "", thing)


# --- rows that only blanks part -----------------------------------------------------------------------------------


def _flat(reading: Reading, lines: Sequence[Span], report_year: int | None, raw: str) -> Iterator[Row]:
    """Rows of a name and numbers, at least three of one table, with the columns that the lines above them name."""
    text = reading.text
    table: list[tuple[int, re.Match[str]]] = []
    above: list[Span] = []
    heads: list[Span] = []
    between = 0
    for start, end in [*lines, (len(text), len(text))]:
        words = text[start:end].strip()
        row = None if is_row(words) else flat_row(words)
        if row is not None:
            if not table:
                heads = above[-_MOST_HEADS:]
            table.append((start + len(text[start:end]) - len(text[start:end].lstrip()), row))
            between, above = 0, []
            continue
        between += 1
        is_prose = len(words) > _PROSE or "。" in words or bool(_HEADING.match(words))
        if between > _MOST_BETWEEN or start == len(text) or is_prose or _is_caption(words):
            if len(table) >= _FEWEST_FLAT:
                written = [normalise(raw[slice(*reading.raw_span(*head))]) for head in heads]
                yield from _rows(table, "\n".join(written).split("\n"), report_year)
            table = []
        above = [] if is_prose else [*above, (start, end)]


def _rows(table: Sequence[tuple[int, re.Match[str]]], heads: Sequence[str], report_year: int | None) -> Iterator[Row]:
    values = [[found.span() for found in _NUMBERS.finditer(row["values"])] for _, row in table]
    usual = max((len(one) for one in values), key=[len(one) for one in values].count)
    columns = _flat_columns(heads, usual, report_year)
    if columns is None:
        return
    caption = _caption("".join(line for line in heads if _is_caption(line)), report_year)
    for (start, row), numbers in zip(table, values, strict=True):
        if len(numbers) != usual:
            continue
        low = start + row.start("values")
        cells = [(start + row.start("name"), start + row.end("name")), *((low + a, low + b) for a, b in numbers)]
        yield Row(start, start + row.end(), tuple(cells), (Column("name"), *columns), caption.unit, caption.thing)


def _flat_columns(heads: Sequence[str], count: int, report_year: int | None) -> list[Column] | None:
    """The columns of as many values as a row has; None where the lines above do not tell them apart."""
    captions = [line for line in heads if _is_caption(line)]
    above = _caption("".join(captions), report_year)
    words = _COMPARED.sub("比", " ".join(_spread(line) for line in heads if line not in captions))
    columns = [column for column in _columns(words.split(), report_year, above) if column.use == "value"]
    if len(columns) == count:
        return columns
    if not columns and count == 1 and above.measure and above.unit == "%":
        return [replace(above, role="result", thing="")]
    return None


def _is_caption(line: str) -> bool:
    """Whether a line above a table is its title or its unit and no head of columns."""
    bare = _bare(line)
    return _UNIT.sub("", bare).endswith(("：", "；", "如下", "情况", "幅度", "速度")) or bare.startswith(("表", "单位"))


def _spread(line: str) -> str:
    """The words of a head, those whole again whose characters stand apart: 指 标 全 国."""
    words = _MARKS.sub("", line).strip()
    return _SPACED.sub(r"\1\2", words)
