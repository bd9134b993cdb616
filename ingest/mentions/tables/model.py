"""Rows and columns of a table, and what ends one."""

import re
from dataclasses import dataclass
from typing import Final

Span = tuple[int, int]

# a longer line is no part of a table
PROSE: Final = 60
# how many other lines may stand between two rows of one table
MOST_BETWEEN: Final = 2
_HEADING: Final = re.compile(r"#|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    ``use``: name, number, unit, owner, note or value; ``role`` target or result and ``measure`` growth or share where
    its head says so; ``unit``, ``year`` likewise; ``which`` is what its head says of the things (城市, 某县),
    ``thing`` what it measures of them (产量), ``shift`` which year it names against that of its part (上年: -1).
    """

    use: str = "value"
    role: str | None = None
    measure: str = ""
    unit: str = ""
    year: int | None = None
    which: str = ""
    thing: str = ""
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it stands, its cells, and the columns that its table has; none where no head tells them.

    ``unit`` and ``thing`` are what the words above the table say of all its figures; ``is_head`` of a row of heads.
    """

    start: int
    end: int
    cells: tuple[Span, ...]
    columns: tuple[Column, ...]
    unit: str = ""
    thing: str = ""
    is_head: bool = False

    def column(self, number: int) -> Column:
        """What a column holds; figures or words where no head tells it."""
        return self.columns[number] if number < len(self.columns) else Column()


def ends_table(words: str) -> bool:
    """Whether a line is prose or a heading: what stands above it says nothing of the rows below."""
    return len(words) > PROSE or "。" in words or bool(_HEADING.match(words))
