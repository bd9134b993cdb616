"""Charts as SVG, drawn here: no script, no network, the same bytes for the same rows.

Figures of an axis stand at the right, beside the latest years: a phone shows that end of a long chart first.
Downloaded (`standalone`), a chart has its colours within it.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from dashboard.drawing import FAINT, SERIES_INKS, WIDTH, axis, box, dot, line, svg, text
from dashboard.words import number

# as many bars as a phone shows at once
FEW: Final = 8
# half the width of a sign of an axis
HALF_SIGN: Final = 4
VERDICT_INKS: Final = {
    "attained": "var(--attained, #18794e)",
    "missed": "var(--missed, #c4320a)",
    "incomparable": "var(--incomparable, #8a6100)",
    "unreported": "var(--unreported, #7c3aed)",
    "pending": "var(--pending, #4b6b94)",
}
_VARIABLE: Final = re.compile(r"var\(--[\w-]+, (#[0-9a-f]+)\)")


@dataclass(frozen=True)
class Chart:
    """A drawing and the rows it shows.

    ``beyond`` of them lie too far out to be drawn. A long one runs through the years: a phone shows a part of it.
    """

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    drawn: str
    beyond: int = 0
    is_long: bool = False

    @property
    def standalone(self) -> str:
        """The drawing as a file of its own."""
        return _VARIABLE.sub(r"\1", self.drawn)

    @property
    def as_csv(self) -> bytes:
        """The rows as CSV that Excel opens as UTF-8, with cells that begin a formula made inert."""
        return csv_bytes(self.columns, self.rows)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as CSV: byte order mark, and an apostrophe before text that a spreadsheet would run."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([inert(value) for value in row] for row in rows)
    return ("﻿" + stream.getvalue()).encode()


def inert(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def within_reach(values: Sequence[float]) -> list[float]:
    """Values within reach of the middle ones: one misread figure must not squeeze all others into one line."""
    if not values:
        return []
    ordered = sorted(values)
    low, high = ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]
    reach = max(high - low, abs(high) * 0.25, 1e-9) * 6
    return [value for value in values if low - reach <= value <= high + reach]


@dataclass(frozen=True)
class Mark:
    """A point of a line chart: a result, or a target with its bound or range."""

    series: str
    x: int
    low: float
    high: float | None = None
    kind: str = "result"
    told: str = ""
    bound: str = "eq"


def stacked_shares(
    title: str, labels: Sequence[str], counts: Mapping[str, Sequence[int]], names: Mapping[str, str]
) -> Chart:
    """One bar per label, split by verdict; the whole bar is 100 %."""
    height, left, right, top, bottom = 260, 10, 54, 14, 34
    inner = height - top - bottom
    step = (WIDTH - left - right) / max(len(labels), 1)
    parts: list[str] = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = top + inner * (1 - share)
        parts.append(line(left, y, WIDTH - right, y, FAINT) + text(WIDTH - right + 6, y + 4, f"{share:.0%}", "start"))
    skip = math.ceil(len(labels) * 42 / (WIDTH - left - right)) or 1
    for place, label in enumerate(labels):
        whole = sum(values[place] for values in counts.values())
        x, y = left + place * step + step * 0.12, top + inner * 1.0
        for verdict, values in counts.items():
            tall = inner * values[place] / whole if whole else 0
            y -= tall
            told = f"{label} · {names[verdict]}: {values[place]:,} / {whole:,}"
            parts.append(box(x, y, step * 0.76, tall, VERDICT_INKS[verdict], told))
        if place % skip == 0:
            parts.append(text(_inside(left + (place + 0.5) * step, label), height - 14, label, "middle"))
    rows = [(label, *(values[place] for values in counts.values())) for place, label in enumerate(labels)]
    return Chart(title, ("label", *counts), rows, svg(title, height, parts), is_long=len(labels) > FEW)


def through_years(
    title: str,
    marks: Sequence[Mark],
    columns: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    named: Sequence[str] = (),
    unit: str = "",
) -> Chart:
    """Results as lines, targets as bars (a floor opens upwards, a ceiling downwards, a range is a box).

    ``named`` are the series in the order of the legend, which gives them their inks; one without marks keeps its ink.
    """
    height, left, right, top, bottom = 340, 10, 64, 16, 34
    kept = set(within_reach([mark.low for mark in marks]))
    beyond = sum(mark.low not in kept for mark in marks)
    marks = [mark for mark in marks if mark.low in kept]
    series = list(dict.fromkeys([*named, *(mark.series for mark in marks)]))
    years = range(min((m.x for m in marks), default=0), max((m.x for m in marks), default=0) + 1)
    values = [value for mark in marks for value in (mark.low, mark.high) if value is not None]
    scale, ticks = axis(values, top, height - bottom)
    step = (WIDTH - left - right) / max(len(years), 1)

    def across(year: int, name: str) -> float:
        spread = (series.index(name) - (len(series) - 1) / 2) * min(step * 0.16, 9)
        return left + (year - years.start + 0.5) * step + spread

    edge = WIDTH - right
    parts = [line(left, scale(t), edge, scale(t), FAINT) + text(edge + 8, scale(t) + 4, number(t), "start")
             for t in ticks]  # fmt: skip
    parts.append(text(edge + 8, 10, unit, "start"))
    skip = math.ceil(len(years) * 44 / (edge - left)) or 1
    parts += [text(_inside(left + (place + 0.5) * step, str(year)), height - 12, str(year), "middle")
              for place, year in enumerate(years) if place % skip == 0]  # fmt: skip
    for name in series:
        ink = SERIES_INKS[series.index(name) % len(SERIES_INKS)]
        ours = sorted((m for m in marks if m.series == name), key=lambda m: m.x)
        parts += [_target(across(m.x, name), m, scale, ink, min(step * 0.34, 13)) for m in ours if m.kind == "target"]
        results = [m for m in ours if m.kind == "result"]
        for one, other in pairwise(results):
            ends = across(one.x, name), scale(one.low), across(other.x, name), scale(other.low)
            # nothing is known of the years between: the eye must not take the line for figures
            parts.append(line(*ends, ink, 2, "" if other.x - one.x == 1 else "2 5"))
        parts += [dot(across(m.x, name), scale(m.low), 4, ink, m.told) for m in results]
        parts += [dot(across(m.x, name), scale(m.low), 4, "none", m.told, ink) for m in ours if m.kind == "official"]
    return Chart(title, columns, rows, svg(title, height, parts), beyond, len(years) > FEW)


def _inside(x: float, label: str) -> float:
    """The middle of a label, moved so far that the edge of the drawing does not cut its beginning."""
    return max(x, HALF_SIGN * len(label))


def _target(x: float, mark: Mark, scale: Callable[[float], float], ink: str, half: float) -> str:
    y = scale(mark.low)
    if mark.high is not None:
        top = scale(mark.high)
        return box(x - half, top, 2 * half, max(y - top, 1), ink, mark.told, 0.25) + line(
            x - half, y, x + half, y, ink, 2.5
        )
    bar = box(x - half, y - 2, 2 * half, 4, ink, mark.told)
    opens = {"ge": -8, "lo": -8, "le": 8, "hi": 8}.get(mark.bound)
    return bar + (line(x, y, x, y + opens, ink, 2) if opens else "")


def strips(
    title: str, groups: Sequence[tuple[str, list[tuple[str, float]]]], unit: str, called: Mapping[str, str]
) -> Chart:
    """One line per group with a dot per region: the cascade from the nation down.

    ``called`` are the names that the page's language has for regions; the rows keep those of the data.
    """
    height, left, top = 44 + 46 * max(len(groups), 1), 134, 10
    values = within_reach([value for _, points in groups for _, value in points])
    near = set(values)
    scale, ticks = axis(values, WIDTH - 24, left, pad=0.06)
    parts = [line(scale(t), top, scale(t), height - 30, FAINT) + text(scale(t), height - 12, number(t), "middle")
             for t in ticks]  # fmt: skip
    parts.append(text(WIDTH - 8, height - 12, unit, "end"))
    for place, (name, points) in enumerate(groups):
        y = top + 24 + 46 * place
        parts.append(text(left - 14, y + 4, name, "end"))
        ink = SERIES_INKS[place % len(SERIES_INKS)]
        seen: dict[float, int] = {}
        for region, value in points:
            if value not in near:
                continue
            seen[value] = seen.get(value, 0) + 1
            jitter = ((seen[value] * 7) % 25 - 12) if len(points) > 1 else 0
            parts.append(
                dot(
                    scale(value),
                    y + jitter,
                    4,
                    ink,
                    f"{called.get(region, region)}: {number(value)} {unit}",
                    opacity=0.6,
                )
            )
    rows = [(group, region, value) for group, points in groups for region, value in points]
    return Chart(title, ("level", "region", "target"), rows, svg(title, height, parts), beyond=len(rows) - len(values))
