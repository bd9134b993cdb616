"""Old Excel workbooks (xls, and et of WPS): what their sheets show. Macros and links are not touched."""

from collections.abc import Iterator
from typing import Any

import xlrd

from ingest.readers.base import Blob, Context, Item
from ingest.readers.cell_values import shown
from ingest.readers.spreadsheet import Sheet, items_of, squared


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """One item per report that a row holds, or one for a workbook that is a table. Hidden sheets are left out."""
    try:
        book = xlrd.open_workbook(file_contents=blob.bytes(), formatting_info=True, on_demand=True)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            yield context.reject("encrypted", "the workbook is protected by a password: save it without one")
        else:
            yield context.reject("damaged", f"the workbook cannot be opened: {str(error)[:200]}; save it as xlsx")
        return
    with book:
        sheets = [_sheet(book, sheet) for sheet in book.sheets() if sheet.visibility == 0]
    yield from items_of(sheets, "xls", context)


def _sheet(book: Any, sheet: Any) -> Sheet:
    rows = ([_shown(book, cell) for cell in row] for row in sheet.get_rows())
    return Sheet(sheet.name, squared([row for row in rows if any(row)]))


def _shown(book: Any, cell: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_ERROR or cell.ctype == xlrd.XL_CELL_BLANK:
        return ""
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return shown(xlrd.xldate_as_datetime(cell.value, book.datemode), code)
        except (xlrd.XLDateError, OverflowError):
            return shown(cell.value, "General")
    value = cell.value
    return shown(int(value) if isinstance(value, float) and value.is_integer() else value, code)
