"""Histograms as SVG: how many regions set which target, and how far the next year's target moved."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.charts import Chart, within_reach
from dashboard.drawing import INK, SERIES_INKS, WIDTH, box, line, nice, svg, text
from dashboard.words import number

LEFT: Final = 44
ROOM: Final = 150
LINE: Final = 28
# how wide a figure below the axis is
FIGURE: Final = 46
# bars on each side of what stayed as it was
SIDE: Final = 7


@dataclass(frozen=True)
class Bar:
    """How many values lie from ``low`` to ``high``."""

    low: float
    high: float
    count: int


def histogram(
    title: str, values: Sequence[float], unit: str, marks: Sequence[tuple[str, float]], counted: str = ""
) -> Chart:
    """How many regions set which value; ``marks`` names single values to be pointed out.

    ``counted`` is what the bars count, in the words of the page.
    """
    near = within_reach(values)
    low, high = min(near, default=0.0), max(near, default=1.0)
    width = nice((high - low) / 14 or max(abs(high), 1) / 14)
    first = math.floor(low / width)
    counts = [0] * (math.floor(high / width) - first + 1)
    for value in near:
        counts[math.floor(value / width + 1e-9) - first if value < high else -1] += 1
    bars = [Bar((first + place) * width, (first + place + 1) * width, count) for place, count in enumerate(counts)]
    figures = {float(place): bars[place].low for place in range(0, len(bars), _apart(len(bars)))}
    pointed = [(name, value / width - first, value) for name, value in marks if low <= value <= high]
    drawn = _drawn(title, bars, figures, unit, counted, pointed)
    return Chart(title, ("from", "to", "regions"), _rows(bars, values), drawn, beyond=len(values) - len(near))


def changes(title: str, steps: Sequence[float], unit: str, counted: str, kept: str) -> Chart:
    """How many steps went how far down or up; those that did not move have a bar of their own, called ``kept``."""
    near = within_reach(steps)
    furthest = max((abs(step) for step in near), default=0.0)
    width = nice(furthest / SIDE or 1)
    side = math.ceil(furthest / width - 1e-9)
    downs, ups = [0] * side, [0] * side
    for step in near:
        if step:
            (ups if step > 0 else downs)[math.ceil(abs(step) / width - 1e-9) - 1] += 1
    falls = [Bar(-(place + 1) * width, -place * width, count) for place, count in enumerate(downs)]
    rises = [Bar(place * width, (place + 1) * width, count) for place, count in enumerate(ups)]
    bars = [*falls[::-1], Bar(0.0, 0.0, near.count(0)), *rises]
    away = range(_apart(len(bars)), side + 1, _apart(len(bars)))
    figures = {side + 0.5: 0.0, **{float(side - n): -n * width for n in away}}
    figures |= {float(side + 1 + n): n * width for n in away}
    drawn = _drawn(title, bars, figures, unit, counted, [], kept)
    return Chart(title, ("from", "to", "pairs"), _rows(bars, steps), drawn, beyond=len(steps) - len(near))


def _rows(bars: Sequence[Bar], values: Sequence[float]) -> list[tuple[float, float, int]]:
    """What the bars show, and on either side in one row what lies too far out to be drawn."""
    low, high = bars[0].low, bars[-1].high
    below, above = [value for value in values if value < low], [value for value in values if value > high]
    ends = [[Bar(min(below), low, len(below))] if below else [], [Bar(high, max(above), len(above))] if above else []]
    return [(bar.low, bar.high, bar.count) for bar in (*ends[0], *bars, *ends[1])]


def _apart(bars: int) -> int:
    """How many bars apart figures stand that do not run into each other."""
    return math.ceil(bars * FIGURE / (WIDTH - LEFT)) or 1


def _drawn(
    title: str, bars: Sequence[Bar], figures: Mapping[float, float], unit: str, counted: str,
    pointed: Sequence[tuple[str, float, float]], kept: str = "",
) -> str:  # fmt: skip
    """``figures`` below the axis by where they stand, in bars; ``pointed`` likewise, in lines of their own above."""
    top = 34 + LINE * len(pointed)
    base = top + ROOM
    step = (WIDTH - LEFT - 10) / len(bars)
    most = max((bar.count for bar in bars), default=1) or 1
    parts = [text(0, 14, counted, "start"), text(LEFT - 6, top + 4, number(most), "end")]
    for place, bar in enumerate(bars):
        tall = ROOM * bar.count / most
        span = f"{number(bar.low, 4)}–{number(bar.high, 4)} {unit}" if bar.low < bar.high else kept
        told = f"{span}: {number(bar.count)} {counted}".strip()
        parts.append(box(LEFT + place * step + 1, base - tall, step - 2, tall, SERIES_INKS[0], told))
    parts += [text(LEFT + at * step, base + 18, number(value, 4), "middle") for at, value in figures.items()]
    parts.append(text(WIDTH - 10, base + 36, unit, "end"))
    for row, (_, at, _) in enumerate(pointed):
        parts.append(line(LEFT + at * step, 28 + LINE * row, LEFT + at * step, base, INK, 1.5))
    for row, (name, at, value) in enumerate(pointed):
        away, anchor = (5, "start") if at < len(bars) / 2 else (-5, "end")
        parts.append(text(LEFT + at * step + away, 40 + LINE * row, f"{name} {number(value, 4)}", anchor))
    return svg(title, base + 42, parts)
