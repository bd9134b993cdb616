"""Tables as text, in one notation for all formats: a row is a line, its cells stand apart by `` | ``, the head first.

Cells keep their places: one that reaches over several columns or rows has its words in the first of them, and the
others are empty. A row whose first cell is empty begins with a pipe, as in Markdown; one with words in its first cell
only is a line of its own. A table that only lays out a page is none: it has one column, or a cell as long as a chapter.
"""

from collections.abc import Sequence
from typing import Final

CELL: Final = " | "
MOST_CELL_CHARS: Final = 1_500
MOST_CELL_LINES: Final = 12

Cell = Sequence[str]
"""The lines of a cell's text."""


def is_data(table: Sequence[Sequence[Cell]]) -> bool:
    """Whether the rows and columns of a table mean something.

    >>> is_data([[["指标"], ["目标"]], [["GDP"], ["6%"]]])
    True
    >>> is_data([[["一张框里的报告"]]])
    False
    """
    columns = max((len(row) for row in table), default=0)
    cells = [cell for row in table for cell in row]
    is_short = all(len(cell) <= MOST_CELL_LINES and sum(map(len, cell)) <= MOST_CELL_CHARS for cell in cells)
    return columns > 1 and is_short


def lines_of(table: Sequence[Sequence[Cell]]) -> list[str]:
    """The lines of a table; of one that only lays out a page the lines of its cells, one after the other.

    >>> lines_of([[["指标"], ["目标"]], [["GDP"], ["增长", "6%"]]])
    ['指标 | 目标', 'GDP | 增长 6%']
    >>> lines_of([[["一、经济"], []], [["GDP"], ["6%"]]])
    ['一、经济', 'GDP | 6%']
    >>> lines_of([[["GDP"], ["6%"]], [[], ["力争7%"]]])
    ['GDP | 6%', '|  | 力争7%']
    """
    if not is_data(table):
        return [line for row in table for cell in row for line in cell]
    rows = [[" ".join(line.strip() for line in cell if line.strip()) for cell in row] for row in table]
    return [_line(row) for row in rows if any(row)]


def _line(row: Sequence[str]) -> str:
    """The line of a row; blanks at its begin may get lost, so that a pipe stands before a first cell without words."""
    if not any(row[1:]):
        return row[0]
    return ("" if row[0] else "| ") + CELL.join(row).rstrip()
