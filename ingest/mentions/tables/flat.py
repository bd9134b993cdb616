"""Rows that only blanks part: a name and its numbers, under heads that stand in lines above them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.mentions.tables.columns import MARKS, caption_of, columns_of, is_caption
from ingest.mentions.tables.model import MOST_BETWEEN, Column, Row, Span, ends_table
from ingest.normalise import normalise
from ingest.reading import Reading
from ingest.reading.rows import FIGURE, LONGEST_FLAT, flat_row, is_row

_NUMBERS: Final = re.compile(FIGURE)
_SPACED: Final = re.compile(r"(?<![^ ])([\u4e00-\u9fff]) +([\u4e00-\u9fff])(?=[ （]|$)")
_COMPARED: Final = re.compile(r"比 +")
# how many lines above its rows a table may have, and how many rows make one
_MOST_HEADS: Final = 5
_FEWEST_ROWS: Final = 3


def flat_rows(reading: Reading, lines: Sequence[Span], report_year: int | None, raw: str) -> Iterator[Row]:
    """Rows of a name and numbers, at least three of one table, with the columns that the lines above them name."""
    text = reading.text
    table: list[tuple[int, re.Match[str]]] = []
    above: list[Span] = []
    heads: list[Span] = []
    between = 0
    for start, end in [*lines, (len(text), len(text))]:
        words = text[start:end].strip()
        row = None if len(words) > LONGEST_FLAT or is_row(words) else flat_row(words)
        if row is not None:
            if not table:
                heads = above[-_MOST_HEADS:]
            table.append((start + len(text[start:end]) - len(text[start:end].lstrip()), row))
            between, above = 0, []
            continue
        between += 1
        ends = ends_table(words)
        if between > MOST_BETWEEN or start == len(text) or ends or is_caption(words):
            if len(table) >= _FEWEST_ROWS:
                written = [normalise(raw[slice(*reading.raw_span(*head))]) for head in heads]
                yield from _rows(table, "\n".join(written).split("\n"), report_year)
            table = []
        above = [] if ends else [*above, (start, end)]


def _rows(table: Sequence[tuple[int, re.Match[str]]], heads: Sequence[str], report_year: int | None) -> Iterator[Row]:
    values = [[found.span() for found in _NUMBERS.finditer(row["values"])] for _, row in table]
    usual = max((len(one) for one in values), key=[len(one) for one in values].count)
    columns = _flat_columns(heads, usual, report_year)
    if columns is None:
        return
    caption = caption_of("".join(line for line in heads if is_caption(line)), report_year)
    for (start, row), numbers in zip(table, values, strict=True):
        if len(numbers) != usual:
            continue
        low = start + row.start("values")
        cells = [(start + row.start("name"), start + row.end("name")), *((low + a, low + b) for a, b in numbers)]
        yield Row(start, start + row.end(), tuple(cells), (Column("name"), *columns), caption.unit, caption.thing)


def _flat_columns(heads: Sequence[str], count: int, report_year: int | None) -> list[Column] | None:
    """The columns of as many values as a row has; None where the lines above do not tell them apart."""
    captions = [line for line in heads if is_caption(line)]
    above = caption_of("".join(captions), report_year)
    words = _COMPARED.sub("比", " ".join(_spread(line) for line in heads if line not in captions))
    columns = [column for column in columns_of(words.split(), report_year, above) if column.use == "value"]
    if len(columns) == count:
        return columns
    if not columns and count == 1 and above.measure and above.unit == "%":
        return [replace(above, role="result", thing="")]
    return None


def _spread(line: str) -> str:
    """The words of a head, those whole again whose characters stand apart: 指 标 全 国."""
    words = MARKS.sub("", line).strip()
    return _SPACED.sub(r"\1\2", words)
