"""Where sentences begin and end, and which candidates stand in sentences and which in rows of tables."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.mentions.candidates import Candidate
from ingest.mentions.tables import Row, Tables

_MARK: Final = re.compile("[。！？\n]")
# marks with the quotation that they close and the line break behind it, or line breaks alone
_SENTENCE_END: Final = re.compile(r"[。！？\n](?:(?<=\n)\n*|(?<!\n)[。！？]*[”’）]*\n*)")


def stretches(
    text: str, found: Sequence[Candidate], rows: Tables
) -> Iterator[tuple[int, int, list[Candidate], Row | None]]:
    """Sentences and rows of tables that hold candidates: start, end, the candidates, and the row."""
    index = low = 0
    marks = marks_of(text, 0, found[-1].end) if found else []
    while index < len(found):
        row = rows.at(found[index].start)
        behind = index
        if row is None:
            while behind < len(found) and rows.at(found[behind].start) is None:
                behind += 1
            for start, end, group in sentences(text, found[index:behind], low, marks):
                yield start, end, group, None
        else:
            while behind < len(found) and found[behind].start < row.end:
                behind += 1
            yield row.start, row.end, list(found[index:behind]), row
            low = row.end
        index = behind


def sentences(
    text: str, found: Sequence[Candidate], low: int = 0, marks: Sequence[int] | None = None
) -> Iterator[tuple[int, int, list[Candidate]]]:
    """Sentences that hold candidates, none of which begins before ``low``: start, end and the candidates.

    ``marks`` are those of the text from ``low`` on that end sentences, where they are known.
    """
    index, start = 0, low
    total = len(found)
    if marks is None:
        marks = marks_of(text, low, found[-1].end if found else low)
    while index < total:
        # skip sentences without candidates
        before = bisect_left(marks, found[index].start)
        start = max(start, marks[before - 1] + 1) if before else start
        match = _SENTENCE_END.search(text, found[index].end)
        # a number and its unit may be split by a line break
        end = match.end() if match else len(text)
        group = []
        while index < total and found[index].start < end:
            group.append(found[index])
            index += 1
        yield start, end, group
        start = end


def marks_of(text: str, low: int, high: int) -> list[int]:
    """Where the marks stand that end sentences."""
    return [match.start() for match in _MARK.finditer(text, low, high)]
