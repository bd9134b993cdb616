"""Catalogues: CSV files that say what to fetch, one URL per row."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.readers.encodings import Undecodable, decode
from ingest.readers.lexicon import rows

MOST_BYTES: Final = 64 << 20


class CatalogueError(ValueError):
    """A catalogue that cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where the report is, and the words under which the catalogue knows it."""

    number: int
    url: str
    title: str | None
    year: str | None


def read_catalogue(path: Path) -> Iterator[Row]:
    """The rows with a URL, each URL once, in order. Columns: ``url``, and where known ``title`` and ``year``.

    Raises CatalogueError where the file is missing, is no text, or has no column of URLs.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise CatalogueError(f"{path}: {error.strerror}") from error
    decoded = decode(data) if data is not None else None
    if decoded is None or isinstance(decoded, Undecodable):
        raise CatalogueError(f"{path}: not a CSV file of bearable size in UTF-8 or GB18030")
    table = csv.DictReader(decoded.text.splitlines(keepends=True), restkey="")
    columns = _columns(table.fieldnames or ())
    if "url" not in columns:
        expected = ", ".join(row["column"] for row in rows("bulk_columns") if row["field"] == "url")
        raise CatalogueError(f"{path}: no column of addresses; name one of its columns: {expected}")
    seen = set()
    for number, row in enumerate(table, start=1):
        given = {field: (row.get(column) or "").strip() for field, column in columns.items()}
        url = given["url"]
        if url and url not in seen:
            seen.add(url)
            yield Row(number, url, given.get("title") or None, given.get("year") or None)


def _columns(names: Sequence[str]) -> dict[str, str]:
    """Field to the column that holds it, under the names that bulk files may use too."""
    aliases = {row["column"].casefold(): row["field"] for row in rows("bulk_columns")}
    found: dict[str, str] = {}
    for name in names:
        field = aliases.get(name.strip().casefold())
        if field in ("url", "title", "year"):
            found.setdefault(field, name)
    return found
