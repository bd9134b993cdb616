"""How processor time and memory of a run grow with the reports: growth.svg, from what benchmarks/scale.py measured.

usage: growth.py [SCALE.json PLOT.svg]

Both axes are logarithmic: what grows in proportion is as steep as the dashed line from the last measurement, what grows
more slowly is flatter.
"""

import json
import sys
from html import escape
from math import ceil, floor, log10
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
MEASURED: Final = HERE / "growth.json"
PLOT: Final = HERE / "growth.svg"
PANELS: Final = (("cpu_s", "processor time, s", "#1f5fa8"), ("peak_gb", "peak memory, GB", "#b0482f"))
WIDTH, HEIGHT, LEFT, TOP = 250, 200, 60, 40


class Panel:
    """One quantity over the reports, in a frame of whole powers of ten."""

    def __init__(self, left: int, points: list[tuple[float, float]]) -> None:
        """``points`` are reports and quantity, fewest reports first."""
        self.left, self.points = left, points
        self.x, self.y = ((floor(log10(min(values))), ceil(log10(max(values)))) for values in zip(*points, strict=True))

    def at(self, reports: float, quantity: float) -> tuple[float, float]:
        """Where a measurement lies on the page."""
        across = (log10(reports) - self.x[0]) / (self.x[1] - self.x[0])
        up = (log10(quantity) - self.y[0]) / (self.y[1] - self.y[0])
        return round(self.left + across * WIDTH, 1), round(TOP + (1 - up) * HEIGHT, 1)

    def drawn(self, name: str, colour: str) -> str:
        """The frame with its powers of ten, the measurements, and what growth in proportion would be."""
        lines = [f'<text class="name" x="{self.left}" y="{TOP - 12}">{escape(name)}</text>']
        for power in range(self.x[0], self.x[1] + 1):
            x, y = self.at(10**power, 10 ** self.y[0])
            lines.append(f'<path class="grid" d="M{x} {TOP}V{y}"/>')
            lines.append(f'<text class="x" x="{x}" y="{y + 16}">{10**power:,}</text>')
        for power in range(self.y[0], self.y[1] + 1):
            x, y = self.at(10 ** self.x[0], 10**power)
            lines.append(f'<path class="grid" d="M{x} {y}h{WIDTH}"/>')
            lines.append(f'<text class="y" x="{x - 6}" y="{y + 4}">{10.0**power:g}</text>')
        (least, _), (most, quantity) = self.points[0], self.points[-1]
        from_here = max(least, most * 10 ** self.y[0] / quantity)
        begin, end = self.at(from_here, quantity * from_here / most), self.at(most, quantity)
        lines.append(f'<path class="even" d="M{begin[0]} {begin[1]}L{end[0]} {end[1]}"/>')
        places = [self.at(*point) for point in self.points]
        lines.append(f'<polyline fill="none" stroke="{colour}" points="{" ".join(f"{x},{y}" for x, y in places)}"/>')
        for (x, y), (reports, value) in zip(places, self.points, strict=True):
            told = f"<title>{reports:,.0f} reports: {value:g}</title>"
            lines.append(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}">{told}</circle>')
            lines.append(f'<text class="value" x="{x}" y="{y - 8}">{value:g}</text>')
        return "\n".join(lines)


def plot(told: dict[str, Any]) -> str:
    """The drawing of what scale.py told."""
    runs = sorted(told["runs"], key=lambda run: run["reports"])
    step, panels = WIDTH + 90, []
    for number, (key, name, colour) in enumerate(PANELS):
        points = [(run["reports"], run[key]) for run in runs]
        panels.append(Panel(LEFT + number * step, points).drawn(name, colour))
    wide, high = LEFT + len(PANELS) * step - 50, TOP + HEIGHT + 50
    below = f'<text x="{LEFT}" y="{high - 10}">reports, both scales logarithmic; dashed: growth in proportion</text>'
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img">
<title>Processor time and memory of a run over {runs[0]["reports"]:,} to {runs[-1]["reports"]:,} reports</title>
<style>text{{font:11px sans-serif;fill:#333}}.name{{font-weight:bold}}
.x,.value{{text-anchor:middle}}.y{{text-anchor:end}}
.grid{{stroke:#ddd}}.even{{stroke:#777;stroke-dasharray:5 4}}polyline{{stroke-width:2}}</style>
<rect width="{wide}" height="{high}" fill="#fff"/>
{chr(10).join(panels)}
{below}
</svg>
"""


def main() -> int:
    """Draw what was measured."""
    source, target = map(Path, sys.argv[1:]) if sys.argv[1:] else (MEASURED, PLOT)
    target.write_text(plot(json.loads(source.read_text(encoding="utf-8"))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
