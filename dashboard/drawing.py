"""What charts are drawn with: lines, boxes, dots and words as SVG, and the scale of an axis.

Colours are CSS variables with a fallback: a drawing follows the page's light or dark theme.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Final

WIDTH: Final = 720
INK: Final = "var(--ink, #1b1f24)"
FAINT: Final = "var(--line, #d0d7de)"
SERIES: Final = ("#0b66c3", "#c2410c", "#15803d", "#7c3aed", "#b45309", "#0e7490")
SERIES_INKS: Final = tuple(f"var(--series-{n}, {colour})" for n, colour in enumerate(SERIES))


def axis(
    values: Sequence[float], top: float, bottom: float, pad: float = 0.08
) -> tuple[Callable[[float], float], list[float]]:
    """Where a value stands between ``top`` and ``bottom``, and the values that are written beside the axis."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * pad or max(abs(high) * 0.1, 0.5)
    low, high = low - room, high + room
    step = nice((high - low) / 8)
    first = math.ceil(low / step)
    ticks = [round(n * step, 10) for n in range(first, math.floor(high / step) + 1)]
    return (lambda value: bottom - (value - low) / (high - low) * (bottom - top)), ticks


def nice(step: float) -> float:
    """The next round step: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(abs(step) or 1))
    return float(next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= abs(step) * 0.999))


def svg(title: str, height: float, parts: Iterable[str]) -> str:
    """A drawing of so many parts."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(title)}" font-family="system-ui, Noto Sans CJK SC, sans-serif" '
        f'font-size="12">{"".join(parts)}</svg>'
    )


def line(x1: float, y1: float, x2: float, y2: float, ink: str, wide: float = 1, dashes: str = "") -> str:
    """A straight line, dashed where ``dashes`` says how."""
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{ink}" stroke-width="{wide}"{broken}/>'


def text(x: float, y: float, words: str, anchor: str) -> str:
    """Words; ``anchor`` says which end of them stands at ``x``."""
    # a rim in the colour of the page keeps words readable where they stand on a bar
    rim = 'stroke="var(--panel, #ffffff)" stroke-width="3" paint-order="stroke"'
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}" {rim}>{escape(words)}</text>'


def box(x: float, y: float, wide: float, tall: float, ink: str, told: str, opacity: float = 1) -> str:
    """A box that tells ``told`` when pointed at; nothing where it has no height."""
    if tall <= 0:
        return ""
    faint = "" if opacity == 1 else f' fill-opacity="{opacity}"'
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{ink}"{faint}>'
        f"<title>{escape(told)}</title></rect>"
    )


def dot(x: float, y: float, size: float, ink: str, told: str, edge: str = "none", opacity: float = 1) -> str:
    """A dot that tells ``told`` when pointed at."""
    faint = "" if opacity == 1 else f' fill-opacity="{opacity}"'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{ink}" stroke="{edge}" stroke-width="2"{faint}>'
        f"<title>{escape(told)}</title></circle>"
    )
