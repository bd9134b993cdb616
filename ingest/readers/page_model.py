"""What a page is made of: glyphs, lines, blocks, and the gutters between its columns."""

from dataclasses import dataclass, field
from statistics import median

Gutter = tuple[float, float, float, float]  # left, right, top, bottom


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character (or, from OCR, a piece of a line) and its box; y grows downwards."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Line:
    """A stretch of text on one level, within one column."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    em: float
    cell: tuple[float, float] = (0.0, 0.0)  # left and right bound of the column it stands in
    is_row: bool = False  # cells of a table, or words set wide apart
    begins: float = 0.0  # width of its first word, which would have had to fit into the line before

    @property
    def height(self) -> float:
        """Height of the box."""
        return self.bottom - self.top

    @property
    def ems(self) -> float:
        """Length in characters of full width."""
        return (self.right - self.left) / self.em


@dataclass(slots=True)
class Block:
    """Lines of one column that belong together."""

    lines: list[Line] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Left edge."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Right edge."""
        return max(line.right for line in self.lines)

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.lines[-1].bottom

    @property
    def em(self) -> float:
        """Size of the characters."""
        return median(line.em for line in self.lines)

    @property
    def cell(self) -> tuple[float, float]:
        """Left and right bound of the column it stands in."""
        return min(line.cell[0] for line in self.lines), max(line.cell[1] for line in self.lines)
