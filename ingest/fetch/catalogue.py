"""Catalogues: CSV files that say what to fetch, one URL per row."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.readers.encodings import Undecodable, decode
from ingest.readers.lexicon import rows

MOST_BYTES: Final = 64 << 20
FILES: Final = "files"
"""The column that makes a row one of a git repository."""


class CatalogueError(ValueError):
    """A catalogue that cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where the report is, and the words under which the catalogue knows it.

    ``files`` is a pattern (as in .gitignore) of the files that are wanted of a git repository at ``url``.
    """

    number: int
    url: str
    title: str | None
    year: str | None
    files: str | None = None

    @property
    def key(self) -> str:
        """The name under which the row is recorded."""
        return f"{self.url} {self.files}" if self.files else self.url


def read_catalogue(path: Path) -> Iterator[Row]:
    """The rows with a URL, each once, in order. Columns: ``url``, and where known ``title``, ``year``, ``files``.

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
        found = Row(number, url, given.get("title") or None, given.get("year") or None, given.get(FILES) or None)
        if url and found.key not in seen:
            seen.add(found.key)
            yield found


def _columns(names: Sequence[str]) -> dict[str, str]:
    """Field to the column that holds it, under the names that bulk files may use too."""
    aliases = {row["column"].casefold(): row["field"] for row in rows("bulk_columns")}
    found: dict[str, str] = {}
    for name in names:
        field = aliases.get(name.strip().casefold())
        if name.strip().casefold() == FILES:
            found.setdefault(FILES, name)
        elif field in ("url", "title", "year"):
            found.setdefault(field, name)
    return found
