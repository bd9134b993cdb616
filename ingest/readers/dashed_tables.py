"""Tables as pandoc writes them, in Markdown and plain text: columns stand under dashes. They become rows of pipes.

What is no table stays as it stands.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.readers.tables import Cell, is_data, lines_of

# the rule below the head: dashes under each column
_RULE: Final = re.compile(r" {0,3}-{2,}(?: +-{2,})+ *")
_BORDER: Final = re.compile(r" {0,3}-{5,}(?: +-{2,})* *")
_DASHES: Final = re.compile("-+")
_APART: Final = re.compile(r"\t+| {2,}|\u3000+")
_WIDE: Final = ("W", "F", "A")
# lines of a head, and of a table
_MOST_HEAD: Final = 8
_MOST_LINES: Final = 500


def with_rows(text: str) -> str:
    """A text with tables whose columns stand under dashes as rows of pipes."""
    if not ("-- " in text and " --" in text):
        return text
    lines = text.split("\n")
    rules = [at for at, line in enumerate(lines) if _RULE.fullmatch(line.rstrip("\r"))]
    if not rules:
        return text
    done, since = list[str](), 0
    for rule in rules:
        found = _table(lines, rule) if rule >= since else None
        if found is not None and found[0] >= since:
            start, end, rows = found
            done += [*lines[since:start], *rows]
            since = end
    return "\n".join([*done, *lines[since:]])


def _table(lines: Sequence[str], rule: int) -> tuple[int, int, list[str]] | None:
    """Where the table with this rule begins and ends, and its rows; None where the rule heads none."""
    spans = [match.span() for match in _DASHES.finditer(lines[rule])]
    start = rule
    while (
        max(0, rule - _MOST_HEAD) < start
        and lines[start - 1].strip()
        and not _BORDER.fullmatch(lines[start - 1].rstrip("\r"))
    ):
        start -= 1
    bordered = start > 0 and bool(_BORDER.fullmatch(lines[start - 1].rstrip("\r")))
    if start == rule or (rule - start > 1 and not bordered):
        return None
    end = rule + 1
    last = min(len(lines), rule + _MOST_LINES)
    while end < last and not _BORDER.fullmatch(lines[end].rstrip("\r")):
        if not lines[end].strip() and not bordered:
            break
        end += 1
    if bordered and end == last:
        return None
    body = _rows(lines[rule + 1 : end]) if bordered else [[line] for line in lines[rule + 1 : end]]
    table = [_cells(row, spans) for row in [lines[start:rule], *body]]
    if len(table) < 2 or not is_data(table):
        return None
    closes = end < len(lines) and bool(_BORDER.fullmatch(lines[end].rstrip("\r")))
    return start - bordered, end + closes, lines_of(table)


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each row, where empty lines part the rows."""
    row: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            row.append(line)
        elif row:
            yield row
            row = []


def _cells(row: Sequence[str], spans: Sequence[tuple[int, int]]) -> list[Cell]:
    """The cells of a row that goes over these lines."""
    parted = [_parted(line, spans) for line in row]
    return [[words for line in parted if (words := line[column])] for column in range(len(spans))]


def _parted(line: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """What a line has in each column: by the blanks in it, else by where it stands; wide characters count twice."""
    pieces = [piece for piece in _APART.split(line.strip()) if piece]
    if len(pieces) == len(spans):
        return pieces
    cut = [0, *(start for start, _ in spans[1:]), len(line) * 2]
    found, at = [""] * len(spans), 0
    for character in line.rstrip("\r"):
        column = next(number for number, (first, last) in enumerate(pairwise(cut)) if first <= at < last)
        found[column] += character
        at += 2 if unicodedata.east_asian_width(character) in _WIDE else 1
    return [words.strip() for words in found]
