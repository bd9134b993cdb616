"""Rows with pipes between their cells, as converters write tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.mentions.tables.columns import YEAR, bare, caption_of, column_of, columns_of
from ingest.mentions.tables.figures import is_figure
from ingest.mentions.tables.model import MOST_BETWEEN, PROSE, Column, Row, Span, ends_table
from ingest.reading.rows import cells_of, is_row, is_rule

_DIGIT: Final = re.compile(r"\d")


def piped_rows(text: str, lines: Sequence[Span], report_year: int | None) -> Iterator[Row]:
    """The rows among the lines of a text, with the columns that the heads of their tables name."""
    columns: tuple[Column, ...] = ()
    heads: list[list[str]] = []
    caption = Column()
    above: list[str] = []
    between = 0
    for start, end in lines:
        words = text[start:end].strip()
        if not is_row(words):
            between += 1
            if between > MOST_BETWEEN or len(words) > PROSE:
                columns, heads = (), []
            above = [] if ends_table(words) else [*above[-1:], words]
            continue
        if is_rule(words):
            continue
        start += len(text[start:end]) - len(text[start:end].lstrip())
        row = Row(start, start + len(words), tuple(cells_of(text, start, start + len(words))), ())
        written = [bare(text[slice(*cell)]) for cell in row.cells]
        if between and not columns:
            caption = caption_of("".join(above), report_year)
        between = 0
        if _is_head(written, columns, report_year):
            heads = [*(heads if not columns else ()), written]
            columns = ()
            yield replace(row, is_head=True)
            continue
        if heads and not columns:
            columns = tuple(columns_of(_joined(heads), report_year, caption))
        yield replace(row, columns=columns, unit=caption.unit, thing=caption.thing)


def _is_head(cells: Sequence[str], columns: Sequence[Column], report_year: int | None) -> bool:
    """Whether a row heads a table: no cell is a figure, and one says what it heads; a second table may follow."""
    figures = (cell for cell in cells if not YEAR.match(cell) and (_DIGIT.match(cell) or is_figure(cell)))
    if any(figures) or sum(map(bool, cells)) < 2:
        return False
    told = [column_of(cell, report_year) for cell in cells if cell and len(cell) <= PROSE // 2]
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
