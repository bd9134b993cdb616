"""Finds the gutters of a page: blank stripes between columns. The blanks of a table and of a spaced headline are none.

Lines of a column fill it: they are long and end where the column ends. Cells of a table are short, or end anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.page_model import Gutter, Line

GUTTER_LINES: Final = 3  # blanks above each other that make a gutter, where the lines beside them are long
COLUMN_EMS: Final = 7.0  # lines of a column are longer than this
FILLED_LINES: Final = 8  # lines that end at a stripe's edge, and make it a gutter even beside a nearly empty column
FILLED_SHARE: Final = 0.5
CROSSED_SHARE: Final = 0.2
RAGGED_EMS: Final = 1.6
MOST_COLUMNS: Final = 2  # pieces of a row where there are two columns
HALVES: Final = 0.08  # how much wider one of two columns may be than the other, as a share of both


@dataclass(slots=True)
class _Stripe:
    """Blanks of several rows that lie above each other; left and right are those of what they share."""

    left: float
    right: float
    beside: list[tuple[Line, Line]]

    def shares(self, first: Line, second: Line) -> bool:
        return min(self.right, second.left) - max(self.left, first.right) > 0.3 * first.em

    def add(self, first: Line, second: Line) -> None:
        self.left, self.right = max(self.left, first.right), min(self.right, second.left)
        self.beside.append((first, second))

    def gutter(self) -> Gutter:
        lines = [line for pair in self.beside for line in pair]
        return self.left, self.right, min(line.top for line in lines), max(line.bottom for line in lines)


def gutters_of(rows: Sequence[Sequence[Line]], known: Sequence[Gutter]) -> list[Gutter]:
    """The gutters of a page whose rows are cut into pieces at every wide blank; ``known`` are believed on sight."""
    stripes: list[_Stripe] = []
    for row in rows:
        for first, second in pairwise(row):
            stripe = next((one for one in stripes if one.shares(first, second)), None)
            if stripe is None:
                stripes.append(_Stripe(first.right, second.left, [(first, second)]))
            else:
                stripe.add(first, second)
    gutters = []
    for one in stripes:
        if half := _halves(one, rows):
            gutters.append(half)
        elif _is_known(one, known) or _is_long(one) or _is_filled(one, rows):
            gutters.append(one.gutter())
    return gutters


def _is_known(stripe: _Stripe, known: Sequence[Gutter]) -> bool:
    return any(min(stripe.right, end) - max(stripe.left, begin) > 0.5 * (end - begin) for begin, end, _, _ in known)


def _is_long(stripe: _Stripe) -> bool:
    """Whether the lines on both sides are mostly long."""
    lengths = [min(first.ems, second.ems) for first, second in stripe.beside]
    return len(stripe.beside) >= GUTTER_LINES and median(lengths) >= COLUMN_EMS


def _is_filled(stripe: _Stripe, rows: Sequence[Sequence[Line]]) -> bool:
    """Whether the lines to its left, on the whole page, mostly end at its edge and few cross it."""
    ends: list[Line] = []
    crossed = 0
    for row in rows:
        if any(line.left < stripe.left - 0.5 * line.em and line.right > stripe.right + 0.5 * line.em for line in row):
            crossed += 1
            continue
        left = [line for line in row if line.right <= stripe.right]
        if left:
            ends.append(left[-1])
    if len(ends) < FILLED_LINES or crossed > CROSSED_SHARE * len(rows):
        return False
    edge = max(line.right for line in ends)
    filled = sum(line.ems >= COLUMN_EMS and line.right >= edge - RAGGED_EMS * line.em for line in ends)
    return filled >= max(FILLED_LINES, FILLED_SHARE * len(ends))


def _halves(stripe: _Stripe, rows: Sequence[Sequence[Line]]) -> Gutter | None:
    """The gutter between two columns of one width, the right one filled, the left one in some lines.

    The first column of a report begins with many short lines: title, session, speaker. The stripe is only where to
    look: what stands beside each other in rows may all be short.
    """
    lines = [line for row in rows for line in row]
    behind = [line for line in lines if line.left >= stripe.right - 0.5 * line.em]
    if len(behind) < FILLED_LINES:
        return None
    begin = median(line.left for line in behind)
    before = [line for line in lines if line.right <= begin]
    crossing = sum(line.left < begin - line.em and line.right > begin + line.em for line in lines)
    if not before or crossing > CROSSED_SHARE * len(rows):
        return None
    left, end, right = min(line.left for line in lines), max(line.right for line in before), max(r.right for r in lines)
    if end >= begin or abs((end - left) - (right - begin)) > HALVES * (right - left):
        return None
    reach = sum(line.ems >= COLUMN_EMS and line.right >= end - RAGGED_EMS * line.em for line in before)
    filled = sum(line.ems >= COLUMN_EMS and line.right >= right - RAGGED_EMS * line.em for line in behind)
    if reach < GUTTER_LINES or filled < max(FILLED_LINES, FILLED_SHARE * len(behind)):
        return None
    # a row of many pieces is a running head: 某日报 2024年1月17日 星期三 要闻
    of_columns = [line for row in rows if len(row) <= MOST_COLUMNS for line in row]
    return end, begin, min(line.top for line in of_columns), max(line.bottom for line in of_columns)
