"""Tables in a text: which lines are their rows, and what the head of each column says of the figures below it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ingest.mentions.tables.columns import unit_in
from ingest.mentions.tables.flat import flat_rows
from ingest.mentions.tables.model import Column, Row, Span
from ingest.mentions.tables.piped import piped_rows
from ingest.reading import Reading
from ingest.reading.rows import may_hold_rows

__all__ = ["Column", "Row", "Span", "Tables", "find_tables", "unit_in"]


class Tables:
    """The rows of all tables of a text, in order."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = list(rows)
        self._starts = [row.start for row in self._rows]

    def at(self, position: int) -> Row | None:
        """The row in which a position stands; None outside of tables."""
        index = bisect_right(self._starts, position) - 1
        return self._rows[index] if index >= 0 and position < self._rows[index].end else None


def _lines(text: str) -> Iterator[Span]:
    """Where the lines stand that are not empty."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line:
            yield start, end
        start = end + 1


def find_tables(reading: Reading, report_year: int | None, raw: str) -> Tables:
    """The tables of a reading; ``raw`` is its raw text, whose blanks part the heads of some columns."""
    text = reading.text
    lines = list(_lines(text))
    piped = piped_rows(text, lines, report_year) if may_hold_rows(text) else ()
    rows = [*piped, *flat_rows(reading, lines, report_year, raw)]
    return Tables(sorted(rows, key=lambda row: row.start))
