"""Charts as SVG, drawn here: no script, no network, the same bytes for the same rows.

Figures of an axis stand at the right, beside the latest years: a phone shows that end of a long chart first.

Colours are CSS variables with a fallback, so that a chart follows the page's light or dark theme and, downloaded
(`standalone`), stands on its own.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from dashboard.words import number

WIDTH: Final = 720
# as many bars as a phone shows at once
FEW: Final = 8
INK: Final = "var(--ink, #1b1f24)"
FAINT: Final = "var(--line, #d0d7de)"
SERIES: Final = ("#0b66c3", "#c2410c", "#15803d", "#7c3aed", "#b45309", "#0e7490")
SERIES_INKS: Final = tuple(f"var(--series-{n}, {colour})" for n, colour in enumerate(SERIES))
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
        parts.append(_line(left, y, WIDTH - right, y, FAINT) + _text(WIDTH - right + 6, y + 4, f"{share:.0%}", "start"))
    skip = math.ceil(len(labels) * 42 / (WIDTH - left - right)) or 1
    for place, label in enumerate(labels):
        whole = sum(values[place] for values in counts.values())
        x, y = left + place * step + step * 0.12, top + inner * 1.0
        for verdict, values in counts.items():
            tall = inner * values[place] / whole if whole else 0
            y -= tall
            told = f"{label} · {names[verdict]}: {values[place]:,} / {whole:,}"
            parts.append(_box(x, y, step * 0.76, tall, VERDICT_INKS[verdict], told))
        if place % skip == 0:
            parts.append(_text(left + (place + 0.5) * step, height - 14, label, "middle"))
    rows = [(label, *(values[place] for values in counts.values())) for place, label in enumerate(labels)]
    return Chart(title, ("label", *counts), rows, _svg(title, height, parts), is_long=len(labels) > FEW)


def through_years(
    title: str,
    marks: Sequence[Mark],
    columns: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    named: Sequence[str] = (),
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
    scale, ticks = _scale(values, top, height - bottom)
    step = (WIDTH - left - right) / max(len(years), 1)

    def across(year: int, name: str) -> float:
        spread = (series.index(name) - (len(series) - 1) / 2) * min(step * 0.16, 9)
        return left + (year - years.start + 0.5) * step + spread

    edge = WIDTH - right
    parts = [_line(left, scale(t), edge, scale(t), FAINT) + _text(edge + 8, scale(t) + 4, number(t), "start")
             for t in ticks]  # fmt: skip
    skip = math.ceil(len(years) * 44 / (edge - left)) or 1
    parts += [_text(left + (place + 0.5) * step, height - 12, str(year), "middle")
              for place, year in enumerate(years) if place % skip == 0]  # fmt: skip
    for name in series:
        ink = SERIES_INKS[series.index(name) % len(SERIES_INKS)]
        ours = sorted((m for m in marks if m.series == name), key=lambda m: m.x)
        parts += [_target(across(m.x, name), m, scale, ink, min(step * 0.34, 13)) for m in ours if m.kind == "target"]
        line = [m for m in ours if m.kind == "result"]
        path = " ".join(f"{across(m.x, name):.1f},{scale(m.low):.1f}" for m in line)
        if len(line) > 1:
            parts.append(f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="2"/>')
        parts += [_dot(across(m.x, name), scale(m.low), 4, ink, m.told) for m in line]
        parts += [_dot(across(m.x, name), scale(m.low), 4, "none", m.told, ink) for m in ours if m.kind == "official"]
    return Chart(title, columns, rows, _svg(title, height, parts), beyond, len(years) > FEW)


def _target(x: float, mark: Mark, scale: Callable[[float], float], ink: str, half: float) -> str:
    y = scale(mark.low)
    if mark.high is not None:
        top = scale(mark.high)
        return _box(x - half, top, 2 * half, max(y - top, 1), ink, mark.told, 0.25) + _line(
            x - half, y, x + half, y, ink, 2.5
        )
    bar = _box(x - half, y - 2, 2 * half, 4, ink, mark.told)
    opens = {"ge": -8, "lo": -8, "le": 8, "hi": 8}.get(mark.bound)
    return bar + (_line(x, y, x, y + opens, ink, 2) if opens else "")


def histogram(title: str, values: Sequence[float], unit: str, marks: dict[str, float]) -> Chart:
    """How many regions set which value; ``marks`` names single values to be pointed out."""
    height, left, top, bottom = 230, 44, 26, 40
    low, high = min(values, default=0.0), max(values, default=1.0)
    width = _nice((high - low) / 14 or max(abs(high), 1) / 14)
    first = math.floor(low / width)
    bins = [0] * (math.floor(high / width) - first + 1)
    for value in values:
        bins[math.floor(value / width + 1e-9) - first if value < high else -1] += 1
    most = max(bins, default=1) or 1
    step = (WIDTH - left - 10) / len(bins)
    inner = height - top - bottom
    parts: list[str] = []
    skip = math.ceil(len(bins) * 46 / (WIDTH - left)) or 1
    for place, count in enumerate(bins):
        tall = inner * count / most
        start = (first + place) * width
        told = f"{number(start, 4)}–{number(start + width, 4)} {unit}: {count}"
        parts.append(_box(left + place * step + 1, top + inner - tall, step - 2, tall, SERIES_INKS[0], told))
        if place % skip == 0:
            parts.append(_text(left + place * step, height - 22, number(start, 4), "middle"))
    for row, (name, value) in enumerate(marks.items()):
        x = left + (value / width - first) * step
        parts.append(_line(x, top - 6, x, top + inner, INK, 1.5))
        parts.append(_text(x + 4, top + 4 + 22 * row, f"{name} {number(value, 4)}", "start"))
    parts += [_text(left - 6, top + 4, str(most), "end"), _text(WIDTH - 10, height - 6, unit, "end")]
    rows = [((first + place) * width, (first + place + 1) * width, count) for place, count in enumerate(bins)]
    return Chart(title, ("from", "to", "regions"), rows, _svg(title, height, parts))


def strips(title: str, groups: Sequence[tuple[str, list[tuple[str, float]]]], unit: str) -> Chart:
    """One line per group with a dot per region: the cascade from the nation down."""
    height, left, top = 44 + 46 * max(len(groups), 1), 96, 10
    values = [value for _, points in groups for _, value in points]
    scale, ticks = _scale(values, WIDTH - 24, left, pad=0.06)
    parts = [_line(scale(t), top, scale(t), height - 30, FAINT) + _text(scale(t), height - 12, number(t), "middle")
             for t in ticks]  # fmt: skip
    parts.append(_text(WIDTH - 8, height - 12, unit, "end"))
    for place, (name, points) in enumerate(groups):
        y = top + 24 + 46 * place
        parts.append(_text(left - 14, y + 4, name, "end"))
        ink = SERIES_INKS[place % len(SERIES_INKS)]
        seen: dict[float, int] = {}
        for region, value in points:
            seen[value] = seen.get(value, 0) + 1
            jitter = ((seen[value] * 7) % 25 - 12) if len(points) > 1 else 0
            parts.append(_dot(scale(value), y + jitter, 4, ink, f"{region}: {number(value)} {unit}", opacity=0.6))
    rows = [(group, region, value) for group, points in groups for region, value in points]
    return Chart(title, ("level", "region", "target"), rows, _svg(title, height, parts))


def _scale(
    values: Sequence[float], top: float, bottom: float, pad: float = 0.08
) -> tuple[Callable[[float], float], list[float]]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * pad or max(abs(high) * 0.1, 0.5)
    low, high = low - room, high + room
    step = _nice((high - low) / 8)
    first = math.ceil(low / step)
    ticks = [round(n * step, 10) for n in range(first, math.floor(high / step) + 1)]
    return (lambda value: bottom - (value - low) / (high - low) * (bottom - top)), ticks


def _nice(step: float) -> float:
    power = 10 ** math.floor(math.log10(abs(step) or 1))
    return float(next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= abs(step) * 0.999))


def _svg(title: str, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(title)}" font-family="system-ui, Noto Sans CJK SC, sans-serif" '
        f'font-size="12">{"".join(parts)}</svg>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, ink: str, wide: float = 1) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" stroke-width="{wide}"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    # a rim in the colour of the page keeps words readable where they stand on a bar
    rim = 'stroke="var(--panel, #ffffff)" stroke-width="3" paint-order="stroke"'
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}" {rim}>{escape(words)}</text>'


def _box(x: float, y: float, wide: float, tall: float, ink: str, told: str, opacity: float = 1) -> str:
    if tall <= 0:
        return ""
    faint = "" if opacity == 1 else f' fill-opacity="{opacity}"'
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{ink}"{faint}>'
        f"<title>{escape(told)}</title></rect>"
    )


def _dot(x: float, y: float, size: float, ink: str, told: str, edge: str = "none", opacity: float = 1) -> str:
    faint = "" if opacity == 1 else f' fill-opacity="{opacity}"'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{ink}" stroke="{edge}" stroke-width="2"{faint}>'
        f"<title>{escape(told)}</title></circle>"
    )
