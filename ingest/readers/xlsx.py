"""Excel workbooks (xlsx): what their sheets show, formulas as their last values. Macros and links are not touched."""

import io
from collections.abc import Iterator
from typing import Final

import openpyxl

from ingest.readers.base import Blob, Context, Item
from ingest.readers.cell_values import shown
from ingest.readers.package import inspect
from ingest.readers.spreadsheet import Sheet, items_of, squared

VISIBLE: Final = "visible"


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """One item per report that a row holds, or one for a workbook that is a table. Hidden sheets are left out."""
    data = blob.bytes()
    refused = inspect(data, context)
    if refused is not None:
        yield refused
        return
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = []
        for sheet in book.worksheets:
            if sheet.sheet_state == VISIBLE:
                # what the file says of its own extent is not believed
                sheet.reset_dimensions()
                rows = ([shown(cell.value, cell.number_format or "") for cell in row] for row in sheet.iter_rows())
                sheets.append(Sheet(sheet.title, squared([row for row in rows if any(row)])))
    finally:
        book.close()
    yield from items_of(sheets, "xlsx", context)
