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
    return [one.gutter() for one in stripes if _is_known(one, known) or _is_long(one) or _is_filled(one, rows)]


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
