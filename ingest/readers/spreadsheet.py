"""What workbooks hold: one report per row, under the usual names of columns; else a table that is a text itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.readers.base import Context, Item, Rejected, SourceText
from ingest.readers.columns import PLACES
from ingest.readers.records import Record, record_item
from ingest.readers.tables import lines_of

HEADER_ROWS: Final = 5
"""Rows among which the names of the columns are looked for."""
REPORT_CHARS: Final = 800
"""A cell longer than this is no cell of a table: it is a text."""
TELLING: Final = frozenset({*PLACES, "year", "url", "publish_date"})
"""Columns that a list of tasks does not have beside a column 内容."""
MOST_CELL: Final = 32_767
"""Characters that Excel keeps in a cell; the rest of a longer text is lost."""
BLANK: Final = 40
"""Characters that a full cell may have lost with the blanks around its text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is shown, with the text of its cells."""

    name: str
    rows: Sequence[Sequence[str]]


def items_of(sheets: Sequence[Sheet], format_name: str, context: Context) -> Iterator[Item]:
    """One item per row of sheets that hold reports; one text of all sheets where none does."""
    headers = [_header(sheet, context) for sheet in sheets]
    if not any(headers):
        yield _table(sheets, format_name, context)
        return
    number = 0
    for sheet, header in zip(sheets, headers, strict=True):
        if header is None:
            continue
        top, places = header
        for row in sheet.rows[top + 1 :]:
            if any(row):
                number += 1
                yield from _record(row, places, context, number, format_name)


def _header(sheet: Sheet, context: Context) -> tuple[int, dict[str, int]] | None:
    """The row that names the columns, and field to column; None where the sheet holds no reports."""
    for top, row in enumerate(sheet.rows[:HEADER_ROWS]):
        fields = context.settings.columns.assign(row)
        if "text" not in fields:
            continue
        places = {field: row.index(name) for field, name in fields.items()}
        longest = max((len(one[places["text"]]) for one in sheet.rows[top + 1 :]), default=0)
        if longest >= REPORT_CHARS or TELLING & fields.keys():
            return top, places
    return None


def _record(
    row: Sequence[str], places: dict[str, int], context: Context, number: int, format_name: str
) -> Iterator[Item]:
    record: Record = {field: row[place] for field, place in places.items()}
    item = record_item(record, context, number, format_name, None)
    yield item
    if len(record["text"]) >= MOST_CELL - BLANK:
        detail = f"row {number} has as many characters as a cell of Excel can hold: the rest of its text is missing"
        yield Rejected(f"{context.record(number)}/rest", "cut_off", detail)


def _table(sheets: Sequence[Sheet], format_name: str, context: Context) -> Item:
    """All sheets as one text, by row; their names where there are several."""
    filled = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not filled:
        return context.reject("empty", "the workbook holds no text")
    lines: list[str] = []
    for sheet in filled:
        if len(filled) > 1:
            lines.append(sheet.name)
        lines += lines_of(_cells(sheet))
    return SourceText("\n".join(lines), format_name, None, context.member)


def _cells(sheet: Sheet) -> list[list[list[str]]]:
    """The cells without the columns that are empty from top to bottom."""
    used = [place for place, column in enumerate(zip(*sheet.rows, strict=True)) if any(column)]
    return [[row[place].splitlines() for place in used] for row in sheet.rows]


def squared(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows of one length: what is missing is empty.

    >>> squared([["一"], ["二", "三"]])
    [['一', ''], ['二', '三']]
    """
    width = max(map(len, rows), default=0)
    return [[*row, *([""] * (width - len(row)))] for row in rows]
