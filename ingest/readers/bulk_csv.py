"""CSV bulk files: one document per row, read as a stream, each row judged by itself."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.readers.base import Blob, Context, Item, Rejected
from ingest.readers.columns import Columns
from ingest.readers.encodings import SAMPLE_BYTES, Undecodable, detect, label
from ingest.readers.records import Record, record_item

DELIMITERS: Final = ",\t;|"


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """One item per row. A file without a column of text is rejected as a whole, a broken row by itself."""
    encoding = detect(blob.head(SAMPLE_BYTES), complete=blob.size <= SAMPLE_BYTES)
    if isinstance(encoding, Undecodable):
        yield context.reject(encoding.reason, encoding.detail)
        return
    csv.field_size_limit(context.settings.limits["record_bytes"])
    with blob.open() as raw, io.TextIOWrapper(raw, encoding, errors="replace", newline="") as stream:
        if stream.read(1) != "\ufeff":
            stream.seek(0)
        yield from _rows(stream, encoding, context)


def header(head: str, columns: Columns) -> tuple[str, dict[str, str]]:
    """The delimiter under which the first line names most known columns, and the columns it names."""
    line = head.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    found = {mark: columns.assign(_cells(line, mark)) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: (len(found[mark]), line.count(mark)))
    return best, found[best]


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a line; none where one is longer than csv takes, which no header is."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _rows(stream: io.TextIOWrapper, encoding: str, context: Context) -> Iterator[Item]:
    start = stream.tell()
    first = stream.readline(SAMPLE_BYTES)
    stream.seek(start)
    columns = context.settings.columns
    delimiter, _ = header(first, columns)
    reader = csv.reader(stream, delimiter=delimiter)
    names = next(reader, [])
    fields = columns.assign(names)
    if "text" not in fields:
        yield context.reject(
            "no_text_column",
            f"no column holds text: found {', '.join(names[:20]) or 'none'}; expected one of {columns.describe_text()}",
        )
        return
    places = {field: names.index(column) for field, column in fields.items()}
    number = 0
    while True:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield _broken(context, number, error)
            return
        if row is None:
            break
        if row:
            yield record_item(_record(row, places), context, number, "csv", label(encoding))


def _record(row: Sequence[str], places: dict[str, int]) -> Record:
    return {field: row[place] for field, place in places.items() if place < len(row)}


def _broken(context: Context, number: int, error: csv.Error) -> Item:
    inside = context.record(number)
    detail = f"row {number} and what follows cannot be read ({error}): a quotation mark may be left open"
    return Rejected(inside, "bad_record", detail)
